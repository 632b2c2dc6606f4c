import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { test as base, expect } from 'vitest';
import { z } from 'zod';
import { startPracticeExchange } from '../../main/practice/start-practice-exchange.ts';
import { profileSchema } from '../../main/profile/profile.ts';
import { createPracticeClient } from '../helpers/practice-client.ts';
import { logInAs, newestOtp, practiceUser, submissionRequest } from '../helpers/practice-setup.ts';

const START = fileURLToPath(new URL('../../main/practice/start.ts', import.meta.url));
const readySchema = z.strictObject({ kind: z.literal('ready'), profile: profileSchema });

/** A process that was started has ended when this returns. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

/* Each with a state folder and processes of its own, so that those who wait for a lock or a start wait side by side. */
const test = base
  .extend('stateFolder', async ({ task: _task }, { onCleanup }) => {
    const stateFolder = await mkdtemp(join(tmpdir(), 'practice-restart-'));
    onCleanup(() => rm(stateFolder, { recursive: true, force: true }));
    return stateFolder;
  })
  .extend('spawnPractice', ({ stateFolder }, { onCleanup }) => {
    const children: ChildProcess[] = [];
    onCleanup(async () => {
      for (const child of children) await end(child);
    });
    return (flags: readonly string[], stdio: ('pipe' | 'ipc')[]) => {
      const child = spawn(process.execPath, [START, '--state-folder', stateFolder, ...flags], { stdio });
      children.push(child);
      return child;
    };
  })
  .extend('startProcess', ({ spawnPractice }) => async (options: { flags?: string[]; ipc?: boolean } = {}) => {
    const child = spawnPractice(options.flags ?? [], [
      'pipe',
      'pipe',
      'pipe',
      ...(options.ipc ? (['ipc'] as const) : []),
    ]);
    const told = options.ipc ? once(child, 'message') : null;
    if (!child.stdout) throw new Error('stdout is a pipe');
    const [line] = await once(createInterface(child.stdout), 'line');
    const ready = readySchema.parse(JSON.parse(String(line)));
    return { child, profile: ready.profile, told };
  });

test.concurrent('a restart keeps users, mails, failures, sessions, files, clock and the authority', async ({
  stateFolder,
}) => {
  const first = await startPracticeExchange({ stateFolder });
  const client = await createPracticeClient(first.profile);
  const tokens = await logInAs(first, client, 'chan@firm.example');
  const key = randomUUID();
  const submitted = await client.api(tokens.accessToken, submissionRequest('kept', { key }));
  const refusedKey = randomUUID();
  const wrongDate = { key: refusedKey, query: { inputDate: '2026-05-21' } };
  await client.api(tokens.accessToken, submissionRequest('x', wrongDate));
  const chan = practiceUser('CHANTM');
  await client.password('ccms', chan.userId, 'wrong');
  const waiting = await client.password('ccms', chan.userId, chan.password);
  const { mails, logins } = { mails: first.control.mails(), logins: first.control.logins() };
  first.control.setClockOffset(90_000);
  await first.close();

  const second = await startPracticeExchange({ stateFolder, ports: first.ports });
  try {
    expect(second.profile).toEqual(first.profile);
    expect(second.control.mails()).toEqual(mails);
    expect(second.control.logins()).toEqual(logins);
    expect(second.control.clockOffset()).toBe(90_000);
    const ask = (id: string) => client.api(tokens.accessToken, { method: 'GET', path: `/api/submissions/v1/${id}` });
    expect((await ask(key)).json().data).toEqual(submitted.json().data);
    expect((await ask(refusedKey)).json().code).toBe('4505');
    expect((await client.refresh('ecp', tokens.refreshToken)).status).toBe(200);
    const wrong = await client.otp('ccms', String(waiting.json().auth_session), 'x');
    expect(wrong.json()).toMatchObject({ reason: 'otp_wrong', attempts_left: 3 });
    const right = await client.otp('ccms', String(wrong.json().auth_session), newestOtp(second, chan.email ?? ''));
    expect(right.status).toBe(200);
  } finally {
    await second.close();
  }
});

test.concurrent('what a killed exchange left half done is cleared, what it finished is kept', async ({
  stateFolder,
}) => {
  const first = await startPracticeExchange({ stateFolder });
  const client = await createPracticeClient(first.profile);
  const { accessToken } = await logInAs(first, client, 'chan@firm.example');
  await client.api(accessToken, submissionRequest('kept'));
  await first.close();
  await writeFile(join(stateFolder, 'received', 'half.part'), 'half');
  await writeFile(join(stateFolder, 'received', 'PX-20260522-NEVERCOMMITTED'), 'orphan');
  const second = await startPracticeExchange({ stateFolder });
  const [file] = second.control.files();
  expect(await readdir(join(stateFolder, 'received'))).toEqual([file?.reference]);
  expect(await readFile(join(stateFolder, 'received', file?.reference ?? ''), 'utf8')).toBe('kept');
  await second.close();
});

