import { appError } from '../../shared/contract/errors.ts';
import type { Draft } from '../../shared/contract/submission.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import { checkFileName } from '../../shared/model/check-file-name.ts';
import { proposeChoices } from '../../shared/model/propose-choices.ts';
import type { DraftRecord } from '../ledger/ledger.ts';
import { lastChoicesFor, type SubmissionContext } from './context.ts';
import { describeDraft } from './describe.ts';
import type { ExchangeView } from './exchange-view.ts';
import { lookAtContent } from './spool/look-at-content.ts';
import { writeToSpool } from './spool/write-to-spool.ts';
import type { IncomingBytes } from './submission-service.ts';

/** The bound while no folder is known: nothing is copied without end. */
const LARGEST_WITHOUT_CATALOGUE = 2 * 1024 ** 3;

function largestFile(exchange: ExchangeView): number {
  const limits = exchange.folders()?.map((folder) => folder.maxBytes) ?? [];
  return limits.length > 0 ? Math.max(...limits) : LARGEST_WITHOUT_CATALOGUE;
}

function recordDraft(context: SubmissionContext, record: DraftRecord): Result<Draft> {
  context.onStep('draft-recorded:before');
  const written = context.ledger.addDraft(record.facts, record.choices);
  if (!written.ok) return written;
  context.onStep('draft-recorded:after');
  const draft = describeDraft(record, context.exchange);
  context.publish({ name: 'draft/changed', payload: draft });
  return ok(draft);
}

/**
 * Copies a chosen file into the spool, hashes it, looks at it and makes it a draft with what its name proposes. A file that never
 * became a draft leaves nothing behind. Errors: `file-name-unusable` (details.problem), `file-empty`, `file-too-large`, `file-changed`,
 * `file-unreadable`, `disk-full`, `ledger-damaged`.
 */
export async function addFile(context: SubmissionContext, file: IncomingBytes): Promise<Result<Draft>> {
  const problem = checkFileName(file.fileName);
  if (problem) return err(appError('file-name-unusable', { details: { problem } }));
  const draftId = file.draftId ?? context.newId();
  if (file.attended === false) context.unattended.add(draftId);
  const { spool, onStep, exchange } = context;
  const copied = await writeToSpool(file, { spool, id: draftId, maxBytes: largestFile(exchange), onStep });
  if (!copied.ok) return copied;
  const facts = {
    draftId,
    fileName: file.fileName,
    ...copied.value,
    notCsvAtLine: await lookAtContent(spool.pathOf(draftId)),
    addedAt: context.clock.now(),
  };
  const choices = proposeChoices(file.fileName, exchange.folders() ?? [], lastChoicesFor(context, draftId));
  const draft = recordDraft(context, { facts, choices });
  if (!draft.ok) await spool.remove(draftId);
  return draft;
}
