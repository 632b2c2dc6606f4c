import { z } from 'zod';
import { appError } from '../../shared/contract/errors.ts';
import { type BadLink, type PasswordRule, passwordRuleIds } from '../../shared/contract/recovery.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import { normalisePhoneNumber } from '../../shared/model/phone-number.ts';
import type { Http } from '../http/http.ts';
import type { Profile } from '../profile/profile.ts';
import { answerInvalid, type FormAnswer, postForm } from './post-form.ts';
import { readResetLink } from './read-reset-link.ts';
import type { RecoveryService } from './recovery-service.ts';

const ruleSchema = z.object({ id: z.string().max(40), count: z.number().int().positive().optional() });
const checkedSchema = z.object({ rules: z.array(ruleSchema).max(50), expires_in: z.number().nonnegative() });
const badLinkSchema = z.object({
  error: z.literal('invalid_link'),
  reason: z.enum(['cut', 'superseded', 'expired', 'used', 'unknown']).catch('unknown'),
});
const refusedSchema = z.object({ error: z.literal('password_refused'), broken: z.array(z.string().max(40)).max(50) });

/** Wire names have underscores; an unknown rule is left out, the server's verdict stands all the same. */
function knownIds(names: readonly string[]): (typeof passwordRuleIds)[number][] {
  return passwordRuleIds.filter((id) => names.includes(id.replaceAll('-', '_')));
}

function readRules(rules: readonly z.infer<typeof ruleSchema>[]): PasswordRule[] {
  return rules.flatMap(({ id, count }) => knownIds([id]).map((known) => ({ id: known, count: count ?? null })));
}

function readBadLink({ json }: FormAnswer): Result<BadLink> {
  const parsed = badLinkSchema.safeParse(json);
  return parsed.success ? ok({ kind: parsed.data.reason }) : answerInvalid('link');
}

/** Asks `{issuer}/forgotten-password/…` (docs/wire/sso.md). */
export function createRecoveryService({ http, profile }: { http: Http; profile: Profile }): RecoveryService {
  const { issuer, clientId } = profile.realms.ecp;
  const offer = profile.forgottenPassword ?? null;
  async function ask(verb: string, members: Readonly<Record<string, string>>): Promise<Result<FormAnswer>> {
    if (offer === null) return err(appError('recovery-unavailable'));
    const url = `${issuer.replace(/\/$/, '')}/forgotten-password/${verb}`;
    return postForm(http, url, { client_id: clientId, ...members });
  }
  return {
    describe: () => ({
      offered: offer !== null,
      mail: offer && { sender: offer.sender, subject: offer.subject },
      realMail: offer?.realMail ?? null,
    }),
    async request({ email, phone }) {
      const answer = await ask('request', { email: email.trim(), phone: normalisePhoneNumber(phone) });
      if (!answer.ok) return answer;
      return answer.value.accepted ? ok(null) : answerInvalid('request');
    },
    async checkLink(link) {
      const read = readResetLink(link, issuer);
      if (read.kind !== 'token') return ok(read);
      const answer = await ask('check', { token: read.token });
      if (!answer.ok) return answer;
      if (!answer.value.accepted) return readBadLink(answer.value);
      const checked = checkedSchema.safeParse(answer.value.json);
      if (!checked.success) return answerInvalid('check');
      const { rules, expires_in } = checked.data;
      return ok({ kind: 'whole', rules: readRules(rules), expiresInMs: Math.round(expires_in * 1_000) });
    },
    async setPassword({ link, password }) {
      const read = readResetLink(link, issuer);
      if (read.kind !== 'token') return ok(read);
      if (!password.isWellFormed()) return err(appError('invalid-input'));
      const answer = await ask('change', { token: read.token, password });
      if (!answer.ok) return answer;
      if (answer.value.accepted) return ok({ kind: 'changed' });
      const refused = refusedSchema.safeParse(answer.value.json);
      return refused.success
        ? ok({ kind: 'refused', broken: knownIds(refused.data.broken) })
        : readBadLink(answer.value);
    },
  };
}
