import { defineConfig, type Plugin } from 'vite';

/** Puts the program and the styles into the page, so that the page is one file. */
function oneFile(): Plugin {
  return {
    name: 'one-file',
    enforce: 'post',
    generateBundle(_, bundle) {
      const page = bundle['index.html'];
      if (page?.type !== 'asset') throw new Error('no index.html in the bundle');
      let html = String(page.source).replace(/<script type="module"[^>]*><\/script>\s*|<link rel="stylesheet"[^>]*>\s*/g, '');
      let styles = '', program = '';
      for (const [name, part] of Object.entries(bundle)) {
        if (part.type === 'chunk') program += part.code;
        else if (name.endsWith('.css')) styles += part.source;
        delete bundle[name];
      }
      // Functions as replacements: in a string, "$&" would be read as a pattern.
      html = html.replace('</head>', () => `<style>${styles}</style>\n</head>`);
      html = html.replace('</body>', () => `<script type="module">${program.replaceAll('</script', '<\\/script')}</script>\n</body>`);
      this.emitFile({ type: 'asset', fileName: 'page.html', source: html });
    },
  };
}

export default defineConfig({
  plugins: [oneFile()],
  build: { outDir: '../artifacts/web', emptyOutDir: false, modulePreload: false, target: 'es2022', chunkSizeWarningLimit: 700 },
});
