import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Connect, keepConnection } from '../../../../../main/transfer/connect/keep-connection.ts';
import type { SftpConnection } from '../../../../../main/transfer/transfer.ts';
import { appError } from '../../../../../shared/contract/errors.ts';
import { err, ok, type Result } from '../../../../../shared/lib/result.ts';
import { good } from '../../../../helpers/submission-setup.ts';

/** A server whose connections count, and answer what the test says. */
function scriptedServer() {
  const open = new Set<SftpConnection>();
  const server = { opened: 0, open, answer: ok(null) as Result<null>, hold: null as Promise<void> | null };
  const connect: Connect = async () => {
    server.opened += 1;
    await server.hold;
    const unused = () => Promise.reject(new Error('not asked here'));
    const connection: SftpConnection = {
      upload: unused,
      look: unused,
      hash: unused,
      list: unused,
      download: unused,
      read: unused,
      remove: async () => server.answer,
      isOpen: () => open.has(connection),
      close: () => void open.delete(connection),
    };
    open.add(connection);
    return ok(connection);
  };
  return { server, connect };
}

const signal = new AbortController().signal;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('many at a time, and one after the other, share one connection until it has been idle', async () => {
  const { server, connect } = scriptedServer();
  const kept = keepConnection(1000);
  const three = await Promise.all([1, 2, 3].map(async () => good(await kept.open('me', connect, signal))));
  for (const each of three) each.close();
  vi.advanceTimersByTime(900);
  const again = good(await kept.open('me', connect, signal));
  vi.advanceTimersByTime(5000);
  expect(again.isOpen()).toBe(true);
  expect(server.opened).toBe(1);
  again.close();
  vi.advanceTimersByTime(1000);
  expect(server.open.size).toBe(0);
});

test('another identity gets another connection; the first ends when its users have done', async () => {
  const { server, connect } = scriptedServer();
  const kept = keepConnection(1000);
  const first = good(await kept.open('old key', connect, signal));
  const second = good(await kept.open('new key', connect, signal));
  expect([server.opened, first.isOpen(), second.isOpen()]).toEqual([2, true, true]);
  first.close();
  expect(server.open.size).toBe(1);
});

test.each(['unreachable', 'timed-out'] as const)(
  'a connection on which a verb ended with %s is given to nobody new',
  async (code) => {
    const { server, connect } = scriptedServer();
    const kept = keepConnection(1000);
    const [first, second] = [
      good(await kept.open('me', connect, signal)),
      good(await kept.open('me', connect, signal)),
    ];
    server.answer = err(appError(code, { retry: 'now' }));
    await first.remove('/x');
    const third = good(await kept.open('me', connect, signal));
    expect([server.opened, second.isOpen(), third.isOpen()]).toEqual([2, true, true]);
    first.close();
    second.close();
    expect(server.open.size).toBe(1);
  },
);

test('whoever stops waiting leaves the attempt to the others', async () => {
  const { server, connect } = scriptedServer();
  const hold = Promise.withResolvers<void>();
  server.hold = hold.promise;
  const kept = keepConnection(1000);
  const leaving = new AbortController();
  const gone = kept.open('me', connect, leaving.signal);
  const staying = kept.open('me', connect, signal);
  leaving.abort();
  expect(await gone).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  hold.resolve();
  expect(good(await staying).isOpen()).toBe(true);
  expect(server.opened).toBe(1);
});

test('an attempt that failed is told to all who waited and made anew for the next', async () => {
  const { server, connect } = scriptedServer();
  const kept = keepConnection(1000);
  const refuse: Connect = async () => err(appError('sftp-key-refused'));
  const both = await Promise.all([kept.open('me', refuse, signal), kept.open('me', refuse, signal)]);
  expect(both.map((each) => !each.ok && each.error.code)).toEqual(['sftp-key-refused', 'sftp-key-refused']);
  expect(good(await kept.open('me', connect, signal)).isOpen()).toBe(true);
  expect(server.opened).toBe(1);
});

test('closing twice gives back once', async () => {
  const { server, connect } = scriptedServer();
  const kept = keepConnection(1000);
  const [first, second] = [good(await kept.open('me', connect, signal)), good(await kept.open('me', connect, signal))];
  first.close();
  first.close();
  vi.advanceTimersByTime(5000);
  expect(second.isOpen()).toBe(true);
  kept.close();
  expect(server.open.size).toBe(0);
});

test('a connection that is there when everybody has left is ended', async () => {
  const { server, connect } = scriptedServer();
  const held = Promise.withResolvers<void>();
  server.hold = held.promise;
  const kept = keepConnection(1000);
  const leaving = new AbortController();
  const asked = kept.open('me', connect, leaving.signal);
  leaving.abort();
  expect(await asked).toMatchObject({ error: { code: 'cancelled' } });
  held.resolve();
  await vi.advanceTimersByTimeAsync(1);
  expect(server.opened).toBe(1);
  expect(server.open.size).toBe(0);
});

test('closing ends what is in use, and what nobody new is given any more', async () => {
  const { server, connect } = scriptedServer();
  const kept = keepConnection(1000);
  good(await kept.open('old key', connect, signal));
  good(await kept.open('new key', connect, signal));
  expect(server.open.size).toBe(2);
  kept.close();
  expect(server.open.size).toBe(0);
});
