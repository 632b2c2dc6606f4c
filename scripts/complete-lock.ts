import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type LockedPackage, lockGaps } from './lib/lock-gaps.ts';
import { root } from './lib/root.ts';

/*
 * `node scripts/complete-lock.ts`, after a change of the dependencies: adds the packages of other platforms that this machine's
 * registry did not have to package-lock.json, so that `npm ci` accepts it. A test says when this is needed.
 */
const file = path.join(root, 'package-lock.json');
const lock = JSON.parse(readFileSync(file, 'utf8')) as { packages: Record<string, LockedPackage> };
for (const { place, entry } of lockGaps(lock.packages)) {
  lock.packages[place] = entry;
  process.stdout.write(`added ${place}\n`);
}
const { '': own, ...others } = lock.packages;
// npm's own order: by place.
const sorted = Object.entries(others).toSorted(([a], [b]) => a.localeCompare(b, 'en'));
lock.packages = { ...(own ? { '': own } : {}), ...Object.fromEntries(sorted) };
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
