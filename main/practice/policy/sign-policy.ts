import { CompactSign, generateKeyPair } from 'jose';
import type { PolicyDesk } from './policy-desk.ts';
import { methodsByClass, type PolicyIssue, phaseStarts } from './policy-issue.ts';
import type { SigningKey } from './policy-key.ts';

/** The help line of the seed circular. */
const HELP = { hotline: '2979 7222', email: 'clearingpsd@hkex.com.hk' };

function payload(issue: PolicyIssue, issuer: string): string {
  const seconds = (ms: number) => Math.floor(ms / 1000);
  return JSON.stringify({
    iss: issuer,
    iat: seconds(issue.issuedAt),
    exp: seconds(issue.expiresAt),
    serial: issue.serial,
    phases: phaseStarts(issue.dates).map(({ phase, startsAt }) => ({ phase, starts_at: seconds(startsAt) })),
    methods: methodsByClass,
    minimum_version: issue.minimumVersion,
    help: HELP,
  });
}

function sign(issue: PolicyIssue, issuer: string, key: SigningKey['privateKey']): Promise<string> {
  const header = { alg: 'ES256', typ: 'transition-policy+jwt' };
  return new CompactSign(Buffer.from(payload(issue, issuer))).setProtectedHeader(header).sign(key);
}

/** Another last character but one of the signature: its last holds bits that do not count. */
function spoilSignature(document: string): string {
  const at = document.length - 2;
  return document.slice(0, at) + (document[at] === 'A' ? 'B' : 'A') + document.slice(at + 1);
}

/** The policy as it is served now (docs/wire/policy.md), with whatever trick was asked for; null: there is none. */
export async function signPolicy(desk: PolicyDesk, issuer: string, key: SigningKey): Promise<string | null> {
  const { issue, before, trick } = desk.present();
  switch (trick) {
    case 'none':
      return sign(issue, issuer, key.privateKey);
    case 'older':
      return sign(before ?? issue, issuer, key.privateKey);
    case 'wrong-key':
      return sign(issue, issuer, (await generateKeyPair('ES256')).privateKey);
    case 'wrong-signature':
      return spoilSignature(await sign(issue, issuer, key.privateKey));
    case 'cut': {
      const whole = await sign(issue, issuer, key.privateKey);
      return whole.slice(0, Math.floor(whole.length / 2));
    }
    case 'missing':
      return null;
  }
}
