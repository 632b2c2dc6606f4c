import { z } from 'zod';
import type { DiagnosticDetails } from '../../../shared/contract/diagnostics.ts';
import type { FailureReason, GoodReason } from '../../../shared/model/diagnostic-reasons.ts';
import { plainText } from '../plain-text.ts';
import type { PageAnswer } from './page-answer.ts';

/** What must answer: the log-in page of an issuer (docs/wire/sso.md) or the ECP web API to whom no token was given (ecp.yaml). */
export type Expectation = 'login-page' | 'token-wanted';

export type Verdict =
  | { readonly kind: 'good'; readonly reason: GoodReason; readonly details: DiagnosticDetails }
  | { readonly kind: 'bad'; readonly reason: FailureReason; readonly details: DiagnosticDetails };

const LOGIN_PAGE = /<meta\s+name="ccms-sso"\s+content="login"\s*\/?>/i;
const TITLE = /<title[^>]*>([^<]*)<\/title>/i;
const TITLE_LENGTH = 80;

/** The part of the envelope by which the ECP web API is known. */
const envelopeSchema = z.object({ code: z.string().min(1), message: z.string() });

function isEnvelope(text: string): boolean {
  try {
    return envelopeSchema.safeParse(JSON.parse(text)).success;
  } catch {
    // Not JSON, so not the envelope.
    return false;
  }
}

/** Where a redirect leads, without path and query: those of a captive portal name the person's PC. */
function placeOf(location: string, url: URL): string {
  return URL.canParse(location, url.href) ? plainText(new URL(location, url).origin) : '?';
}

function isGood({ status, text }: PageAnswer, expectation: Expectation): boolean {
  if (expectation === 'login-page') return status === 200 && LOGIN_PAGE.test(text);
  return status === 401 && isEnvelope(text);
}

function titleOf(text: string): DiagnosticDetails {
  const title = plainText(TITLE.exec(text)?.[1] ?? '', TITLE_LENGTH);
  return title === '' ? {} : { pageTitle: title };
}

/**
 * Judges an answer. 200 with other content is somebody else's page, whoever signed for the connection; so is 511 (RFC 6585), with
 * which a captive portal should say so.
 */
export function judgeAnswer(answer: PageAnswer, expectation: Expectation, url: URL): Verdict {
  const { status, location, text } = answer;
  if (isGood(answer, expectation)) return { kind: 'good', reason: expectation, details: {} };
  if (status >= 300 && status < 400) {
    return { kind: 'bad', reason: 'redirected', details: { location: placeOf(location ?? '', url) } };
  }
  const details = titleOf(text);
  if (status === 200 || status === 511) return { kind: 'bad', reason: 'captive-portal', details };
  if (status >= 500) return { kind: 'bad', reason: 'server-error', details };
  return { kind: 'bad', reason: 'status-unexpected', details };
}
