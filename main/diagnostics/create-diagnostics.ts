import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import {
  type DiagnosticEndpoint,
  type DiagnosticRun,
  type DiagnosticScope,
  sftpTestStages,
} from '../../shared/contract/diagnostics.ts';
import type { Clock } from '../../shared/lib/clock.ts';
import type { Profile } from '../profile/profile.ts';
import type { SftpProbe } from '../transfer/sftp-probe.ts';
import { type CheckParts, checkHttps, httpsStages } from './check-https.ts';
import type { Diagnostics } from './diagnostics.ts';
import type { NameService } from './names/name-service.ts';
import { createRunLog, type RunLog, waiting } from './run-log.ts';
import type { EndpointRun } from './run-stage.ts';
import { checkSftp, sftpStages } from './sftp/check-sftp.ts';
import type { SftpEndpoint } from './sftp/reach-server.ts';
import { type SftpTestAccount, testSftp } from './sftp/test-sftp.ts';
import type { Environment } from './stages/find-proxy.ts';
import type { Expectation } from './stages/judge-answer.ts';

export interface DiagnosticsParts {
  readonly profile: Profile;
  /** Of this program; it stands in the report and in the User-Agent. */
  readonly version: string;
  readonly clock: Clock;
  readonly names: NameService;
  readonly environment: Environment;
  readonly probe: SftpProbe;
  readonly account: SftpTestAccount;
}

type AllParts = CheckParts & Pick<DiagnosticsParts, 'probe' | 'account'>;

interface Endpoint {
  readonly entry: DiagnosticEndpoint;
  readonly check: (parts: AllParts, run: EndpointRun) => Promise<void>;
}

function httpsEndpoint(id: DiagnosticEndpoint['id'], address: string, expectation: Expectation): Endpoint {
  const url = new URL(address);
  return {
    entry: { id, address: url.origin, stages: httpsStages.map(waiting) },
    check: (parts, run) => checkHttps({ url, expectation }, parts, run),
  };
}

/** Both SFTP servers of the profile, the primary one first. */
function sftpEndpoints({ sftp }: Profile, scope: DiagnosticScope): readonly Endpoint[] {
  if (!sftp) return [];
  const { hostKeys, proxy = null, backup } = sftp;
  const stages = scope === 'sftp' ? sftpTestStages : sftpStages;
  const check = scope === 'sftp' ? testSftp : checkSftp;
  const endpointAt = (id: DiagnosticEndpoint['id'], place: Pick<SftpEndpoint, 'host' | 'port'>): Endpoint => ({
    entry: { id, address: `sftp://${place.host}:${place.port}`, stages: stages.map(waiting) },
    check: (parts, run) => check({ ...place, hostKeys, proxy }, parts, run),
  });
  return [endpointAt('ecp-sftp', sftp), ...(backup ? [endpointAt('ecp-sftp-backup', backup)] : [])];
}

/** Every server of a profile: the log-in pages (circular annex), the ECP web API and, if there is one, SFTP. */
function endpointsOf(profile: Profile, scope: DiagnosticScope): readonly Endpoint[] {
  const { realms, ecpApi } = profile;
  if (scope === 'sftp') return sftpEndpoints(profile, scope);
  return [
    httpsEndpoint('ccms-sso', `${realms.ccms.issuer}/sso`, 'login-page'),
    httpsEndpoint('ecp-sso', `${realms.ecp.issuer}/sso`, 'login-page'),
    httpsEndpoint('ecp-api', new URL('/api/folders/v1', ecpApi).href, 'token-wanted'),
    ...sftpEndpoints(profile, scope),
  ];
}

function outcomeOf({ endpoints }: DiagnosticRun): 'passed' | 'failed' | 'cancelled' {
  const outcomes = new Set(endpoints.flatMap(({ stages }) => stages.map(({ outcome }) => outcome)));
  if (outcomes.has('cancelled')) return 'cancelled';
  return outcomes.has('failed') ? 'failed' : 'passed';
}

interface Course {
  readonly endpoints: readonly Endpoint[];
  readonly log: RunLog;
  readonly timeoutMs: number;
  readonly cancelled: AbortSignal;
}

/** Checks all endpoints side by side, and leaves no connection behind. */
async function runAll(parts: DiagnosticsParts, course: Course): Promise<DiagnosticRun> {
  const { profile, clock, names, environment, version } = parts;
  const { endpoints, log, timeoutMs, cancelled } = course;
  const shared: AllParts = {
    names,
    probe: parts.probe,
    account: parts.account,
    environment,
    expectedAddresses: profile.expectedAddresses ?? {},
    caCertificates: profile.caCertificates,
    userAgent: `CCMS-Terminal/${version} (connectivity check)`,
  };
  const checkOne = async ({ entry, check }: Endpoint) => {
    const sockets = new Set<Socket>();
    try {
      await check(shared, { clock, timeoutMs, cancelled, sockets, set: (result) => log.set(entry.id, result) });
    } finally {
      for (const socket of sockets) socket.destroy();
    }
  };
  const checks = await Promise.allSettled(endpoints.map(checkOne));
  const bug = checks.find((check) => check.status === 'rejected');
  log.finish(bug ? 'failed' : outcomeOf(log.run()), clock.now());
  if (bug) throw bug.reason;
  return log.run();
}

/** Makes the connectivity check of one profile. Nothing is connected before `start`. */
export function createDiagnostics(parts: DiagnosticsParts): Diagnostics {
  const { profile, clock, version } = parts;
  return {
    start({ timeoutMs, scope }, onStage) {
      const endpoints = endpointsOf(profile, scope);
      const cancelling = new AbortController();
      const runId = randomUUID();
      const log = createRunLog(
        {
          runId,
          scope,
          version,
          profile: { label: profile.label, kind: profile.kind },
          help: profile.help,
          outcome: 'running',
          startedAt: clock.now(),
          finishedAt: null,
          endpoints: endpoints.map(({ entry }) => entry),
        },
        onStage,
      );
      const report = runAll(parts, { endpoints, log, timeoutMs, cancelled: cancelling.signal });
      return { runId, report, cancel: () => cancelling.abort() };
    },
  };
}
