import { chmod, mkdir } from 'node:fs/promises';
import { openCardDesk } from './cards/card-desk.ts';
import { createExchangeClock } from './core/exchange-clock.ts';
import type { PracticeContext } from './core/practice-context.ts';
import { type Randomness, systemRandomness } from './core/randomness.ts';
import { createEcpApp } from './ecp/ecp-app.ts';
import { openFileFolder } from './ecp/file-folder.ts';
import { allSubmissions } from './ecp/submission-store.ts';
import { createFaultBoard } from './faults/fault-board.ts';
import { startMailReceiver } from './mail/mail-receiver.ts';
import { createOutbox } from './mail/outbox.ts';
import { type Listener, listen } from './net/listen.ts';
import { createPagesApp } from './pages/pages-app.ts';
import { createPolicyDesk } from './policy/policy-desk.ts';
import { loadPolicyKey } from './policy/policy-key.ts';
import { practiceControl } from './practice-control.ts';
import type { PracticeControl, PracticeExchange, PracticePorts } from './practice-exchange.ts';
import { practiceProfile } from './practice-profile.ts';
import { forgetUsedResetTokens } from './recovery/reset-link-store.ts';
import { createResponder } from './sftp/respond.ts';
import { startSftp } from './sftp/start-sftp.ts';
import { seedAddresses } from './sftp-account/seed-addresses.ts';
import { realmClients } from './sso/realm.ts';
import { createSsoApp } from './sso/sso-app.ts';
import { createDpopVerifier } from './sso/verify-dpop.ts';
import { openDatabase } from './store/open-database.ts';
import { offsetSetting } from './store/settings.ts';
import { seedUsers } from './store/users.ts';
import { loadAuthority, makeServerCertificate } from './tls/certificates.ts';
import { practiceUsers } from './users.ts';

export type { PracticeExchange } from './practice-exchange.ts';

export interface PracticeOptions {
  /** Everything that must survive a restart; made when missing, readable by this user only. */
  readonly stateFolder: string;
  /** All 0 when absent. The same ports again give the same profile again. */
  readonly ports?: PracticePorts;
  /** A real mail server instead of the mailbox: its URL, and the one address that gets every mail. */
  readonly realMail?: { readonly smtpUrl: string; readonly redirectTo: string };
  readonly pcNow?: () => number;
  readonly random?: Randomness;
  readonly log?: (line: string) => void;
}

/** Starts a practice exchange on 127.0.0.1. Rejects when the state folder is in use or a port is taken. */
export async function startPracticeExchange(options: PracticeOptions): Promise<PracticeExchange> {
  const pcNow = options.pcNow ?? Date.now;
  const random = options.random ?? systemRandomness;
  const log = options.log ?? (() => {});
  const { stateFolder } = options;
  await mkdir(stateFolder, { recursive: true, mode: 0o700 });
  if (process.platform !== 'win32') await chmod(stateFolder, 0o700);
  const closers: (() => unknown)[] = [];
  const close = async () => {
    for (const closer of closers.reverse()) await closer();
  };
  try {
    const database = openDatabase(stateFolder);
    closers.push(() => database.close());
    await seedUsers(database, practiceUsers, random);
    seedAddresses(database, pcNow());
    forgetUsedResetTokens(database);
    const clock = createExchangeClock(pcNow, offsetSetting(database));
    const faults = createFaultBoard();
    const receiver = await startMailReceiver(database, clock);
    closers.push(() => receiver.close());
    const outbox = createOutbox({
      smtpUrl: options.realMail?.smtpUrl ?? `smtp://127.0.0.1:${receiver.port}`,
      redirectTo: options.realMail?.redirectTo ?? null,
      faults,
      log,
    });
    closers.push(() => outbox.close());
    const context: PracticeContext = {
      clock,
      random,
      database,
      faults,
      outbox,
      dpop: createDpopVerifier(clock, random),
      policy: createPolicyDesk(database, clock),
      policyKey: await loadPolicyKey(stateFolder),
      cards: await openCardDesk(stateFolder, Date.now()),
      log,
    };
    const authority = await loadAuthority(stateFolder, Date.now());
    const tls = await makeServerCertificate(authority, Date.now());
    const control = practiceControl(context);
    const { ports, hostKeys } = await openPorts(context, { ...options, tls, closers, control });
    const certificate = authority.certificate.toString('pem');
    const profile = practiceProfile(ports, { certificate, hostKeys, policyKey: context.policyKey.publicKey });
    return { profile, ports, control, close };
  } catch (error) {
    await close();
    throw error;
  }
}

interface PortOptions {
  readonly stateFolder: string;
  readonly ports?: PracticePorts;
  readonly tls: { readonly key: string; readonly cert: string };
  readonly closers: (() => unknown)[];
  readonly control: PracticeControl;
}

interface OpenedPorts {
  readonly ports: PracticePorts;
  readonly hostKeys: readonly string[];
}

async function openPorts(context: PracticeContext, options: PortOptions): Promise<OpenedPorts> {
  const { clock } = context;
  const { tls } = options;
  const wanted = options.ports ?? { ccms: 0, ecp: 0, api: 0, pages: 0, sftp: 0 };
  const opened = async (listening: Promise<Listener>): Promise<number> => {
    const listener = await listening;
    options.closers.push(() => listener.close());
    return listener.port;
  };
  const issuer = (realm: 'ccms' | 'ecp') =>
    opened(
      listen({
        port: wanted[realm],
        clock,
        tls,
        app: (port) => createSsoApp(context, { realm, issuer: `https://127.0.0.1:${port}`, ...realmClients[realm] }),
      }),
    );
  const references = new Set(allSubmissions(context.database).map((file) => file.reference));
  const responder = createResponder(context, options.stateFolder);
  options.closers.push(() => responder.close());
  const files = openFileFolder(options.stateFolder, references);
  const ecp = { context, files, responder, inProgress: new Set<string>() };
  const ccmsPort = await issuer('ccms');
  const ecpPort = await issuer('ecp');
  const api = await opened(
    listen({ port: wanted.api, clock, tls, app: (port) => createEcpApp(ecp, `https://127.0.0.1:${port}`) }),
  );
  const pages = await opened(
    listen({ port: wanted.pages, clock, app: (port) => createPagesApp(context, options.control, `127.0.0.1:${port}`) }),
  );
  const sftp = await startSftp(ecp, { port: wanted.sftp, stateFolder: options.stateFolder });
  options.closers.push(() => sftp.close());
  return { ports: { ccms: ccmsPort, ecp: ecpPort, api, pages, sftp: sftp.port }, hostKeys: sftp.fingerprints };
}
