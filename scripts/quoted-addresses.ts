import type { Plugin } from 'vite';

/**
 * Bundlers look for `new URL("…", import.meta.url)`, and not all know the quotes that minifying prefers. The places of
 * what follows stay, so source maps hold.
 */
export const quotedAddresses = (): Plugin => ({
  name: 'quoted-addresses',
  generateBundle(_options, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type !== 'chunk') continue;
      file.code = file.code.replace(/new URL\(`([^`$]*)`,import\.meta\.url\)/g, 'new URL("$1",import.meta.url)');
    }
  },
});
