import type { EcpClient, ExchangeReceipt, SubmitRequest } from '../../main/ecp/ecp-client.ts';
import type { SessionService } from '../../main/session/session-service.ts';
import { type AppError, appError } from '../../shared/contract/errors.ts';
import type { Sessions } from '../../shared/contract/session.ts';
import type { Folder } from '../../shared/contract/submission.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import { sampleActivity } from './sample-activity.ts';
import { sampleFolders } from './sample-folder.ts';

type Submit = (request: SubmitRequest, take: () => Promise<ExchangeReceipt>) => Promise<Result<ExchangeReceipt>>;

/** An exchange in memory: takes each key once; what it answers can be scripted. Needs a session, like the real one. */
export function createMemoryExchange() {
  const received = new Map<string, ExchangeReceipt>();
  const requests: SubmitRequest[] = [];
  const listeners = new Set<(state: Sessions) => void>();
  let user: string | null = null;

  const exchange = {
    received,
    requests,
    folders: sampleFolders as readonly Folder[],
    /** Answers a submission; `take` receives the bytes and remembers them. */
    onSubmit: (async (_request, take) => ok(await take())) as Submit,
    askError: null as AppError | null,
    asked: 0,
    logIn(userId: string | null) {
      user = userId;
      for (const listener of listeners) listener(sessions.state());
    },
  };

  async function take(request: SubmitRequest): Promise<ExchangeReceipt> {
    let size = 0;
    for await (const bytes of request.open()) size += bytes.byteLength;
    const { fileName, sha256, journalHead, idempotencyKey } = request;
    const earlier = received.get(idempotencyKey);
    if (earlier) return earlier;
    const reference = `M-${received.size + 1}`;
    const receipt = { reference, fileName, size, sha256, receivedAt: 1, replacedSha256: null, journalHead };
    received.set(idempotencyKey, receipt);
    return receipt;
  }

  const withSession = async <T>(answer: () => Promise<Result<T>> | Result<T>): Promise<Result<T>> =>
    user === null ? err(appError('not-logged-in', { retry: 'after-login' })) : answer();

  const client: EcpClient = {
    folders: () => withSession(() => ok(exchange.folders)),
    submit: (request) =>
      withSession(() => {
        requests.push(request);
        return exchange.onSubmit(request, () => take(request));
      }),
    ask: (key) =>
      withSession(() => {
        exchange.asked += 1;
        if (exchange.askError) return err(exchange.askError);
        const receipt = received.get(key);
        return ok(receipt ? { kind: 'received', receipt } : { kind: 'unknown' });
      }),
    activities: () =>
      withSession(() =>
        ok([...received.values()].map(({ journalHead: _, replacedSha256: __, ...row }) => sampleActivity(row))),
      ),
  };

  const loggedOut = (realm: 'ccms' | 'ecp') => ({ kind: 'logged-out', realm, reason: 'never' }) as const;
  const sessions: Pick<SessionService, 'state' | 'subscribe'> = {
    state: () => ({
      ccms: loggedOut('ccms'),
      ecp:
        user === null
          ? loggedOut('ecp')
          : {
              kind: 'logged-in',
              realm: 'ecp',
              userId: user,
              displayName: user,
              method: '2fa',
              idleEndsAt: 1,
              absoluteEndsAt: 1,
              functions: [],
              reminders: [],
            },
      offsetMs: null,
    }),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return Object.assign(exchange, { client, sessions });
}

export type MemoryExchange = ReturnType<typeof createMemoryExchange>;
