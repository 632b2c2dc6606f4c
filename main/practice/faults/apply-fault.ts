import { setTimeout as sleep } from 'node:timers/promises';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { MiddlewareHandler } from 'hono';
import type { PracticeEnv, PracticeRequest } from '../net/practice-env.ts';
import { drainBody } from '../net/read-body.ts';
import type { Fault, FaultEndpoint } from './fault.ts';
import type { FaultBoard } from './fault-board.ts';

const HUGE_BYTES = 10 * 1024 * 1024;
const NESTED_DEPTH = 100_000;
const MAX_DRAIN = 256 * 1024 * 1024;

/** Middleware that draws the next fault of an endpoint and carries it out around the request. */
export function withFaults(board: FaultBoard, endpoint: FaultEndpoint): MiddlewareHandler<PracticeEnv> {
  return async (request, next) => {
    const fault = board.take(endpoint);
    request.set('fault', fault);
    if (!fault) return next();
    const replacement = spoiltAnswer(fault);
    if (replacement && 'processed' in fault && !fault.processed) {
      await drainBody(request, MAX_DRAIN);
      return replacement;
    }
    await next();
    if (replacement) request.res = replacement;
    else await spoilAnswer(request, fault);
    return undefined;
  };
}

/** The whole answer of a fault that does not need the right one. */
function spoiltAnswer(fault: Fault): Response | null {
  switch (fault.kind) {
    case 'status':
      return new Response('{"error":"server_error","code":"P503","message":"scripted fault"}', {
        status: fault.status,
        headers: {
          'content-type': 'application/json',
          ...(fault.retryAfterSeconds === undefined ? {} : { 'retry-after': String(fault.retryAfterSeconds) }),
        },
      });
    case 'html':
      return new Response('<!doctype html><title>Gateway</title><h1>It works</h1>', {
        headers: { 'content-type': 'text/html; charset=utf-8' },
      });
    case 'empty':
      return new Response('', { headers: { 'content-type': 'application/json' } });
    case 'huge':
      return new Response(`{"filler":"${'x'.repeat(HUGE_BYTES)}"}`, {
        headers: { 'content-type': 'application/json' },
      });
    case 'nested':
      return new Response('['.repeat(NESTED_DEPTH) + ']'.repeat(NESTED_DEPTH), {
        headers: { 'content-type': 'application/json' },
      });
    case 'redirect':
      return new Response(null, { status: 307, headers: { location: fault.to } });
    default:
      return null;
  }
}

/** Changes the right answer, or the way it travels. */
async function spoilAnswer(request: PracticeRequest, fault: Fault): Promise<void> {
  const right = request.res;
  switch (fault.kind) {
    case 'slow':
      await sleep(fault.milliseconds);
      return;
    case 'cut-answer':
      request.env.incoming.socket.destroy();
      request.res = RESPONSE_ALREADY_SENT;
      return;
    case 'truncated':
      await sendHalf(request, right);
      return;
    case 'wrong-content-type':
      request.res = new Response(await right.text(), {
        status: right.status,
        headers: { 'content-type': 'text/plain' },
      });
      return;
    case 'wrong-checksum':
      request.res = await replaceText(right, /"sha256":"[0-9a-f]{64}"/g, `"sha256":"${'0'.repeat(64)}"`);
      return;
    case 'bearer':
      request.res = await replaceText(right, /"token_type":"DPoP"/g, '"token_type":"Bearer"');
      return;
    default:
      // The remaining faults act inside the handlers.
      return;
  }
}

async function replaceText(right: Response, pattern: RegExp, by: string): Promise<Response> {
  const headers = new Headers(right.headers);
  headers.delete('content-length');
  return new Response((await right.text()).replace(pattern, by), { status: right.status, headers });
}

/** Announces the whole length, sends half of the bytes and cuts the connection. */
async function sendHalf(request: PracticeRequest, right: Response): Promise<void> {
  const body = Buffer.from(await right.arrayBuffer());
  const { outgoing, incoming } = request.env;
  outgoing.writeHead(right.status, { 'content-type': 'application/json', 'content-length': body.length });
  await new Promise<void>((resolve) => outgoing.write(body.subarray(0, Math.floor(body.length / 2)), () => resolve()));
  incoming.socket.destroy();
  request.res = RESPONSE_ALREADY_SENT;
}
