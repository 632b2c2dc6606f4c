import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type LockedPackages, lockGaps } from '../../../scripts/lib/lock-gaps.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const text = readFileSync(path.join(root, 'package-lock.json'), 'utf8');
const { packages } = JSON.parse(text) as { packages: LockedPackages };

interface Manifest {
  readonly dependencies: Record<string, string>;
  readonly devDependencies: Record<string, string>;
  readonly optionalDependencies: Record<string, string>;
}

describe('the lock file', () => {
  it('names the packages of every platform (otherwise: node scripts/complete-lock.ts)', () => {
    expect(lockGaps(packages).map(({ place }) => place)).toEqual([]);
  });

  it('names no place that only one machine can reach', () => {
    expect(text).not.toMatch(/"resolved": "(?!https:\/\/registry\.npmjs\.org\/)/);
  });

  it('is asked for exact versions only', () => {
    const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Manifest;
    const all = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies };
    expect(Object.entries(all).filter(([, wanted]) => !/^(npm:@?[\w/-]+@)?\d+\.\d+\.\d+$/.test(wanted))).toEqual([]);
  });

  it('would be seen to have gaps', () => {
    const broken = {
      'node_modules/a': { optionalDependencies: { '@a/b-linux-x64-musl': '1.0.0', '@a/win32-arm64': '1.0.0' } },
      'node_modules/@a/win32-arm64': { version: '1.0.0' },
    };
    expect(lockGaps(broken)).toEqual([
      {
        place: 'node_modules/@a/b-linux-x64-musl',
        entry: { version: '1.0.0', dev: true, optional: true, os: ['linux'], cpu: ['x64'] },
      },
    ]);
  });
});
