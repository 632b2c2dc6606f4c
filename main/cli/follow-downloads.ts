import type { CliContext } from './context.ts';
import type { Terminal } from './terminal.ts';

/** Waits from now on for the end of what is fetched. */
export interface UntilIdle {
  /** Settles when nothing is looked for or fetched any more, at `--timeout`, and when the command is interrupted. */
  readonly done: Promise<void>;
  close(): void;
}

/** The first news that nothing goes on may be of the time before: some work must have been seen. */
export function untilIdle({ printer, interrupted, timeout }: CliContext, terminal: Terminal): UntilIdle {
  const { promise, resolve } = Promise.withResolvers<void>();
  let hasBegun = false;
  const names = new Map<string, string>();
  const unsubscribe = terminal.subscribe((event) => {
    if (event.name === 'download/progress') {
      const { downloadId, receivedBytes: sentBytes, totalBytes } = event.payload;
      const file = names.get(downloadId) ?? null;
      const text = file === null ? undefined : `${file}  ${Math.floor((100 * sentBytes) / Math.max(1, totalBytes))} %`;
      printer.event({ event: 'progress', file, sentBytes, totalBytes }, text);
    }
    if (event.name !== 'download/changed') return;
    for (const { downloadId, fileName } of event.payload.rows) names.set(downloadId, fileName);
    hasBegun ||= event.payload.status.busy !== 'no';
    if (hasBegun && event.payload.status.busy === 'no') resolve();
  });
  const stop = AbortSignal.any([interrupted, timeout, terminal.gone]);
  stop.addEventListener('abort', () => resolve(), { once: true });
  if (stop.aborted) resolve();
  return { done: promise, close: unsubscribe };
}
