import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readWindowState, windowBounds, writeWindowState } from '../../../main/electron/window-state.ts';

const screens = [
  { x: 0, y: 0, width: 1920, height: 1040 },
  { x: 1920, y: 0, width: 1920, height: 1040 },
];
const state = { x: 2000, y: 50, width: 1400, height: 900, maximized: false };

describe('windowBounds', () => {
  it('has a usual size for the first start', () => {
    expect(windowBounds(null, screens)).toEqual({ width: 1280, height: 800, maximized: false });
  });

  it('comes back where it was', () => {
    expect(windowBounds(state, screens)).toEqual(state);
  });

  it.each([
    ['the second screen was taken away', state, screens.slice(0, 1)],
    ['it is above all screens', { ...state, y: -500 }, screens],
    ['it is below all screens', { ...state, y: 1000 }, screens],
    ['it is far to the left', { ...state, x: -1390 }, screens],
  ])('forgets its place when %s', (_why, saved, areas) => {
    expect(windowBounds(saved, areas)).toEqual({ width: 1400, height: 900, maximized: false });
  });

  it('is never smaller than can be worked with', () => {
    expect(windowBounds({ ...state, width: 10, height: 10, maximized: true }, screens)).toMatchObject({
      width: 900,
      height: 600,
      maximized: true,
    });
  });
});

describe('the file of the window state', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'ccms-window-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('is read as it was written', async () => {
    const file = path.join(folder, 'window.json');
    await writeWindowState(file, state);
    expect(await readWindowState(file)).toEqual(state);
  });

  it.each(['', '{', '[]', '{"x":1}', '{"x":"1","y":1,"width":1,"height":1,"maximized":true}'])(
    'is ignored when it holds %j',
    async (text) => {
      const file = path.join(folder, 'damaged.json');
      await writeFile(file, text);
      expect(await readWindowState(file)).toBeNull();
    },
  );

  it('is not worth an error when its folder has gone', async () => {
    const file = path.join(folder, 'missing', 'window.json');
    await writeWindowState(file, state);
    expect(await readWindowState(file)).toBeNull();
  });
});
