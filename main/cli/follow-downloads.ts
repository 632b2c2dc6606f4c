import type { Download } from '../../shared/contract/download.ts';
import type { CliContext } from './context.ts';
import type { Terminal } from './terminal.ts';

/** States of what has not come to an end. */
const open: ReadonlySet<Download['state']> = new Set(['new', 'waiting', 'fetching']);

/** Waits from now on for the end of what is fetched. */
export interface UntilIdle {
  /** Settles when nothing is looked for or fetched any more, at `--timeout`, and when the command is interrupted. */
  readonly done: Promise<void>;
  /** What was fetched or tried since, as it was told of last. */
  ended(): readonly Download[];
  close(): void;
}

/** The first news that nothing goes on may be of the time before: some work must have been seen. */
export function untilIdle({ printer, interrupted, timeout }: CliContext, terminal: Terminal): UntilIdle {
  const { promise, resolve } = Promise.withResolvers<void>();
  let hasBegun = false;
  // By the news, not by the time of a row: one that fails as before gets no new row, and a clock may be set back meanwhile.
  const rows = new Map<string, Download>();
  const unsubscribe = terminal.subscribe((event) => {
    if (event.name === 'download/progress') {
      const { downloadId, receivedBytes: sentBytes, totalBytes } = event.payload;
      const file = rows.get(downloadId)?.fileName ?? null;
      const text = file === null ? undefined : `${file}  ${Math.floor((100 * sentBytes) / Math.max(1, totalBytes))} %`;
      printer.event({ event: 'progress', file, sentBytes, totalBytes }, text);
    }
    if (event.name !== 'download/changed') return;
    for (const row of event.payload.rows) rows.set(row.downloadId, row);
    hasBegun ||= event.payload.status.busy !== 'no';
    if (hasBegun && event.payload.status.busy === 'no') resolve();
  });
  const stop = AbortSignal.any([interrupted, timeout, terminal.gone]);
  stop.addEventListener('abort', () => resolve(), { once: true });
  if (stop.aborted) resolve();
  return {
    done: promise,
    ended: () => [...rows.values()].filter(({ state }) => !open.has(state)),
    close: unsubscribe,
  };
}
