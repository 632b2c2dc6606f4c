import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeAuthority, type TestAuthority } from '../helpers/make-certificates.ts';
import { startScriptedServer } from '../helpers/scripted-server.ts';

const run = promisify(execFile);
const child = path.resolve(import.meta.dirname, '../helpers/tls-child.ts');
/** What a developer's shell may hold, and what would let every TLS through. */
const weakened = ['--tls-min-v1.0', '--tls-cipher-list=DEFAULT@SECLEVEL=0'];
const old = { ciphers: 'DEFAULT@SECLEVEL=0', minVersion: 'TLSv1' } as const;

let authority: TestAuthority;
const closing: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  authority = await makeAuthority('exchange authority');
});
afterAll(async () => {
  for (const close of closing) await close();
});

it.each([
  ['TLSv1.1', 'refused'],
  ['TLSv1.2', 'answered 200'],
] as const)(
  'a process that would speak any TLS: with a server of %s at most the program is %s',
  async (version, end) => {
    const server = await startScriptedServer({ ...(await authority.issue()), ...old, maxVersion: version });
    closing.push(server.close);
    const { stdout } = await run(process.execPath, [...weakened, child, server.origin, authority.pem]);
    expect(JSON.parse(stdout)).toEqual({ byNode: 'answered 200', byProgram: end });
  },
);
