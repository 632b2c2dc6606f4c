import { createParser } from 'eventsource-parser';
import type { ClientListener } from './client.ts';
import { parseEvent } from './client.ts';

export interface EventStreamOptions {
  readonly open: (signal: AbortSignal) => Promise<Response>;
  readonly listener: ClientListener;
  /** Waits before the next attempt, in ms; the last one repeats. */
  readonly waits?: readonly number[];
  /** The program sends a heartbeat every 15 s; after this silence in ms the connection counts as lost. */
  readonly silence?: number;
}

const WAITS = [250, 500, 1_000, 2_000, 5_000];
const SILENCE = 40_000;

async function readStream(response: Response, onMessage: (name: string, data: string) => void): Promise<void> {
  if (!response.ok || !response.body) throw new Error(`no event stream: ${response.status}`);
  const parser = createParser({
    onEvent: (message) => onMessage(message.event ?? 'message', message.data),
    maxBufferSize: 4 * 1024 * 1024,
  });
  const decoder = new TextDecoder();
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    parser.feed(decoder.decode(value, { stream: true }));
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** Runs one connection to its end. True when it had been established. */
async function connectOnce(options: EventStreamOptions, closed: AbortSignal): Promise<boolean> {
  const attempt = new AbortController();
  const stop = () => attempt.abort();
  closed.addEventListener('abort', stop, { once: true });
  let established = false;
  let watch = setTimeout(stop, options.silence ?? SILENCE);
  const onMessage = (name: string, data: string) => {
    clearTimeout(watch);
    watch = setTimeout(stop, options.silence ?? SILENCE);
    if (name === 'ready') {
      established = true;
      options.listener.connected();
    }
    if (name !== 'message') return;
    const event = parseEvent(JSON.parse(data));
    if (event) options.listener.event(event);
  };
  try {
    await readStream(await options.open(attempt.signal), onMessage);
  } catch {
    // Refused, cut, silent or not an event stream: for the page all of them are a lost connection, told by the caller.
  } finally {
    clearTimeout(watch);
    closed.removeEventListener('abort', stop);
  }
  return established;
}

/** Keeps the stream of events open until the returned function is called, reconnecting with growing waits. */
export function openEventStream(options: EventStreamOptions): () => void {
  const closing = new AbortController();
  const waits = options.waits ?? WAITS;
  const run = async () => {
    let failures = 0;
    while (!closing.signal.aborted) {
      const established = await connectOnce(options, closing.signal);
      if (closing.signal.aborted) return;
      failures = established ? 0 : failures + 1;
      options.listener.lost();
      await pause(waits[Math.min(failures, waits.length - 1)] ?? SILENCE, closing.signal);
    }
  };
  void run();
  return () => closing.abort();
}
