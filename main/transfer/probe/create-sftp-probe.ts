import type { Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import ssh2, { type NegotiatedAlgorithms, type SFTPWrapper } from 'ssh2';
import { createByteBudget } from '../byte-budget.ts';
import { algorithms } from '../connect/algorithms.ts';
import { createHostVerifier, type ShownKey } from '../connect/host-key.ts';
import { openRoute } from '../connect/open-route.ts';
import { createPulse } from '../deadline.ts';
import { removeFile } from '../files/remove-file.ts';
import { serverOffers } from '../server-offers.ts';
import type { Session } from '../session.ts';
import type {
  AgreedAlgorithms,
  ExchangeFinding,
  LoginFinding,
  ProbedChannel,
  ProbedConnection,
  ProbeLogin,
  SftpProbe,
} from '../sftp-probe.ts';
import { attempt, shortText } from '../transfer-failure.ts';
import { offerKeys } from './offer-keys.ts';
import { seeFolder } from './see-folder.ts';
import { tryWriting } from './try-writing.ts';

/** The stage that asks has a deadline of its own, which is shorter and closes the socket. */
const LONG_MS = 600_000;
/** For a server to remove what was broken off. */
const MOMENT_MS = 1_000;

function agreedOn({ kex, serverHostKey, cs }: NegotiatedAlgorithms): AgreedAlgorithms {
  return { keyExchange: kex, hostKeyKind: serverHostKey, cipher: cs.cipher };
}

/** What an error of ssh2 says, and on which layer it arose. */
function readError(cause: unknown): { readonly text: string; readonly level: string } {
  if (!(cause instanceof Error)) return { text: '', level: '' };
  return { text: shortText(cause.message), level: 'level' in cause ? String(cause.level) : '' };
}

/** However it ends: ssh2 tells by different events. */
function onEnd(client: ssh2.Client, listener: () => void): void {
  client.on('end', listener).on('close', listener);
}

/** Tells the key exchange's end once; a key that is not pinned ends it before anybody is named. */
function watchExchange(client: ssh2.Client) {
  const { promise, resolve } = Promise.withResolvers<ExchangeFinding>();
  let shown = '';
  client.once('handshake', (negotiated) =>
    resolve({ kind: 'agreed', fingerprint: shown, algorithms: agreedOn(negotiated) }),
  );
  client.on('error', (cause) => {
    const { text } = readError(cause);
    resolve({ kind: /no matching/i.test(text) ? 'too-old' : 'cut', text });
  });
  onEnd(client, () => resolve({ kind: 'cut', text: '' }));
  const onShown = ({ fingerprint, verdict }: ShownKey) => {
    shown = fingerprint;
    if (verdict === 'strange') resolve({ kind: 'strange', fingerprint });
    if (verdict === 'weak') resolve({ kind: 'too-old', text: 'RSA is too short' });
  };
  return { exchanged: promise, onShown };
}

/** Holds the first attempt to log in back until somebody says who it is. */
function watchLogin(client: ssh2.Client) {
  const { promise: offered, resolve: offer } = Promise.withResolvers<ReturnType<typeof offerKeys>>();
  const { promise, resolve } = Promise.withResolvers<LoginFinding['kind']>();
  client.once('ready', () => resolve('logged-in'));
  client.on('error', (cause) => {
    const { level } = readError(cause);
    if (level === 'client-authentication') resolve('keys-refused');
    else if (level !== 'agent') resolve('cut');
  });
  onEnd(client, () => resolve('hung-up'));
  const authHandler: ssh2.AuthHandlerMiddleware = (_, __, next) => {
    void offered.then((offering) => next(offering.next() as ssh2.AnyAuthMethod));
  };
  const logIn = async (login: ProbeLogin): Promise<LoginFinding> => {
    const offering = offerKeys(login);
    offer(offering);
    return { kind: await promise, ...offering.answers() };
  };
  return { authHandler, logIn };
}

function sessionOver(client: ssh2.Client, sftp: SFTPWrapper): Session {
  const listeners = new Set<() => void>();
  let ended = false;
  const end = () => {
    ended = true;
    for (const listener of [...listeners]) listener();
  };
  onEnd(client, end);
  sftp.on('end', end).on('close', end).on('error', end);
  return {
    sftp,
    deadlines: { connect: LONG_MS, operation: LONG_MS, slow: LONG_MS },
    further: () => [],
    memory: createByteBudget(0),
    pulse: createPulse(),
    onEnd(listener) {
      if (ended) listener();
      else listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

interface OpenedChannel {
  readonly channel: ProbedChannel;
  /** Removes what is half-way; ends when the server has answered, the connection has ended or a moment has passed. */
  readonly abandon: () => Promise<void>;
}

function openChannel(client: ssh2.Client): Promise<OpenedChannel | null> {
  const { promise, resolve } = Promise.withResolvers<OpenedChannel | null>();
  onEnd(client, () => resolve(null));
  client.sftp((cause, sftp) => {
    if (cause) return resolve(null);
    const session = sessionOver(client, sftp);
    const underWay = new Set<string>();
    const channel: ProbedChannel = {
      offers: serverOffers(sftp),
      seeFolder: (path) => attempt(() => seeFolder(session, path)),
      tryWriting: (folder, fsync) => attempt(() => tryWriting(session, folder, { fsync, underWay })),
    };
    const abandon = async () => {
      const removals = [...underWay].map((path) => removeFile(session, path).catch(() => undefined));
      if (removals.length > 0) await Promise.race([Promise.all(removals), wait(MOMENT_MS, undefined, { ref: false })]);
    };
    return resolve({ channel, abandon });
  });
  return promise;
}

function begin(socket: Socket, hostKeys: readonly string[]): ProbedConnection {
  const client = new ssh2.Client();
  const { exchanged, onShown } = watchExchange(client);
  const { authHandler, logIn } = watchLogin(client);
  client.connect({
    sock: socket,
    // ssh2 wants a name here; the one that is sent is that of the log-in.
    username: 'nobody',
    readyTimeout: 0,
    algorithms,
    authHandler,
    hostVerifier: createHostVerifier(hostKeys, onShown),
  });
  let opened: OpenedChannel | null = null;
  return {
    exchanged,
    logIn,
    async openChannel() {
      opened = await openChannel(client);
      return opened?.channel ?? null;
    },
    async close() {
      await opened?.abandon();
      client.end();
      socket.destroy();
    },
  };
}

/** Makes the steps of a connection for the test. Nothing is connected before one is asked for. */
export function createSftpProbe(): SftpProbe {
  return {
    openTunnel: (place, proxy, signal) => attempt(() => openRoute(place, proxy, signal)),
    begin,
  };
}
