import path from 'node:path';
import type { CheckResult } from '../../shared/contract/activity.ts';
import type { AppError } from '../../shared/contract/errors.ts';
import { appError } from '../../shared/contract/errors.ts';
import { ok, type Result } from '../../shared/lib/result.ts';
import { newestThatCounts } from '../../shared/model/newest-of-name.ts';
import type { CliContext } from './context.ts';
import { type ExitCode, exitCodeOf } from './exit-code.ts';
import { hashFile } from './hash-file.ts';
import { logIn } from './log-in.ts';
import type { ResultLine } from './output-lines.ts';
import type { Terminal } from './terminal.ts';

type Check = NonNullable<ResultLine['check']>;

const codes: Readonly<Record<Check['outcome'], ExitCode>> = { matched: 0, differs: 41, 'not-found': 40 };

/** Without a session the exchange's own word is that of its receipts, which this PC's ledger keeps. */
async function byLedger(terminal: Terminal, file: string): Promise<Result<Check>> {
  const hashed = await hashFile(file);
  if (!hashed.ok) return hashed;
  const all = await terminal.call('submission/list', { limit: 2000 });
  if (!all.ok) return all;
  const { size, sha256 } = hashed.value;
  // It took the place of those before it, or may have, as long as nobody knows.
  const newest = newestThatCounts(all.value, path.basename(file));
  const exchangeSha256 = newest?.exchangeSha256 ?? null;
  const outcome = exchangeSha256 === null ? 'not-found' : exchangeSha256 === sha256 ? 'matched' : 'differs';
  return ok({ outcome, by: 'ledger', size, sha256, exchangeSha256 });
}

function byActivity({ outcome, size, sha256, row }: CheckResult): Check {
  return { outcome, by: 'activity', size, sha256, exchangeSha256: row?.sha256 ?? null };
}

/** Errors that only say that nobody is there to ask for us. */
function isWithoutSession({ code }: AppError): boolean {
  return code === 'not-logged-in' || code === 'session-ended' || code === 'locked';
}

async function compare(terminal: Terminal, file: string): Promise<Result<Check>> {
  const checked = await terminal.checkFile(file);
  if (checked.ok) return ok(byActivity(checked.value));
  return isWithoutSession(checked.error) ? byLedger(terminal, file) : checked;
}

/** `ccms verify FILE`: is this file what the exchange has? */
export async function verify(context: CliContext, terminal: Terminal): Promise<ExitCode> {
  const { printer, values, words, operands, pathOf } = context;
  const [file = ''] = operands;
  const session = values['password-stdin'] ? await logIn(context, terminal) : ok(null);
  const checked = session.ok ? await compare(terminal, pathOf(file)) : session;
  if (!checked.ok) return printer.end(exitCodeOf(checked.error), checked.error);
  const { outcome, by, sha256 } = checked.value;
  const exitCode = codes[outcome];
  const failure = outcome === 'differs' ? { failure: appError('checksum-differs') } : {};
  const text = `${words.t(`check.${outcome}`)}  ${file}  sha256=${sha256}  (${words.t(`check.by.${by}`)})`;
  printer.result({ exitCode, file, check: checked.value, ...failure }, text);
  return printer.end(exitCode);
}
