import { createServer } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import type { App } from '../../main/app/app.ts';
import { type DiagnosticRun, diagnosticRunSchema } from '../../shared/contract/diagnostics.ts';
import type { CallInput, CallName, CallOutput } from '../../shared/contract/index.ts';
import type { Result } from '../../shared/lib/result.ts';
import { setUpPractice } from '../helpers/practice-setup.ts';
import { openTestApp, unreachableProfile } from '../helpers/test-app.ts';

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function call<N extends CallName>(app: App, name: N, input: CallInput<N>): Promise<CallOutput<N>> {
  const result = (await app.dispatch(name, input)) as Result<CallOutput<N>>;
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}

/** Resolves with the run of that id once it is over, as a page would hear it. */
function finished(app: App): { readonly heard: DiagnosticRun[]; readonly over: Promise<DiagnosticRun> } {
  const heard: DiagnosticRun[] = [];
  const { promise, resolve } = Promise.withResolvers<DiagnosticRun>();
  app.subscribe((event) => {
    if (event.name !== 'diagnostics/changed') return;
    heard.push(diagnosticRunSchema.parse(event.payload));
    if (event.payload.outcome !== 'running') resolve(event.payload);
  });
  return { heard, over: promise };
}

/** Accepts connections and never answers. */
async function startMute(): Promise<number> {
  const mute = createServer((socket) => socket.on('error', () => undefined).resume());
  await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
  cleanups.push(() => new Promise((resolve) => mute.close(resolve)));
  const address = mute.address();
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}

async function openMuteApp() {
  const origin = `https://127.0.0.1:${await startMute()}`;
  const { realms } = unreachableProfile;
  const profile = {
    ...unreachableProfile,
    realms: { ...realms, ecp: { ...realms.ecp, issuer: origin } },
    ecpApi: origin,
  };
  return openTestApp({ profile });
}

describe('the connectivity check of the program', () => {
  test('passes at the practice exchange before anybody has logged in; every change carries the whole run', async () => {
    const practice = await setUpPractice();
    cleanups.push(practice.close);
    const { app, close } = await openTestApp({ profile: practice.exchange.profile });
    cleanups.push(close);
    expect(await call(app, 'diagnostics/report', {})).toBeNull();
    const { heard, over } = finished(app);
    const { runId } = await call(app, 'diagnostics/start', {});
    const run = await over;
    expect(run).toMatchObject({ runId, outcome: 'passed', profile: { kind: 'practice' } });
    expect(await call(app, 'diagnostics/report', {})).toEqual(run);
    for (const { endpoints } of heard) {
      expect(endpoints.map(({ id }) => id)).toEqual(run.endpoints.map(({ id }) => id));
      for (const { stages } of endpoints) expect(stages).toHaveLength(6);
    }
  });

  test('sees that the clock of the exchange is set to another day', async () => {
    const practice = await setUpPractice();
    cleanups.push(practice.close);
    practice.exchange.control.setClockOffset(-86_400_000);
    const { app, close } = await openTestApp({ profile: practice.exchange.profile });
    cleanups.push(close);
    const { over } = finished(app);
    await call(app, 'diagnostics/start', {});
    const run = await over;
    expect(run.outcome).toBe('failed');
    expect(run.endpoints[0]?.stages.at(-1)).toMatchObject({ stage: 'clock', reason: 'clock-differs' });
  });

  test('is one at a time, is cancelled by its id only, and can be begun again', async () => {
    const { app, close } = await openMuteApp();
    cleanups.push(close);
    const { over } = finished(app);
    const { runId } = await call(app, 'diagnostics/start', {});
    expect(await call(app, 'diagnostics/start', {})).toEqual({ runId });
    await call(app, 'diagnostics/cancel', { runId: 'another' });
    expect((await call(app, 'diagnostics/report', {}))?.outcome).toBe('running');
    await call(app, 'diagnostics/cancel', { runId });
    expect((await over).outcome).toBe('cancelled');
    await expect.poll(async () => (await call(app, 'diagnostics/start', {})).runId).not.toBe(runId);
  });

  test('ends with the program', async () => {
    const { app, close } = await openMuteApp();
    const { over } = finished(app);
    await call(app, 'diagnostics/start', {});
    await close();
    expect((await over).outcome).toBe('cancelled');
  });

  test('tests SFTP beside the check of everything, each with its own report; without SFTP it says so', async () => {
    const practice = await setUpPractice();
    cleanups.push(practice.close);
    const { app, close } = await openTestApp({ profile: practice.exchange.profile });
    cleanups.push(close);
    const all = await call(app, 'diagnostics/start', {});
    const sftp = await call(app, 'diagnostics/start', { scope: 'sftp' });
    expect(sftp.runId).not.toBe(all.runId);
    const ended = async (scope: 'all' | 'sftp') => (await call(app, 'diagnostics/report', { scope }))?.outcome;
    await expect.poll(() => ended('all')).toBe('passed');
    await expect.poll(() => ended('sftp')).toBe('failed');
    const report = await call(app, 'diagnostics/report', { scope: 'sftp' });
    expect(report).toMatchObject({ scope: 'sftp', runId: sftp.runId });
    expect(report?.endpoints[0]?.stages.find(({ stage }) => stage === 'login')).toMatchObject({ reason: 'no-key' });
    const without = await openTestApp();
    cleanups.push(without.close);
    expect(await without.app.dispatch('diagnostics/start', { scope: 'sftp' })).toMatchObject({
      error: { code: 'sftp-unavailable' },
    });
  });
});
