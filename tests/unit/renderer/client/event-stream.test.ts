import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { openEventStream } from '../../../../renderer/client/event-stream.ts';
import type { AppEvent } from '../../../../shared/contract/index.ts';

const endings: (() => void)[] = [];
afterEach(() => {
  for (const end of endings.splice(0)) end();
});

/** A server whose every request is handed to the test, and a stream that is open to it. */
async function streamTo(onRequest: (response: ServerResponse, attempt: number) => void, silence = 5_000) {
  let attempts = 0;
  const server = createServer((_request, response) => {
    attempts += 1;
    onRequest(response, attempts);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/events`;
  const seen: (string | AppEvent)[] = [];
  const close = openEventStream({
    open: (signal) => fetch(url, { method: 'POST', signal }),
    listener: {
      event: (event) => seen.push(event),
      connected: () => seen.push('connected'),
      lost: () => seen.push('lost'),
    },
    waits: [5],
    silence,
  });
  endings.push(
    close,
    () => server.closeAllConnections(),
    () => server.close(),
  );
  const until = async (fits: () => boolean) => {
    while (!fits()) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  return { seen, until, close };
}

const begin = (response: ServerResponse) => {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write('event: ready\ndata: {}\n\n');
};
const removed: AppEvent = { name: 'draft/removed', payload: { draftId: 'd1' } };

describe('openEventStream', () => {
  it('tells events, one cut in two pieces included, and drops what is no event of the contract', async () => {
    const { seen, until } = await streamTo((response) => {
      begin(response);
      response.write('event: heartbeat\ndata: {}\n\n');
      response.write('data: {"name":"made-up","payload":{}}\n\n');
      const text = `data: ${JSON.stringify(removed)}\n\n`;
      response.write(text.slice(0, 20));
      setTimeout(() => response.write(text.slice(20)), 20);
    });
    await until(() => seen.length === 2);
    expect(seen).toEqual(['connected', removed]);
  });

  it('comes back after the connection was cut, and says both', async () => {
    const { seen, until } = await streamTo((response, attempt) => {
      if (attempt === 2) response.writeHead(503).end();
      else begin(response);
      if (attempt === 1) setTimeout(() => response.destroy(), 10);
    });
    await until(() => seen.filter((what) => what === 'connected').length === 2);
    expect(seen).toEqual(['connected', 'lost', 'lost', 'connected']);
  });

  it('takes a connection on which nothing comes for lost', async () => {
    const { seen, until } = await streamTo(begin, 1_000);
    await until(() => seen.includes('lost'));
    expect(seen.slice(0, 2)).toEqual(['connected', 'lost']);
  });

  it('ends when it is closed', async () => {
    const { seen, until, close } = await streamTo(begin);
    await until(() => seen.length === 1);
    close();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(seen).toEqual(['connected']);
  });
});
