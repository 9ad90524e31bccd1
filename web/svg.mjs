// Draws the charts of a page as SVG pictures: npm run svg -- page.json out-folder
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const [source, target] = process.argv.slice(2);
if (!source || !target) {
  console.error('usage: npm run svg -- page.json out-folder');
  process.exit(2);
}
// npm changes to the folder of package.json; the paths are those of the caller.
const caller = process.env.INIT_CWD ?? process.cwd();
const root = dirname(fileURLToPath(import.meta.url));
const { module } = await runnerImport(join(root, 'src/svg.ts'), { root, configFile: false, logLevel: 'error' });
mkdirSync(resolve(caller, target), { recursive: true });
for (const [name, picture] of module.pictures(JSON.parse(readFileSync(resolve(caller, source), 'utf8')))) {
  writeFileSync(resolve(caller, target, name), picture + '\n');
  console.log(join(target, name));
}
