import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { systemClock } from '../../main/app/system-clock.ts';
import type { Clock } from '../../shared/lib/clock.ts';
import type { Result } from '../../shared/lib/result.ts';
import {
  type FirstPartyClient,
  type FirstPartyTarget,
  oidcTarget,
  openFirstPartyClient,
  practiceTarget,
} from './first-party-target.ts';
import { makeAuthority, type TestAuthority } from './make-certificates.ts';
import { type ScriptedServer, startScriptedServer } from './scripted-server.ts';

type Start = (authority: TestAuthority) => Promise<FirstPartyTarget>;

/** Everything that a right server does is done by one of these; only a hostile answer is put on the line in front of it. */
export const firstPartyServers: readonly (readonly [string, Start])[] = [
  ['the practice SSO', practiceTarget],
  ['oidc-provider', oidcTarget],
];

/** The code of a refusal, or `ok`. */
export const codeOf = (answer: Result<unknown>) => (answer.ok ? 'ok' : answer.error.code);

export interface FirstPartySetup {
  readonly target: FirstPartyTarget;
  readonly client: FirstPartyClient;
  /** Another origin, which must hear nothing. */
  readonly elsewhere: ScriptedServer;
  logIn(): Promise<void>;
  /** Closes the client and opens it with this clock. */
  reopen(clock: Clock): Promise<void>;
  /** How often a password and an OTP left this program. */
  passwords(): number;
  otps(): number;
  wrongOtp(): string;
}

interface Parts {
  authority: TestAuthority;
  elsewhere: ScriptedServer;
  target: FirstPartyTarget;
  client: FirstPartyClient;
}

/** Registers the hooks of the test file; what it gives is filled before each test. */
export function setUpFirstParty(start: Start): FirstPartySetup {
  const parts = {} as Parts;
  const open = async (clock: Clock) => {
    parts.client = await openFirstPartyClient(parts.target, { authority: parts.authority, clock });
  };
  beforeAll(async () => {
    parts.authority = await makeAuthority('on the line');
    parts.elsewhere = await startScriptedServer(await parts.authority.issue());
    parts.target = await start(parts.authority);
  });
  beforeEach(() => open(systemClock));
  afterEach(async () => {
    await parts.client.close();
    parts.target.setNonceMode(false);
    expect(parts.elsewhere.seen).toHaveLength(0);
  });
  afterAll(async () => {
    await parts.target.close();
    await parts.elsewhere.close();
  });
  const sent = (member: string) => parts.client.proxy.forms('challenge').filter((form) => form.has(member)).length;
  return {
    get target() {
      return parts.target;
    },
    get client() {
      return parts.client;
    },
    get elsewhere() {
      return parts.elsewhere;
    },
    logIn: async () => {
      expect(await parts.client.begin()).toMatchObject({ ok: true, value: { kind: 'otp' } });
      expect(await parts.client.submit()).toMatchObject({ ok: true, value: { kind: 'logged-in' } });
    },
    reopen: async (clock) => {
      await parts.client.close();
      await open(clock);
    },
    passwords: () => sent('password'),
    otps: () => sent('otp'),
    wrongOtp: () => parts.target.otp().replace(/\d$/, (digit) => String((Number(digit) + 1) % 10)),
  };
}
