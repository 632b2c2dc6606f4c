import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const { version } = JSON.parse(readFileSync(at('package.json'), 'utf8')) as { version: string };

/*
 * The command line as one file: it lies outside the archive, where Node runs it, so there is nothing to resolve but keytar, which loads
 * its binary from its own folder. ssh2 looks for compiled parts and goes on without.
 */
export default defineConfig({
  define: { PROGRAM_VERSION: JSON.stringify(version) },
  ssr: { noExternal: true },
  build: {
    ssr: at('main/cli/start.ts'),
    target: 'node24',
    outDir: 'out/cli',
    emptyOutDir: true,
    rollupOptions: {
      external: ['keytar', 'cpu-features', /sshcrypto\.node$/],
      output: {
        format: 'es',
        entryFileNames: 'cli.mjs',
        codeSplitting: false,
        // ssh2 asks for its folder when it is loaded, write-file-atomic for its name when it writes.
        banner: 'const __dirname = import.meta.dirname, __filename = import.meta.filename;',
      },
    },
  },
});
