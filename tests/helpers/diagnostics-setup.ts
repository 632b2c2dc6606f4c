import { createDiagnostics, type DiagnosticsParts } from '../../main/diagnostics/create-diagnostics.ts';
import type { RunningDiagnostics } from '../../main/diagnostics/diagnostics.ts';
import { createNameService } from '../../main/diagnostics/names/create-name-service.ts';
import type { SftpTestAccount } from '../../main/diagnostics/sftp/test-sftp.ts';
import type { Profile } from '../../main/profile/profile.ts';
import { createSftpProbe } from '../../main/transfer/probe/create-sftp-probe.ts';
import type {
  DiagnosticEndpoint,
  DiagnosticRun,
  DiagnosticScope,
  DiagnosticStage,
} from '../../shared/contract/diagnostics.ts';
import { appError } from '../../shared/contract/errors.ts';
import { err } from '../../shared/lib/result.ts';
import type { Reply } from './scripted-server.ts';
import { unreachableProfile } from './test-app.ts';

const clock = { now: () => Date.now(), monotonic: () => performance.now() };

export interface DiagnosticsSetup extends Partial<DiagnosticsParts> {
  /** Origin of all HTTPS endpoints; without one they are at a port of this PC that refuses. */
  readonly origin?: string;
  readonly ca?: string;
  readonly sftp?: Profile['sftp'];
  readonly expectedAddresses?: Profile['expectedAddresses'];
  /** The DNS server to ask instead of the PC's own. */
  readonly dns?: string;
  readonly timeoutMs?: number;
  readonly scope?: DiagnosticScope;
}

/** A PC without a key. */
const keyless: SftpTestAccount = {
  identity: async () => err(appError('sftp-key-missing')),
  uploadFolders: () => ({ kind: 'unknown' }),
  rename: true,
  fsync: true,
};

/** Begins the check of a profile whose log-in servers and API are all at one origin. */
export function beginDiagnostics(
  setup: DiagnosticsSetup,
  onStage: (run: DiagnosticRun) => void = () => undefined,
): RunningDiagnostics {
  const { origin = 'https://127.0.0.1:9', ca, dns, sftp = null, expectedAddresses = null } = setup;
  const profile: Profile = {
    ...unreachableProfile,
    caCertificates: ca === undefined ? null : [ca],
    realms: {
      ccms: { ...unreachableProfile.realms.ccms, issuer: origin },
      ecp: { ...unreachableProfile.realms.ecp, issuer: origin },
    },
    ecpApi: origin,
    sftp,
    expectedAddresses,
  };
  const names = createNameService(dns === undefined ? null : [dns]);
  const usual = {
    profile,
    version: '0.0.0',
    clock,
    names,
    environment: {},
    probe: createSftpProbe(),
    account: keyless,
  };
  const { timeoutMs = 5_000, scope = 'all' } = setup;
  return createDiagnostics({ ...usual, ...setup }).start({ timeoutMs, scope }, onStage);
}

/** The whole check. */
export function diagnose(setup: DiagnosticsSetup): Promise<DiagnosticRun> {
  return beginDiagnostics(setup).report;
}

/** What a run found at one endpoint, one line for each stage: `tcp failed refused`. */
export function findings(run: DiagnosticRun, id: DiagnosticEndpoint['id'] = 'ccms-sso'): readonly string[] {
  const endpoint = run.endpoints.find((one) => one.id === id);
  return (endpoint?.stages ?? []).map(({ stage, outcome, reason }) => `${stage} ${outcome} ${reason}`);
}

/** What a stage saw. */
export function detailsOf(run: DiagnosticRun, stage: DiagnosticStage, id: DiagnosticEndpoint['id'] = 'ccms-sso') {
  return run.endpoints.find((one) => one.id === id)?.stages.find((one) => one.stage === stage)?.details ?? {};
}

export function html(text: string, status = 200, headers: Readonly<Record<string, string>> = {}): Reply {
  return (response) => {
    response.writeHead(status, { 'content-type': 'text/html', ...headers });
    response.end(text);
  };
}

export const loginPage = '<!doctype html><head><meta name="ccms-sso" content="login" /><title>SSO</title></head>';

/** Answers as an exchange does that is all on one origin. */
export const exchange: Reply = (response, request) => {
  if (request.path.endsWith('/sso')) return html(loginPage)(response, request);
  response.writeHead(401, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ code: 'P401', message: 'no token' }));
};
