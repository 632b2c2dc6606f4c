import { z } from 'zod';
import { type AppError, appError } from '../../shared/contract/errors.ts';
import { registrationSchema } from '../../shared/contract/sftp-account.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import type { HttpResponse } from '../http/http.ts';
import type { Profile } from '../profile/profile.ts';
import type { SessionService } from '../session/session-service.ts';

const TIMEOUT_MS = 20_000;
const MAX_BYTES = 65_536;

const time = z.iso
  .datetime({ offset: true })
  .transform((text) => Date.parse(text))
  .pipe(z.number().int().nonnegative());

const accountSchema = z.object({
  userName: z.string().min(1).max(128),
  keys: z
    .array(
      z.object({
        fingerprint: z.string().regex(/^SHA256:[A-Za-z0-9+/]{43}$/),
        state: registrationSchema,
        expiresAt: time.nullable(),
      }),
    )
    .max(100),
  addresses: z.array(z.object({ address: z.union([z.ipv4(), z.ipv6()]), state: registrationSchema })).max(100),
});
/** What the exchange has registered (`docs/wire/ecp.yaml`, SftpAccount). Times in ms since 1970. */
export type RegisteredAccount = Readonly<z.infer<typeof accountSchema>>;

const successSchema = z.object({ code: z.literal('0'), data: z.tuple([accountSchema]) });
const refusalSchema = z.object({ code: z.string().min(1).max(16) });

export type Question =
  | { readonly kind: 'show' }
  | { readonly kind: 'register-key'; readonly publicKey: string }
  | { readonly kind: 'register-address'; readonly address: string };

function readJson({ headers, body }: HttpResponse): unknown {
  if (headers['content-type']?.split(';')[0]?.trim().toLowerCase() !== 'application/json') return undefined;
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    // Not UTF-8, cut off, or not JSON: the caller says so.
    return undefined;
  }
}

/** 2000, P405: no such function; P425: the key; P428: no room. Any other code is shown as it is. */
function refusalOf(status: number, code: string): AppError {
  if (code === 'P425') return appError('sftp-key-weak', { exchangeCode: code });
  if (code === 'P428') return appError('sftp-registration-full', { exchangeCode: code });
  if (status === 403) return appError('sftp-not-permitted', { exchangeCode: code });
  return appError('refused-by-exchange', { exchangeCode: code });
}

function readAnswer(response: HttpResponse): Result<RegisteredAccount> {
  const { status } = response;
  if (status >= 500) return err(appError('server-error', { retry: 'now', details: { status } }));
  if (status === 401) return err(appError('session-ended', { retry: 'after-login' }));
  if (status === 429) return err(appError('rate-limited', { retry: 'now' }));
  const json = readJson(response);
  const success = successSchema.safeParse(json);
  if (status === 200 && success.success) return ok(success.data.data[0]);
  const refusal = refusalSchema.safeParse(json);
  if (status >= 400 && refusal.success && refusal.data.code !== '0') return err(refusalOf(status, refusal.data.code));
  return err(appError('answer-invalid', { retry: 'now', details: { status } }));
}

/** Asks the ECP web API about the SFTP account, with the ECP session; without one `not-logged-in`. */
export async function askExchange(
  parts: { readonly sessions: Pick<SessionService, 'authorized'>; readonly profile: Pick<Profile, 'ecpApi'> },
  question: Question,
): Promise<Result<RegisteredAccount>> {
  const paths = { show: '', 'register-key': '/keys', 'register-address': '/addresses' } as const;
  const url = new URL(`/api/sftp-account/v1${paths[question.kind]}`, parts.profile.ecpApi).href;
  const { kind, ...members } = question;
  const limits = { timeoutMs: TIMEOUT_MS, maxBytes: MAX_BYTES };
  const headers = { accept: 'application/json' };
  const response = await parts.sessions.authorized(
    'ecp',
    kind === 'show'
      ? { method: 'GET', url, headers, ...limits }
      : {
          method: 'POST',
          url,
          headers: { ...headers, 'content-type': 'application/json' },
          body: Buffer.from(JSON.stringify(members)),
          ...limits,
        },
  );
  return response.ok ? readAnswer(response.value) : response;
}
