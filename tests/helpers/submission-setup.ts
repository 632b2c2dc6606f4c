import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSessions } from '../../main/app/create-sessions.ts';
import { systemClock } from '../../main/app/system-clock.ts';
import { unavailableCredentialStore } from '../../main/credentials/unavailable-credential-store.ts';
import { createEcpClient } from '../../main/ecp/create-ecp-client.ts';
import type { EcpClient } from '../../main/ecp/ecp-client.ts';
import { createUndiciHttp } from '../../main/http/undici-http.ts';
import type { Ledger } from '../../main/ledger/ledger.ts';
import { openLedger } from '../../main/ledger/open-ledger.ts';
import type { PracticeExchange } from '../../main/practice/practice-exchange.ts';
import type { SessionService } from '../../main/session/session-service.ts';
import { createSubmissionService } from '../../main/submission/create-submission-service.ts';
import type { SftpDoor } from '../../main/submission/sftp/sftp-door.ts';
import type {
  IncomingBytes,
  LastChoices,
  SubmissionEvent,
  SubmissionService,
} from '../../main/submission/submission-service.ts';
import type { SpeedLimit } from '../../main/transfer/speed-limit.ts';
import type { Submission } from '../../shared/contract/submission.ts';
import type { Result } from '../../shared/lib/result.ts';
import { newestOtp, practiceUser } from './practice-setup.ts';

/** The value of a result; throws with the error's code. */
export function good<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

/** A new folder that goes with the test. */
export async function temporaryFolder(): Promise<{ folder: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'ccms-submission-'));
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** A file on its way in, from a text or from pieces. */
export function incoming(fileName: string, content: string | readonly Uint8Array[]): IncomingBytes {
  const pieces = typeof content === 'string' ? [Buffer.from(content)] : content;
  const expectedSize = pieces.reduce((sum, piece) => sum + piece.byteLength, 0);
  return {
    fileName,
    expectedSize,
    open: async function* () {
      yield* pieces;
    },
  };
}

export interface ServiceSetup {
  readonly service: SubmissionService;
  readonly ledger: Ledger;
  readonly events: SubmissionEvent[];
  readonly bugs: unknown[];
  readonly remembered: LastChoices[];
  /** Told of each step; may be set at any time. */
  onStep: (step: string) => void;
  /** Waits until a submission has this state; throws with the one that it ended in instead. */
  until(submissionId: string, state: Submission['state']): Promise<Submission>;
  close(): Promise<void>;
}

interface ServiceParts {
  readonly dataFolder: string;
  readonly client: EcpClient;
  readonly sessions: Pick<SessionService, 'state' | 'subscribe'>;
  readonly lastChoices?: LastChoices;
  /** Not given: what was interrupted is sent. */
  readonly resumes?: boolean;
  readonly sftp?: SftpDoor | null;
  readonly limit?: Pick<SpeedLimit, 'take' | 'bytesPerSecond'>;
  /** Not given: every wait is short. */
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>;
}

const none: LastChoices = { lastFolderId: null, lastIdentity: null, lastParticipantCode: null };
const ends: readonly string[] = ['confirmed', 'refused', 'failed'];

/** Waits at most 20 ms, whatever was asked for. */
export async function shortWait(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(Math.min(ms, 20), undefined, { signal }).catch(() => undefined);
}

/** The submission service over a real ledger and spool; pauses between two questions are short. */
export async function openService(parts: ServiceParts): Promise<ServiceSetup> {
  const { dataFolder, client, sessions } = parts;
  const ledger = good(openLedger({ dataFolder, clock: systemClock }));
  const events: SubmissionEvent[] = [];
  const bugs: unknown[] = [];
  const remembered: LastChoices[] = [];
  const watch = { onStep: (_step: string): void => undefined };
  const service = await createSubmissionService({
    ledger,
    client,
    sessions,
    dataFolder,
    sftp: parts.sftp ?? null,
    clock: systemClock,
    publish: (event) => events.push(event),
    lastChoices: () => parts.lastChoices ?? none,
    rememberChoices: (choices) => remembered.push(choices),
    onBug: (cause) => bugs.push(cause),
    onStep: (step) => watch.onStep(step),
    wait: parts.wait ?? shortWait,
    resumes: parts.resumes ?? true,
    ...(parts.limit && { limit: parts.limit }),
  });
  const until = async (submissionId: string, state: Submission['state']): Promise<Submission> => {
    for (;;) {
      if (bugs[0] !== undefined) throw bugs[0];
      const found = good(service.listSubmissions(1000)).find((each) => each.submissionId === submissionId);
      if (found?.state === state) return found;
      if (found && ends.includes(found.state)) throw new Error(`${found.state}: ${JSON.stringify(found.error)}`);
      await sleep(5);
    }
  };
  const close = async () => {
    await service.close();
    ledger.close();
  };
  return Object.assign(watch, { service, ledger, events, bugs, remembered, until, close });
}

export interface ExchangeSide {
  readonly sessions: SessionService;
  readonly client: EcpClient;
  logIn(userId?: string): Promise<void>;
  close(): Promise<void>;
}

/** Sessions and ECP client on a practice exchange. */
export function connectTo(exchange: PracticeExchange): ExchangeSide {
  const { profile } = exchange;
  const http = createUndiciHttp({ caCertificates: profile.caCertificates });
  const credentials = unavailableCredentialStore('forbidden');
  const sessions = createSessions({ profile, http, credentials, clock: systemClock });
  return {
    sessions,
    client: createEcpClient({ sessions, profile }),
    async logIn(userId = 'chan@firm.example') {
      const user = practiceUser(userId);
      good(await sessions.begin({ realm: 'ecp', userId, password: user.password, remember: false }));
      good(await sessions.submitOtp({ realm: 'ecp', otp: newestOtp(exchange, user.email ?? '') }));
    },
    async close() {
      await sessions.close();
      await http.close();
    },
  };
}
