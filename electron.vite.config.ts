import { fileURLToPath } from 'node:url';
import localesPlugin from '@react-aria/optimize-locales-plugin';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { calls } from './shared/contract/index.ts';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/*
 * Nothing of electron-vite's own beyond the three sections is used, so that plain Vite could take over. Everything is
 * bundled, because a few large files start faster under a virus scanner than a thousand small ones; only keytar stays
 * outside, as it loads its binary from its own folder.
 */
/** The names of the calls, for the preload, which must not carry zod. */
const callNames = JSON.stringify(Object.keys(calls));
const native = ['keytar', 'koffi'];
/** Compiled parts of ssh2 that only make it faster. Nobody compiles them; it looks for them and goes on without. */
const absent = ['cpu-features', /sshcrypto\.node$/];

export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      emptyOutDir: true,
      externalizeDeps: false,
      rollupOptions: {
        input: {
          start: at('main/electron/start.ts'),
          practice: at('main/practice/start.ts'),
          card: at('main/smartcard/card-process.ts'),
        },
        external: [...native, ...absent],
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    define: { CALL_NAMES: callNames },
    build: {
      outDir: 'out/preload',
      emptyOutDir: true,
      externalizeDeps: false,
      rollupOptions: {
        input: { preload: at('main/electron/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'renderer',
    plugins: [react(), { ...localesPlugin.vite({ locales: ['en-US', 'zh-TW'] }), enforce: 'pre' }],
    build: {
      outDir: 'out/renderer',
      emptyOutDir: true,
      // A data: address would need an exception in the Content-Security-Policy.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rollupOptions: { input: at('renderer/index.html') },
    },
  },
});
