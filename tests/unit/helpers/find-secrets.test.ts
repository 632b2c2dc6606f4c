import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findSecrets } from '../../helpers/find-secrets.ts';

const secret = 'Canary-7#é-pass';
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'ccms-canary-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('the search for planted secrets', () => {
  it.each([
    ['UTF-8', Buffer.from(`before ${secret} after`)],
    ['UTF-16', Buffer.from(`before ${secret} after`, 'utf16le')],
    ['hex', Buffer.from(Buffer.from(`x${secret}y`).toString('hex'))],
    ['base64, aligned', Buffer.from(Buffer.from(`${secret}tail`).toString('base64'))],
    ['base64, one byte off', Buffer.from(Buffer.from(`x${secret}tail`).toString('base64'))],
    ['base64url, two bytes off', Buffer.from(Buffer.from(`xy${secret}tail`).toString('base64url'))],
    ['URL form', Buffer.from(`password=${encodeURIComponent(secret)}&x`)],
  ])('finds it as %s', async (_, content) => {
    await writeFile(path.join(folder, 'file'), content);
    expect(await findSecrets(folder, ['absent-secret', secret])).toEqual(['file: 1']);
  });

  it('tells an OTP from digits of a time or a hash', async () => {
    await writeFile(path.join(folder, 'file'), '1794512345678 ab123456cd otp=654321&');
    expect(await findSecrets(folder, ['123456', '512345', '654321'])).toEqual(['file: 2']);
  });

  it('finds nothing where nothing is', async () => {
    await writeFile(path.join(folder, 'file'), 'Canary-8 something else');
    expect(await findSecrets(folder, [secret])).toEqual([]);
  });
});
