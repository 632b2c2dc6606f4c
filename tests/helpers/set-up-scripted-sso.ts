import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import type { CredentialStore } from '../../main/credentials/credential-store.ts';
import type { Realm } from '../../shared/contract/session.ts';
import { type HeldClock, holdClock } from './held-clock.ts';
import { makeAuthority, type TestAuthority } from './make-certificates.ts';
import { type OpenedSessions, openSessions } from './open-sessions.ts';
import { type ScriptedServer, startScriptedServer } from './scripted-server.ts';
import { type ScriptedSso, startScriptedSso } from './scripted-sso.ts';

export const realm: Realm = 'ccms';
/** Looked for wherever it must not be. */
export const canary = 'canary-password-7f3a';
export const begin = { realm, userId: 'CHAN', password: canary, remember: false };
export const submit = { realm, otp: '314159' };

/** A scripted SSO and the program's log-in against it, new for each test; `second` is an origin that must stay silent. */
export interface ScriptedSetup {
  readonly sso: ScriptedSso;
  readonly opened: OpenedSessions;
  readonly second: ScriptedServer;
  readonly clock: HeldClock;
  kind(): string;
  toOtpStep(): Promise<void>;
  logIn(): Promise<void>;
  /** Closes the program's log-in and opens another one, as a restart does. */
  reopen(credentials?: CredentialStore): Promise<void>;
}

interface Parts {
  authority: TestAuthority;
  second: ScriptedServer;
  sso: ScriptedSso;
  clock: HeldClock;
  opened: OpenedSessions;
}

/** Registers the hooks of the test file; what it gives is filled before each test. */
export function setUpScriptedSso(): ScriptedSetup {
  const parts = {} as Parts;
  beforeAll(async () => {
    parts.authority = await makeAuthority('believed');
    parts.second = await startScriptedServer(await parts.authority.issue());
  });
  beforeEach(async () => {
    parts.second.seen.length = 0;
    parts.sso = await startScriptedSso(parts.authority);
    parts.clock = holdClock();
    parts.opened = openSessions(parts.sso.profile, { clock: parts.clock });
  });
  afterEach(async () => {
    await parts.opened.close();
    await parts.sso.close();
  });
  afterAll(() => parts.second.close());

  async function toOtpStep(): Promise<void> {
    expect(await parts.opened.sessions.begin(begin)).toMatchObject({ ok: true, value: { kind: 'otp' } });
  }
  return {
    get sso() {
      return parts.sso;
    },
    get opened() {
      return parts.opened;
    },
    get second() {
      return parts.second;
    },
    get clock() {
      return parts.clock;
    },
    kind: () => parts.opened.sessions.state()[realm].kind,
    toOtpStep,
    logIn: async () => {
      await toOtpStep();
      expect(await parts.opened.sessions.submitOtp(submit)).toMatchObject({ ok: true, value: { kind: 'logged-in' } });
    },
    reopen: async (credentials) => {
      await parts.opened.close();
      parts.opened = openSessions(parts.sso.profile, { clock: parts.clock, ...(credentials ? { credentials } : {}) });
    },
  };
}
