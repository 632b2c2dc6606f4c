import { readdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { App } from '../../main/app/app.ts';
import { bytesFromPath } from '../../main/app/bytes-from-path.ts';
import { createApp } from '../../main/app/create-app.ts';
import { systemClock } from '../../main/app/system-clock.ts';
import { unavailableCredentialStore } from '../../main/credentials/unavailable-credential-store.ts';
import { createUndiciHttp } from '../../main/http/undici-http.ts';
import type { CallInput, CallName, CallOutput } from '../../shared/contract/index.ts';
import type { Submission } from '../../shared/contract/submission.ts';
import type { Result } from '../../shared/lib/result.ts';
import { type KillReport, killOrderSchema } from './kill-order.ts';

/*
 * A process of the kill tests: the whole program over one data folder. It logs in, finishes whatever an earlier process left open, and
 * otherwise submits the file. It ends itself with SIGKILL at the n-th time that a step is told, if it was asked to.
 */
const order = killOrderSchema.parse(JSON.parse(process.argv[2] ?? ''));

const told = new Map<string, number>();
function onStep(step: string): void {
  told.set(step, (told.get(step) ?? 0) + 1);
  if (order.killAt?.step === step && order.killAt.time === told.get(step)) process.kill(process.pid, 'SIGKILL');
}

function good<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

async function call<N extends CallName>(app: App, name: N, input: CallInput<N>): Promise<CallOutput<N>> {
  return good(await app.dispatch(name, input)) as CallOutput<N>;
}

async function readOtp(since: number): Promise<string> {
  const url = `${order.profile.practicePages?.mailbox}/messages?to=${encodeURIComponent(order.user.email)}`;
  const mailSchema = z.array(z.object({ id: z.number(), text: z.string() }));
  for (;;) {
    const [newest] = mailSchema.parse(await (await fetch(url)).json());
    const otp = /password is: (\d+)/.exec(newest?.text ?? '')?.[1];
    if (newest && newest.id > since && otp) return otp;
    await sleep(20);
  }
}

async function newestMailId(): Promise<number> {
  const url = `${order.profile.practicePages?.mailbox}/messages?to=${encodeURIComponent(order.user.email)}`;
  return z.array(z.object({ id: z.number() })).parse(await (await fetch(url)).json())[0]?.id ?? 0;
}

async function logIn(app: App): Promise<void> {
  const { userId, password } = order.user;
  const before = await newestMailId();
  await call(app, 'session/begin', { realm: 'ecp', userId, password, remember: false });
  await call(app, 'session/submitOtp', { realm: 'ecp', otp: await readOtp(before) });
}

/** Keys are in memory only here, so that each process brings its own; the exchange takes the same one as often as it is told. */
async function importKey(app: App, text: string): Promise<string> {
  const owner = { userName: order.user.userId, expiresAt: null, passphrase: null };
  const { keys } = await call(app, 'sftp/importKey', { ...owner, text });
  return keys[0]?.keyId ?? '';
}

async function untilConfirmed(app: App, submissionId: string): Promise<Submission> {
  for (;;) {
    const all = await call(app, 'submission/list', { limit: 100 });
    const mine = all.find((each) => each.submissionId === submissionId);
    if (mine?.state === 'confirmed') return mine;
    if (mine?.state === 'failed' || mine?.state === 'refused') throw new Error(JSON.stringify(mine.error));
    await sleep(10);
  }
}

async function submitFrom(app: App, draftId: string): Promise<void> {
  await call(app, 'folder/list', {});
  const channel = order.sftpKey === undefined ? 'web' : 'sftp';
  const choice = { draftId, replace: false, despiteRefusal: false, channel } as const;
  const { submissionId } = await call(app, 'submission/submit', choice);
  await untilConfirmed(app, submissionId);
}

async function addAndSubmit(app: App): Promise<void> {
  const { path: file, name, size } = order.file;
  const open = () => bytesFromPath(file);
  const draft = good(await app.addFile({ fileName: name, purpose: 'submission', expectedSize: size, open }));
  if (!('draftId' in draft)) throw new Error('a submission was taken for a check');
  await submitFrom(app, draft.draftId);
}

async function finish(app: App): Promise<KillReport['found']> {
  const [submission] = await call(app, 'submission/list', { limit: 100 });
  if (submission) {
    await untilConfirmed(app, submission.submissionId);
    return 'submission';
  }
  const [draft] = await call(app, 'draft/list', {});
  if (draft) await submitFrom(app, draft.draftId);
  else await addAndSubmit(app);
  return draft ? 'draft' : 'nothing';
}

async function main(): Promise<void> {
  const { dataFolder, profile } = order;
  const http = createUndiciHttp({ caCertificates: profile.caCertificates });
  const app = good(
    await createApp(
      { dataFolder, profile, host: 'web', version: '0.0.0' },
      { clock: systemClock, http, credentials: unavailableCredentialStore('forbidden'), onStep },
    ),
  );
  const keyId = order.sftpKey === undefined ? null : await importKey(app, order.sftpKey);
  await logIn(app);
  if (keyId !== null) await call(app, 'sftp/registerKey', { keyId });
  const found = await finish(app);
  const submissions = await call(app, 'submission/list', { limit: 100 });
  const receipt = await call(app, 'submission/receipt', { submissionId: submissions[0]?.submissionId ?? '' });
  await app.close();
  await http.close();
  const report: KillReport = {
    found,
    submissions: submissions.map(({ fileName, state, sha256 }) => ({ fileName, state, sha256 })),
    chainIntact: receipt.chainIntact,
    spooled: (await readdir(`${dataFolder}/spool`)).length,
  };
  process.stdout.write(JSON.stringify(report));
}

await main();
