import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** The built page in memory, by its path in a URL. What is not in here cannot be served, however the path is spelt. */
export type PageFiles = ReadonlyMap<string, { readonly type: string; readonly content: Uint8Array<ArrayBuffer> }>;

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
};

/** Reads the folder that the build made (about ten files). Throws when it is not there. */
export async function readPageFiles(folder: string): Promise<PageFiles> {
  const files = new Map<string, { type: string; content: Uint8Array<ArrayBuffer> }>();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const full = path.join(entry.parentPath, entry.name);
    const type = types[path.extname(entry.name)];
    if (!type) continue;
    const content = new Uint8Array(await readFile(full));
    files.set(`/${path.relative(folder, full).split(path.sep).join('/')}`, { type, content });
  }
  return files;
}
