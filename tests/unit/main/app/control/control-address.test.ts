import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { chooseControlAddress } from '../../../../../main/app/control/control-address.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'ccms-address-'));
const long = path.join(folder, 'd'.repeat(120));
const made = new Set<string>();
afterEach(() => {
  for (const each of made) rmSync(each, { recursive: true, force: true });
});

describe.skipIf(process.platform === 'win32')('the address of a terminal', () => {
  it('is a socket in its data folder', () => {
    expect(chooseControlAddress(folder)).toBe(path.join(folder, 'control.sock'));
  });

  it('is in a short folder of this user where that path is too long for a socket', () => {
    const address = chooseControlAddress(long);
    made.add(path.dirname(address));
    expect(Buffer.byteLength(address)).toBeLessThanOrEqual(103);
    expect(statSync(path.dirname(address)).mode & 0o777).toBe(0o700);
    expect(chooseControlAddress(long)).toBe(address);
    expect(chooseControlAddress(`${long}x`)).not.toBe(address);
    made.add(path.dirname(chooseControlAddress(`${long}x`)));
  });

  it('is refused where somebody else could put a socket in that folder', () => {
    const short = path.dirname(chooseControlAddress(long));
    made.add(short);
    chmodSync(short, 0o777);
    expect(() => chooseControlAddress(long)).toThrow('not ours');
    rmSync(short, { recursive: true });
    const elsewhere = path.join(folder, 'elsewhere');
    mkdirSync(elsewhere, { mode: 0o700 });
    symlinkSync(elsewhere, short);
    expect(() => chooseControlAddress(long)).toThrow('not ours');
  });
});
