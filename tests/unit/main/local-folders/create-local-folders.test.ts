import { mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { createLocalFolders } from '../../../../main/local-folders/create-local-folders.ts';

async function setUp() {
  const dataFolder = await mkdtemp(path.join(tmpdir(), 'ccms-folders-'));
  const listeners = new Set<() => void>();
  const chosen: { root: string | null } = { root: null };
  const folders = createLocalFolders({
    dataFolder,
    chosenRoot: () => chosen.root,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  });
  const choose = (root: string | null) => {
    chosen.root = root;
    for (const listener of listeners) listener();
  };
  return { dataFolder, folders, choose };
}

describe('local folders', () => {
  test('are in the data folder until the operator chooses another place', async () => {
    const { dataFolder, folders, choose } = await setUp();
    expect(folders.pathOf('SD-1', 'outbox')).toBe(path.join(dataFolder, 'files', 'SD-1', 'outbox'));
    let told = 0;
    folders.subscribe(() => {
      told += 1;
    });
    choose(path.join(dataFolder, 'share'));
    choose(path.join(dataFolder, 'share'));
    expect(told).toBe(1);
    expect(folders.root()).toBe(path.join(dataFolder, 'share'));
  });

  test('are made when they are wanted, once and again', async () => {
    const { folders } = await setUp();
    expect((await folders.ensure('SD-1')).ok).toBe(true);
    expect((await folders.ensure('SD-1')).ok).toBe(true);
    expect((await readdir(path.join(folders.root(), 'SD-1'))).sort()).toEqual(['archive', 'error', 'inbox', 'outbox']);
  });

  test('say why they cannot be made', async () => {
    const { dataFolder, folders, choose } = await setUp();
    await writeFile(path.join(dataFolder, 'plain'), 'a file');
    choose(path.join(dataFolder, 'plain'));
    expect(await folders.ensure('SD-1')).toMatchObject({
      ok: false,
      error: { code: 'local-folder-unusable', details: { reason: 'ENOTDIR' } },
    });
  });
});
