import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { fingerprint } from '../../scripts/lib/fingerprint.ts';
import { root } from '../../scripts/lib/root.ts';

/** Whatever a child may be made of. */
const sources = ['main/**/*.ts', 'shared/**/*', 'tests/helpers/*.ts', 'cli.vite.config.ts', 'package-lock.json'];
/** As deep as tests/helpers, so that a path from the program's own folder leads to the same place. */
const folder = path.join(root, '.cache', 'children');

function firstLine(file: string): string {
  try {
    return readFileSync(file, 'utf8').split('\n', 1)[0] ?? '';
  } catch {
    // Not made yet.
    return '';
  }
}

async function bundle(name: string): Promise<string> {
  const file = path.join(folder, name.replace(/\.ts$/, '.mjs'));
  const madeFrom = `// ${fingerprint(sources)}`;
  if (firstLine(file) === madeFrom) return file;
  const { build } = await import('vite');
  const built = await build({
    root,
    configFile: path.join(root, 'cli.vite.config.ts'),
    logLevel: 'warn',
    build: {
      ssr: path.join(import.meta.dirname, name),
      write: false,
      rollupOptions: { external: ['koffi'] },
    },
  });
  if (!('output' in built)) throw new Error('one program makes one bundle');
  await mkdir(folder, { recursive: true });
  // Another test may make the same one now: whoever comes last replaces it by its like, and nobody reads half of it.
  await writeFileAtomic(file, `${madeFrom}\n${built.output[0].code}`);
  return file;
}

const bundled = new Map<string, Promise<string>>();

/**
 * Makes one file of a program of tests/helpers, as the command line is made for its users, and gives its path. A test starts such a
 * program dozens of times, and most of the time of a start was reading a thousand files. Made anew when a source has changed.
 */
export function bundleChild(name: string): Promise<string> {
  const known = bundled.get(name) ?? bundle(name);
  bundled.set(name, known);
  return known;
}