test.concurrent('the state folder is private, and no password or token lies in it', async ({ stateFolder }) => {
  const exchange = await startPracticeExchange({ stateFolder });
  const client = await createPracticeClient(exchange.profile);
  const tokens = await logInAs(exchange, client, 'chan@firm.example');
  await exchange.close();
  if (process.platform !== 'win32') {
    expect((await stat(stateFolder)).mode & 0o777).toBe(0o700);
    expect((await stat(join(stateFolder, 'authority.pem'))).mode & 0o777).toBe(0o600);
  }
  const secrets = [practiceUser('chan@firm.example').password, tokens.accessToken, tokens.refreshToken];
  for (const name of (await readdir(stateFolder, { recursive: true, withFileTypes: true })).filter((e) => e.isFile())) {
    const content = await readFile(join(name.parentPath, name.name), 'latin1');
    for (const secret of secrets) expect(content.includes(secret), name.name).toBe(false);
  }
});

test.concurrent('a second exchange on the same folder is refused', async ({ startProcess, spawnPractice }) => {
  const { child } = await startProcess();
  const second = spawnPractice([], ['pipe', 'pipe', 'pipe']);
  let said = '';
  second.stderr?.on('data', (chunk: Buffer) => {
    said += chunk.toString('utf8');
  });
  const [code] = await once(second, 'close');
  expect(code).toBe(1);
  expect(said).toBe('practice exchange: another practice exchange is running on this state folder\n');
  expect(child.exitCode).toBeNull();
});

test.concurrent('the process says that it is ready on stdout and over IPC, and ends when its parent goes away', async ({
  startProcess,
}) => {
  const { child, profile, told } = await startProcess({ ipc: true });
  const [message] = (await told) ?? [];
  expect(readySchema.parse(message).profile).toEqual(profile);
  const client = await createPracticeClient(profile);
  const page = await client.raw({ method: 'GET', url: `${profile.realms.ccms.issuer}/sso` });
  expect(page.status).toBe(200);
  child.disconnect();
  expect(await once(child, 'exit')).toEqual([0, null]);
});

test.concurrent('with --with-parent it ends when stdin ends, otherwise on SIGTERM', async ({ startProcess }) => {
  const tied = await startProcess({ flags: ['--with-parent'] });
  tied.child.stdin?.end();
  expect(await once(tied.child, 'exit')).toEqual([0, null]);
  const free = await startProcess();
  free.child.stdin?.end();
  const client = await createPracticeClient(free.profile);
  const page = await client.raw({ method: 'GET', url: `${free.profile.realms.ecp.issuer}/sso` });
  expect(page.status).toBe(200);
  free.child.kill('SIGTERM');
  expect(await once(free.child, 'exit')).toEqual([0, null]);
});

test.concurrent('after SIGKILL the same ports give the same profile and what was accepted is there', async ({
  startProcess,
}) => {
  const first = await startProcess();
  const ports = Object.fromEntries(
    Object.entries({
      ccms: first.profile.realms.ccms.issuer,
      ecp: first.profile.realms.ecp.issuer,
      api: first.profile.ecpApi,
      pages: first.profile.practicePages?.start ?? '',
      sftp: `sftp://127.0.0.1:${first.profile.sftp?.port}`,
    }).map(([name, url]) => [name, Number(new URL(url).port)]),
  );
  const client = await createPracticeClient(first.profile);
  const user = practiceUser('chan@firm.example');
  const answer = await client.password('ecp', user.userId, user.password);
  const mails = await fetch(`${first.profile.practicePages?.mailbox}/messages?to=${user.email}`);
  const otp = /is: (\d{6})/.exec(await mails.text())?.[1] ?? '';
  const code = await client.otp('ecp', String(answer.json().auth_session), otp);
  const accessToken = String((await client.code('ecp', String(code.json().authorization_code))).json().access_token);
  const key = randomUUID();
  const submitted = await client.api(accessToken, submissionRequest('kept', { key }));
  expect(submitted.status).toBe(201);
  first.child.kill('SIGKILL');
  await once(first.child, 'exit');

  const second = await startProcess({ flags: ['--ports', JSON.stringify(ports)] });
  expect(second.profile).toEqual(first.profile);
  const asked = await client.api(accessToken, { method: 'GET', path: `/api/submissions/v1/${key}` });
  expect(asked.json().data).toEqual(submitted.json().data);
});
