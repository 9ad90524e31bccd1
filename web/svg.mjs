// Draws the charts of a page as SVG pictures: npm run svg -- page.html out-folder [part of the names]
// The page is one that Save wrote, or its JSON.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const [source, target, part = ''] = process.argv.slice(2);
if (!source || !target) {
  console.error('usage: npm run svg -- page.html out-folder [part of the names]');
  process.exit(2);
}
// npm changes to the folder of package.json; the paths are those of the caller.
const caller = process.env.INIT_CWD ?? process.cwd();
const root = dirname(fileURLToPath(import.meta.url));
const { module } = await runnerImport(join(root, 'src/svg.ts'), { root, configFile: false, logLevel: 'error' });
mkdirSync(resolve(caller, target), { recursive: true });
for (const [name, picture] of module.pictures(read(resolve(caller, source)))) {
  if (!name.includes(part)) continue;
  writeFileSync(resolve(caller, target, name), picture + '\n');
  console.log(join(target, name));
}

function read(file) {
  const text = readFileSync(file, 'utf8'), data = /<script id="data" type="application\/json">(.*?)<\/script>/s.exec(text);
  return JSON.parse(data ? data[1] : text);
}
