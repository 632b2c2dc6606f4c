import { stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { appError } from '../../shared/contract/errors.ts';
import type { Submission } from '../../shared/contract/submission.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import { isOpen } from '../../shared/model/newest-of-name.ts';
import type { CliContext } from './context.ts';
import { type ExitCode, exitCodeOf, exitCodeOfAll } from './exit-code.ts';
import { judgeFollowed } from './follow-submissions.ts';
import { hashFile } from './hash-file.ts';
import { logIn } from './log-in.ts';
import { submissionLine } from './output-lines.ts';
import { submissionText } from './submission-text.ts';
import type { Terminal } from './terminal.ts';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;

async function isThere(file: string): Promise<boolean> {
  return (await stat(file).catch(() => null))?.isFile() ?? false;
}

/** The newest submission of a file: of these very bytes where the file is still there, otherwise of its name. */
async function ofFile(
  { pathOf }: CliContext,
  all: readonly Submission[],
  operand: string,
): Promise<Result<readonly Submission[]>> {
  const file = pathOf(operand);
  const named = all.filter(({ fileName }) => fileName === path.basename(file));
  const hashed = (await isThere(file)) ? await hashFile(file) : null;
  if (hashed && !hashed.ok) return hashed;
  const found = hashed ? named.find(({ sha256 }) => sha256 === hashed.value.sha256) : named[0];
  return found ? ok([found]) : err(appError('submission-not-found'));
}

async function find(context: CliContext, terminal: Terminal): Promise<Result<readonly Submission[]>> {
  const all = await terminal.call('submission/list', { limit: 2000 });
  if (!all.ok) return all;
  const [operand] = context.operands;
  if (operand === undefined) return ok(all.value.filter(isOpen));
  const byId = all.value.find(({ submissionId }) => submissionId === operand);
  return byId ? ok([byId]) : ofFile(context, all.value, operand);
}

/** Asks for one in doubt; otherwise looks at what the ledger has by now. */
async function ask(terminal: Terminal, submission: Submission): Promise<Result<Submission>> {
  const { submissionId } = submission;
  if (submission.state === 'in-doubt') return terminal.call('submission/ask', { submissionId });
  const all = await terminal.call('submission/list', { limit: 2000 });
  return all.ok ? ok(all.value.find((each) => each.submissionId === submissionId) ?? submission) : all;
}

/** Asks once, or with `--wait` until the outcome is known. A question that could not be put leaves what was known. */
async function settle(context: CliContext, terminal: Terminal, first: Submission): Promise<Submission> {
  const stop = AbortSignal.any([context.interrupted, context.timeout, terminal.gone]);
  let submission = first;
  for (let attempt = 0; isOpen(submission) && !stop.aborted; attempt += 1) {
    const asked = await ask(terminal, submission);
    if (asked.ok) submission = asked.value;
    if (!context.values.wait || !isOpen(submission)) break;
    const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** attempt);
    await delay(pause, undefined, { signal: stop }).catch(() => undefined);
  }
  return submission;
}

/** `ccms status [SUBMISSION|FILE]`: asks and never sends. Without an argument everything whose outcome is open. */
export async function status(context: CliContext, terminal: Terminal): Promise<ExitCode> {
  const { printer, values, words, interrupted } = context;
  const session = values['password-stdin'] ? await logIn(context, terminal) : ok(null);
  const found = session.ok ? await find(context, terminal) : session;
  if (!found.ok) return printer.end(exitCodeOf(found.error), found.error);
  const codes: ExitCode[] = [];
  for (const each of found.value) {
    const submission = await settle(context, terminal, each);
    const { code, failure } = judgeFollowed({ submission, reason: 'settled' });
    const file = context.operands[0] ?? submission.fileName;
    const line = { exitCode: code, file, submission: submissionLine(submission), ...(failure ? { failure } : {}) };
    printer.result(line, submissionText(words, file, submission));
    codes.push(code);
  }
  const code = exitCodeOfAll(codes);
  return printer.end(interrupted.aborted && code !== 0 && !codes.includes(40) ? 130 : code);
}
