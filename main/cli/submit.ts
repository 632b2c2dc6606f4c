import { appError } from '../../shared/contract/errors.ts';
import type { Draft, Submission } from '../../shared/contract/submission.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import type { CliContext } from './context.ts';
import { type ExitCode, exitCodeOf, exitCodeOfAll } from './exit-code.ts';
import { type Follower, followSubmissions, judgeFollowed } from './follow-submissions.ts';
import { logIn } from './log-in.ts';
import { submissionLine } from './output-lines.ts';
import { prepareDraft } from './prepare-draft.ts';
import { createSentBefore, type SentBefore } from './sent-before.ts';
import { submissionText } from './submission-text.ts';
import type { Terminal } from './terminal.ts';

function findingsText({ words }: CliContext, file: string, draft: Draft): string {
  const lines = draft.findings.map((finding) => {
    const number = finding.exchangeCode ? ` (${finding.exchangeCode})` : '';
    const check = words.t(`submission:check.${finding.check}`);
    const text = `${words.finding(draft, finding)}${number}`;
    return `  ${words.t('says.finding', { level: words.t(`level.${finding.level}`), check, text })}`;
  });
  const { sha256, folderId, identity, participantCode, inputDate } = draft;
  const head = [
    file,
    `sha256=${sha256}`,
    ...[folderId, identity, participantCode, inputDate].map((each) => each ?? '-'),
  ];
  return [head.join('  '), ...lines].join('\n');
}

interface Sending {
  readonly context: CliContext;
  readonly terminal: Terminal;
  readonly follower: Follower;
  readonly history: SentBefore;
  /** By submission, the name that the command gave the file. */
  readonly names: Map<string, string>;
}

async function dryRun({ context, terminal }: Sending, file: string, draft: Draft): Promise<ExitCode> {
  const { values, printer } = context;
  await terminal.call('draft/remove', { draftId: draft.draftId });
  const channels = values.channel === 'web' ? null : await terminal.call('submission/channels', {});
  const failure = channels === null ? null : channels.ok ? channels.value.sftp : channels.error;
  const exitCode = failure ? exitCodeOf(failure) : 0;
  const text = findingsText(context, file, draft);
  printer.result({ exitCode, file, findings: draft.findings, ...(failure ? { failure } : {}) }, text);
  return exitCode;
}

async function begin({ context, terminal, names }: Sending, file: string, draft: Draft): Promise<Result<Submission>> {
  const { values } = context;
  const { draftId } = draft;
  names.set(draftId, file);
  const submitted = await terminal.call('submission/submit', {
    draftId,
    replace: values.replace ?? false,
    despiteRefusal: values['despite-refusal'] ?? false,
    channel: values.channel === 'web' ? 'web' : 'sftp',
  });
  if (!submitted.ok) await terminal.call('draft/remove', { draftId });
  return submitted;
}

/** What is still to be waited for, or the exit code of a file that has ended. */
type Begun = { readonly wait: Submission; readonly file: string } | { readonly code: ExitCode };

async function beginFile(sending: Sending, file: string): Promise<Begun> {
  const { context, terminal, names, history } = sending;
  const { printer, values, words, interrupted } = context;
  let checked: Draft | null = null;
  const onChecked = (draft: Draft) => {
    checked = draft;
    printer.event({ event: 'checked', file, findings: draft.findings }, `${file}  ${words.t('says.checked')}`);
  };
  const prepared = interrupted.aborted
    ? err(appError('cancelled'))
    : await prepareDraft(context, terminal, { file: context.pathOf(file), history, onChecked });
  if (prepared.ok && prepared.value.kind === 'draft' && values['dry-run']) {
    return { code: await dryRun(sending, file, prepared.value.draft) };
  }
  const begun = !prepared.ok
    ? prepared
    : prepared.value.kind === 'draft'
      ? await begin(sending, file, prepared.value.draft)
      : ok(prepared.value.submission);
  if (begun.ok) {
    names.set(begun.value.submissionId, file);
    history.add(begun.value);
    if (!values['dry-run']) return { wait: begun.value, file };
  }
  // A file that is under way already would be followed, not sent: so says a dry run.
  const failure = begun.ok ? appError('submission-already-sent') : begun.error;
  const code = exitCodeOf(failure);
  const draft = checked as Draft | null;
  const isExplained = values['dry-run'] === true || failure.code === 'draft-refused';
  const text = draft && isExplained ? findingsText(context, file, draft) : undefined;
  printer.result({ exitCode: code, file, failure, ...(draft ? { findings: draft.findings } : {}) }, text);
  return { code };
}

async function endFile({ context, terminal, follower }: Sending, begun: Begun): Promise<ExitCode> {
  if ('code' in begun) return begun.code;
  const { printer, values } = context;
  const { file } = begun;
  // Where a terminal runs it is in good hands once it is in the ledger.
  const isHandedOver = terminal.kind === 'running' && !values.wait && !context.interrupted.aborted;
  if (isHandedOver) {
    const { wait: submission } = begun;
    const text = submissionText(context.words, file, submission);
    printer.result({ exitCode: 0, file, submission: submissionLine(submission) }, text);
    return 0;
  }
  const followed = await follower.until(begun.wait);
  const { code, failure } = judgeFollowed(followed);
  const { submission } = followed;
  const line = { exitCode: code, file, submission: submissionLine(submission), ...(failure ? { failure } : {}) };
  printer.result(line, submissionText(context.words, file, submission));
  return code;
}

function follow(context: CliContext, terminal: Terminal, names: ReadonlyMap<string, string>): Follower {
  const { printer, words, interrupted, timeout, values } = context;
  return followSubmissions({
    terminal,
    untilSettled: values.wait ?? false,
    interrupted,
    timeout,
    onState: (submission) => {
      const file = names.get(submission.submissionId);
      if (file === undefined) return;
      const text = `${file}  ${words.t(`submission:state.${submission.state}`)}`;
      printer.event({ event: 'state', file, submission: submissionLine(submission) }, text);
    },
    onProgress: ({ submissionId, sentBytes, totalBytes }) => {
      const file = names.get(submissionId);
      if (file === undefined) return;
      const percent = totalBytes === 0 ? 100 : Math.floor((100 * sentBytes) / totalBytes);
      printer.event({ event: 'progress', file, sentBytes, totalBytes }, `${file}  ${percent} %`);
    },
  });
}

/** Ctrl+C ends with 130, unless something was sent whose outcome is not known. */
function exitCodeFor({ interrupted }: CliContext, codes: readonly ExitCode[]): ExitCode {
  if (!interrupted.aborted || codes.every((code) => code === 0)) return exitCodeOfAll(codes);
  return codes.includes(40) ? 40 : 130;
}

/** `ccms submit FILE...` */
export async function submit(context: CliContext, terminal: Terminal): Promise<ExitCode> {
  const { values, operands, printer } = context;
  if (values.channel === 'web') {
    const session = await logIn(context, terminal);
    if (!session.ok) return printer.end(exitCodeOf(session.error), session.error);
  }
  const names = new Map<string, string>();
  const follower = follow(context, terminal, names);
  const sending: Sending = { context, terminal, follower, names, history: createSentBefore(terminal) };
  // All are begun before the first is waited for; a terminal sends several at a time.
  const begun: Begun[] = [];
  for (const file of operands) begun.push(await beginFile(sending, file));
  const codes = await Promise.all(begun.map((each) => endFile(sending, each)));
  follower.close();
  return printer.end(exitCodeFor(context, codes));
}
