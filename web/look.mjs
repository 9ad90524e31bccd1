// Opens a saved page in Chromium without a network, prints what it found as JSON and, given a folder, leaves pictures of it there:
// node look.mjs page.html [out-folder]
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const [page, folder] = process.argv.slice(2);
const caller = process.env.INIT_CWD ?? process.cwd();
const executablePath = [process.env.FLORIN_CHROMIUM, '/usr/bin/chromium'].find(file => file && existsSync(file));
if (!executablePath) {
  console.error('no Chromium; name one in FLORIN_CHROMIUM');
  process.exit(3);
}
const browser = await chromium.launch({
  executablePath,
  args: [
    '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update',
    '--disable-sync',
  ],
});

const looks = [
  { name: 'laptop-light', width: 1440, height: 900, colorScheme: 'light' },
  { name: 'laptop-dark', width: 1440, height: 900, colorScheme: 'dark' },
  { name: 'phone-light', width: 390, height: 844, colorScheme: 'light', isMobile: true, deviceScaleFactor: 2 },
  { name: 'phone-dark', width: 390, height: 844, colorScheme: 'dark', isMobile: true, deviceScaleFactor: 2 },
];
const found = [];
if (folder) mkdirSync(resolve(caller, folder), { recursive: true });
for (const { name, width, height, ...look } of folder ? looks : [looks[0], looks[3]]) {
  const context = await browser.newContext({ viewport: { width, height }, offline: true, ...look });
  const tab = await context.newPage(), errors = [], requests = [];
  tab.on('console', message => { if (message.type() === 'error' || message.type() === 'warning') errors.push(message.text()); });
  tab.on('pageerror', error => errors.push(String(error)));
  tab.on('request', request => { if (!/^(file|data|blob):/.test(request.url())) requests.push(request.url()); });
  await tab.goto(pathToFileURL(resolve(caller, page)).href);
  await tab.waitForSelector('h1');
  const seen = await tab.evaluate(measure);
  const download = seen.charts > 0 ? await save(tab) : null;
  await tab.click('#mode');
  const toggled = await tab.evaluate(() => document.documentElement.dataset.theme);
  await tab.click('#mode');
  found.push({ name, ...seen, download, toggled, errors, requests });
  if (folder) {
    await tab.mouse.move(0, 0);
    const out = file => join(resolve(caller, folder), file);
    await tab.screenshot({ path: out(`${name}.png`), fullPage: true });
    if (name === 'laptop-dark') await tab.pdf({ path: out('print.pdf'), preferCSSPageSize: true, printBackground: true });
  }
  await context.close();
}
await browser.close();
console.log(JSON.stringify(found, null, 1));

/** Counts the canvases on which something was drawn: a drawn one has more than one colour. */
function measure() {
  const canvases = [...document.querySelectorAll('.chart canvas')];
  const drawn = canvases.filter(canvas => {
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height), colours = new Set();
    for (let i = 0; i < data.length; i += 4 * 7) colours.add(data[i] << 16 | data[i + 1] << 8 | data[i + 2]);
    return colours.size > 4;
  });
  const root = document.documentElement;
  return {
    theme: root.dataset.theme, heading: document.querySelector('h1').textContent, charts: document.querySelectorAll('.chart').length,
    drawn: drawn.length, tables: document.querySelectorAll('table').length, overflow: root.scrollWidth - root.clientWidth,
  };
}

async function save(tab) {
  const download = tab.waitForEvent('download', { timeout: 10000 });
  await tab.locator('.save').first().click();
  return (await download).suggestedFilename();
}
