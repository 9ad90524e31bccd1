// Leaves pictures of a saved page, for the eye: node look.mjs page.html out-folder
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const [page, folder] = process.argv.slice(2);
const caller = process.env.INIT_CWD ?? process.cwd();
const executablePath = [process.env.FLORIN_CHROMIUM, '/usr/bin/chromium'].find(file => file && existsSync(file));
if (!page || !folder || !executablePath) {
  console.error(executablePath ? 'node look.mjs page.html out-folder' : 'no Chromium; name one in FLORIN_CHROMIUM');
  process.exit(2);
}
const looks = [
  { name: 'laptop-light', width: 1280, height: 800, colorScheme: 'light' },
  { name: 'laptop-dark', width: 1280, height: 800, colorScheme: 'dark' },
  { name: 'phone-light', width: 390, height: 844, colorScheme: 'light', isMobile: true, deviceScaleFactor: 2 },
  { name: 'phone-dark', width: 390, height: 844, colorScheme: 'dark', isMobile: true, deviceScaleFactor: 2 },
];
const out = file => join(resolve(caller, folder), file);
mkdirSync(resolve(caller, folder), { recursive: true });
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'] });
for (const { name, width, height, ...look } of looks) {
  const context = await browser.newContext({ viewport: { width, height }, offline: true, ...look });
  const tab = await context.newPage();
  await tab.goto(pathToFileURL(resolve(caller, page)).href);
  await tab.waitForSelector('h1');
  await tab.screenshot({ path: out(`${name}.png`), fullPage: true });
  if (name === 'laptop-dark') await tab.pdf({ path: out('print.pdf'), preferCSSPageSize: true, printBackground: true });
  await context.close();
}
await browser.close();
