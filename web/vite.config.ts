import { defineConfig } from 'vite';
import { oneFile } from './one-file.ts';

export default defineConfig({
  plugins: [oneFile('index.html', 'page.html')],
  build: { outDir: '../artifacts/web', emptyOutDir: false, modulePreload: false, target: 'es2022', chunkSizeWarningLimit: 700 },
});
