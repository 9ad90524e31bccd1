import type { Plugin } from 'vite';

/** Puts the program and the styles of a page into it, so that the page is one file. */
export function oneFile(source: string, target: string): Plugin {
  return {
    name: 'one-file',
    enforce: 'post',
    generateBundle(_, bundle) {
      const page = bundle[source];
      if (page?.type !== 'asset') throw new Error(`no ${source} in the bundle`);
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
      this.emitFile({ type: 'asset', fileName: target, source: html });
    },
  };
}
