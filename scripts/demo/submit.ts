import type { Submission } from '../../shared/contract/submission.ts';
import type { Terminal } from './terminal.ts';

const FIRST = 'trade_ref,stock_code,side,quantity,price,stamp_duty\nPX0001,00005,B,400,62.15,25\n';
const CORRECTED = 'trade_ref,stock_code,side,quantity,price,stamp_duty\nPX0001,00005,B,4000,62.15,249\n';

function nameFor(day: string): string {
  return `SD_01234_${day.replaceAll('-', '')}.csv`;
}

function dayBefore(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}

/** Waits (30 s at most) until a submission has its outcome. */
async function outcomeOf(terminal: Terminal, submission: Submission): Promise<Submission> {
  const isOpen = (state: Submission['state']) => ['checked', 'sending', 'sent', 'in-doubt'].includes(state);
  const deadline = Date.now() + 30_000;
  for (;;) {
    const list = await terminal.call('submission/list', { limit: 50 });
    const now = list.find((one) => one.submissionId === submission.submissionId);
    if (now && !isOpen(now.state)) return now;
    if (Date.now() > deadline) throw new Error(`no outcome for ${submission.fileName} within 30 s`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function confirm(terminal: Terminal, draftId: string, replace: boolean): Promise<void> {
  const submitted = await terminal.call('submission/submit', { draftId, replace, despiteRefusal: false });
  const done = await outcomeOf(terminal, submitted);
  if (done.state !== 'confirmed') throw new Error(`${done.fileName} ended ${done.state}: ${done.error?.code ?? ''}`);
  if (done.exchangeSha256 !== done.sha256) throw new Error('confirmed without equal SHA-256');
  terminal.say(
    `${done.fileName} confirmed: the exchange's SHA-256 is ${done.exchangeSha256}${done.replaced ? ' (replaced)' : ''}.`,
  );
}

/** Meets the predicted 4505 on a wrong Input Date, corrects it with the proposed fix, and submits. */
export async function submitWithWrongDate(terminal: Terminal, day: string): Promise<void> {
  const draft = await terminal.addDraft(nameFor(day), FIRST);
  terminal.say(
    `${draft.fileName} copied and hashed: ${draft.sha256}; Input Date ${draft.inputDate} proposed from its name.`,
  );
  const wrong = await terminal.call('draft/update', { draftId: draft.draftId, inputDate: dayBefore(day) });
  const finding = wrong.findings.find((one) => one.exchangeCode === '4505');
  if (finding?.level !== 'refusal' || finding.fix?.value !== day) throw new Error('4505 was not predicted');
  terminal.say(
    `Input Date ${wrong.inputDate}: the exchange would answer ${finding.exchangeCode}; the fix is ${finding.fix.value}.`,
  );
  const refused = { draftId: draft.draftId, replace: false, despiteRefusal: false };
  await terminal.expectRefusal('submission/submit', refused, 'draft-refused');
  const right = await terminal.call('draft/update', { draftId: draft.draftId, inputDate: finding.fix.value });
  if (right.findings.some((one) => one.level === 'refusal')) throw new Error('a refusal is left after the fix');
  await confirm(terminal, draft.draftId, false);
}

/** Submits corrected content under the same name: asked before it replaces (seed ECP FAQ item 25). */
export async function submitCorrected(terminal: Terminal, day: string): Promise<void> {
  const draft = await terminal.addDraft(nameFor(day), CORRECTED);
  const unasked = { draftId: draft.draftId, replace: false, despiteRefusal: false };
  await terminal.expectRefusal('submission/submit', unasked, 'replace-unconfirmed');
  terminal.say(`The exchange holds another ${draft.fileName}; nothing is replaced without a yes.`);
  await confirm(terminal, draft.draftId, true);
}

/** Lists what the exchange has, and expects a number of rows. */
export async function listActivity(terminal: Terminal, rows: number): Promise<void> {
  const page = await terminal.call('activity/query', {});
  if (page.total !== rows) throw new Error(`${page.total} rows of activity instead of ${rows}`);
  for (const row of page.rows) {
    terminal.say(
      `Activity: ${row.fileName} ${row.inputDate} ${row.size} B ${row.sha256.slice(0, 8)} ${row.status}, ${row.verdict}.`,
    );
  }
}

/** The file that was sent is matched; the same with one figure changed differs; another is not found. */
export async function checkFiles(terminal: Terminal, day: string): Promise<void> {
  const cases = [
    { name: nameFor(day), content: CORRECTED, outcome: 'matched' },
    { name: nameFor(day), content: CORRECTED.replace('249', '248'), outcome: 'differs' },
    { name: 'SD_01235_20200102.csv', content: 'never sent\n', outcome: 'not-found' },
  ] as const;
  for (const { name, content, outcome } of cases) {
    const result = await terminal.checkFile(name, content);
    if (result.outcome !== outcome) throw new Error(`${name} was ${result.outcome} instead of ${outcome}`);
    terminal.say(`Check ${name} (${result.sha256.slice(0, 8)}): ${result.outcome}.`);
  }
}
