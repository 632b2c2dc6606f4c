import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { leaseSchema } from '../../../../../main/watch/lease/lease-file.ts';
import { createLeaseKeeper } from '../../../../../main/watch/lease/lease-keeper.ts';
import { holdClock } from '../../../../helpers/held-clock.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'ccms-lease-'));
  file = path.join(folder, '.ccms-terminal.lease');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const STALE = 30_000;

function terminal(name: string, change: { pc?: string; run?: string; onStep?: () => void } = {}) {
  const clock = holdClock();
  const self = { terminal: name, pc: change.pc ?? `PC-${name}`, run: change.run ?? `run-${name}`, version: '1.0.0' };
  const steps = change.onStep ? { onStep: change.onStep } : {};
  return { clock, keeper: createLeaseKeeper({ file, self, clock, staleMs: STALE, ...steps }) };
}

const onDisk = async () => leaseSchema.parse(JSON.parse(await readFile(file, 'utf8')));

describe('the lease', () => {
  test('is held by one, and its counter goes on', async () => {
    const { keeper } = terminal('a');
    expect(keeper.isMine()).toBe(false);
    await keeper.beat();
    expect(keeper.isMine()).toBe(true);
    await keeper.beat();
    expect(await onDisk()).toMatchObject({ terminal: 'a', pc: 'PC-a', counter: '000000000002' });
    expect(await readdir(folder)).toEqual(['.ccms-terminal.lease']);
  });

  test('of two that ask in the same moment only one gets it', async () => {
    const all = ['a', 'b', 'c', 'd'].map((name) => terminal(name).keeper);
    await Promise.all(all.map((keeper) => keeper.beat()));
    expect(all.filter((keeper) => keeper.isMine())).toHaveLength(1);
    expect(all.filter((keeper) => keeper.state().kind === 'elsewhere')).toHaveLength(3);
  });

  test('is not taken over from a holder that beats, however long it lasts', async () => {
    const [a, b] = [terminal('a'), terminal('b')];
    await a.keeper.beat();
    for (let turn = 0; turn < 20; turn += 1) {
      b.clock.pass(STALE - 1);
      await b.keeper.beat();
      await a.keeper.beat();
    }
    expect(b.keeper.state()).toMatchObject({ kind: 'elsewhere', lease: { terminal: 'a', pc: 'PC-a' } });
    expect(a.keeper.isMine()).toBe(true);
  });

  test.each([
    { what: 'nothing', bytes: 0 },
    { what: 'more than fits in memory', bytes: 5 * 1024 ** 3 },
  ])('is taken over where there is $what under its name', async ({ bytes }) => {
    await writeFile(file, '');
    await truncate(file, bytes);
    const { keeper, clock } = terminal('a');
    await keeper.beat();
    expect(keeper.state()).toEqual({ kind: 'elsewhere', lease: null });
    clock.pass(STALE);
    await keeper.beat();
    expect(keeper.isMine()).toBe(true);
    expect(await onDisk()).toMatchObject({ terminal: 'a' });
  });

  test('is taken over when it stood still for so long by one\u2019s own clock, whatever the wall clocks say', async () => {
    const [a, b] = [terminal('a'), terminal('b')];
    await a.keeper.beat();
    await b.keeper.beat();
    b.clock.set(86_400_000);
    b.clock.pass(STALE - 1);
    await b.keeper.beat();
    expect(b.keeper.isMine()).toBe(false);
    b.clock.pass(1);
    await b.keeper.beat();
    expect(b.keeper.isMine()).toBe(true);
    expect(await readdir(folder)).toEqual(['.ccms-terminal.lease']);
    // The one that comes back finds out at its next beat, and writes nothing over the new one.
    await a.keeper.beat();
    expect(a.keeper.state()).toMatchObject({ kind: 'elsewhere', lease: { terminal: 'b' } });
    expect(await onDisk()).toMatchObject({ terminal: 'b' });
  });

  test('is not trusted any more by a holder that was paused, before it has looked', async () => {
    const { keeper, clock } = terminal('a');
    await keeper.beat();
    clock.pass(STALE / 2);
    expect(keeper.isMine()).toBe(false);
    await keeper.beat();
    expect(keeper.isMine()).toBe(true);
  });

  test('is put back when it beat in the moment of the take-over', async () => {
    const beaten: string[] = [];
    const [a, b] = [
      terminal('a'),
      terminal('b', {
        onStep: () => {
          beaten.push(readFileSync(file, 'utf8').replace('000000000001', '000000000002'));
          writeFileSync(file, beaten[0] ?? '');
        },
      }),
    ];
    await a.keeper.beat();
    await b.keeper.beat();
    b.clock.pass(STALE);
    await b.keeper.beat();
    expect(b.keeper.isMine()).toBe(false);
    expect(beaten).toHaveLength(1);
    expect(await readdir(folder)).toEqual(['.ccms-terminal.lease']);
    expect(await onDisk()).toMatchObject({ terminal: 'a', counter: '000000000002' });
  });

  test('of an earlier run of the same terminal is taken at once', async () => {
    await terminal('a').keeper.beat();
    const again = terminal('a', { run: 'second' });
    await again.keeper.beat();
    expect(again.keeper.isMine()).toBe(true);
    // A copy of its data folder on another PC waits like everybody.
    const copy = terminal('a', { run: 'third', pc: 'PC-copy' });
    await copy.keeper.beat();
    expect(copy.keeper.state()).toMatchObject({ kind: 'elsewhere' });
  });

  test('that was removed, or does not read as one, is made anew in time', async () => {
    const { keeper, clock } = terminal('a');
    await keeper.beat();
    await rm(file);
    await keeper.beat();
    expect(keeper.isMine()).toBe(true);
    await writeFile(file, 'not a lease');
    await keeper.beat();
    expect(keeper.state()).toEqual({ kind: 'elsewhere', lease: null });
    clock.pass(STALE);
    await keeper.beat();
    expect(keeper.isMine()).toBe(true);
  });

  test('is given up at the end, and only one\u2019s own', async () => {
    const [a, b] = [terminal('a'), terminal('b')];
    await a.keeper.beat();
    await a.keeper.release();
    expect(await readdir(folder)).toEqual([]);
    await b.keeper.beat();
    await a.keeper.release();
    expect((await onDisk()).terminal).toBe('b');
  });

  test('cannot be had where the folder is away; it is tried again', async () => {
    const { keeper } = terminal('a');
    await keeper.beat();
    await rename(folder, `${folder}-away`);
    await keeper.beat();
    expect(keeper.state()).toEqual({ kind: 'unusable', reason: 'ENOENT' });
    expect(keeper.isMine()).toBe(false);
    await rename(`${folder}-away`, folder);
    await keeper.beat();
    expect(keeper.isMine()).toBe(true);
  });
});
