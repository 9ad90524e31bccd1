import { defineConfig } from 'vite';
import { oneFile } from './one-file.ts';

// The page of the service. The server sends it with a policy that allows this program and these styles, by their hashes, and nothing else.
export default defineConfig({
  plugins: [oneFile('try.html', 'try.html')],
  build: {
    outDir: '../artifacts/web', emptyOutDir: false, modulePreload: false, target: 'es2022', rollupOptions: { input: 'try.html' },
  },
});
