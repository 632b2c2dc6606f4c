import { appError } from '../../shared/contract/errors.ts';
import type { Draft, Submission } from '../../shared/contract/submission.ts';
import { assertNever } from '../../shared/lib/assert-never.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import { isOpen } from '../../shared/model/newest-of-name.ts';
import type { CliContext } from './context.ts';
import type { SentBefore } from './sent-before.ts';
import type { Terminal } from './terminal.ts';

/** What becomes of a file before it is sent. */
export type Prepared =
  | { readonly kind: 'draft'; readonly draft: Draft }
  /** These very bytes are under way already: they are followed, not sent a second time. */
  | { readonly kind: 'under-way'; readonly draft: Draft; readonly submission: Submission };

function changesOf({ values }: CliContext, draftId: string) {
  const { folder, identity, participant, 'input-date': inputDate } = values;
  return {
    draftId,
    ...(folder === undefined ? {} : { folderId: folder }),
    ...(identity === undefined ? {} : { identity }),
    ...(participant === undefined ? {} : { participantCode: participant }),
    ...(inputDate === undefined ? {} : { inputDate }),
  };
}

/** Why a draft cannot be sent as it is, by what the checks found: what Submit on the screen would say. */
function refusalOf({ values }: CliContext, draft: Draft): Result<null> {
  const { folderId, identity, participantCode, inputDate } = draft;
  const choices = { folderId, identity, participantCode, inputDate };
  const missing = Object.entries(choices).flatMap(([name, value]) => (value === null ? [name] : []));
  if (missing.length > 0) return err(appError('draft-incomplete', { details: { missing: missing.join(' ') } }));
  const refusal = draft.findings.find(({ level }) => level === 'refusal');
  if (refusal && !values['despite-refusal']) {
    const { reason, exchangeCode } = refusal;
    return err(appError('draft-refused', { details: { reason }, ...(exchangeCode ? { exchangeCode } : {}) }));
  }
  const holdsOther = draft.findings.some(({ reason }) => reason === 'already-held-other');
  return holdsOther && !values.replace ? err(appError('replace-unconfirmed')) : ok(null);
}

interface Order {
  readonly draft: Draft;
  readonly history: SentBefore;
}

/**
 * Whether these bytes were sent before under this name, by this PC's ledger: a scheduler that runs a job twice must not send twice.
 * `submission-already-sent` when the exchange has confirmed them and nobody said `--replace`.
 */
async function sentBefore(context: CliContext, terminal: Terminal, order: Order): Promise<Result<Submission | null>> {
  const { draft, history } = order;
  const newest = await history.newest(draft);
  if (!newest.ok) return newest;
  const before = newest.value;
  if (before?.sha256 !== draft.sha256) return ok(null);
  if (before.state === 'confirmed') {
    return context.values.replace ? ok(null) : err(appError('submission-already-sent'));
  }
  if (before.state !== 'in-doubt') return ok(before);
  const asked = await terminal.call('submission/ask', { submissionId: before.submissionId });
  // Where it certainly did not arrive, this is the time to send it.
  return ok(
    asked.ok && !isOpen(asked.value) && asked.value.state !== 'confirmed' ? null : asked.ok ? asked.value : before,
  );
}

const hongKongTime = (ms: number) => new Date(ms + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');

/** Whether the folder takes files now. Nobody is at a screen to see that it does not: 0 must not be said of a file that came late. */
async function windowRefusal({ values }: CliContext, terminal: Terminal, draft: Draft): Promise<Result<null>> {
  if (values['despite-window']) return ok(null);
  const window = await terminal.call('submission/window', { folderId: draft.folderId ?? '' });
  if (!window.ok) return window;
  switch (window.value.kind) {
    case 'open':
      return ok(null);
    case 'outside-hours': {
      const { opensAt } = window.value;
      return err(appError('outside-hours', { details: { time: opensAt === null ? '-' : hongKongTime(opensAt) } }));
    }
    case 'cut-off-passed':
      return err(appError('cut-off-passed', { details: { time: hongKongTime(window.value.cutOffAt) } }));
    default:
      return assertNever(window.value);
  }
}

async function choose(context: CliContext, terminal: Terminal, added: Draft): Promise<Result<Draft>> {
  const changes = changesOf(context, added.draftId);
  return Object.keys(changes).length > 1 ? terminal.call('draft/update', changes) : ok(added);
}

/**
 * Brings a file in, chooses as the options say, and checks it as the screen does. A draft that cannot be sent is removed again; its
 * findings are told by `onChecked` in any case.
 */
export async function prepareDraft(
  context: CliContext,
  terminal: Terminal,
  order: { readonly file: string; readonly history: SentBefore; readonly onChecked: (draft: Draft) => void },
): Promise<Result<Prepared>> {
  const added = await terminal.addFile(order.file);
  if (!added.ok) return added;
  const { draftId } = added.value;
  const remove = () => terminal.call('draft/remove', { draftId });
  const draft = await choose(context, terminal, added.value);
  if (!draft.ok) {
    await remove();
    return draft;
  }
  order.onChecked(draft.value);
  const refusal = refusalOf(context, draft.value);
  const before = refusal.ok
    ? await sentBefore(context, terminal, { draft: draft.value, history: order.history })
    : refusal;
  // What is under way has been sent, whatever the hour.
  const isNew = before.ok && before.value === null;
  const inTime = isNew ? await windowRefusal(context, terminal, draft.value) : ok(null);
  if (!isNew || !inTime.ok) await remove();
  if (!before.ok) return before;
  if (!inTime.ok) return inTime;
  return ok(
    before.value === null
      ? { kind: 'draft', draft: draft.value }
      : { kind: 'under-way', draft: draft.value, submission: before.value },
  );
}
