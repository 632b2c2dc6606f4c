import { request } from 'node:http';
import type { TLSSocket } from 'node:tls';
import type { DiagnosticDetails } from '../../../shared/contract/diagnostics.ts';
import { type Finding, failed, passed } from '../finding.ts';
import { codeOf } from '../plain-text.ts';
import type { StageContext } from '../stage-context.ts';
import { type Expectation, judgeAnswer } from './judge-answer.ts';
import type { PageAnswer } from './page-answer.ts';

export interface PageQuestion {
  readonly socket: TLSSocket;
  readonly url: URL;
  readonly expectation: Expectation;
  readonly userAgent: string;
  readonly now: () => number;
}

const MAX_BYTES = 64 * 1024;

/** GETs a page over a connection that is believed, and nothing more: no cookie, no token, no redirect followed. */
function ask({ socket, url, userAgent, now }: PageQuestion): Promise<PageAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<PageAnswer>();
  const askedAt = now();
  const asking = request({
    createConnection: () => socket,
    path: url.pathname,
    headers: { Host: url.host, 'User-Agent': userAgent, Accept: 'text/html, application/json', Connection: 'close' },
  });
  asking.on('error', reject);
  asking.once('response', (answer) => {
    const answeredAt = now();
    const chunks: Buffer[] = [];
    let length = 0;
    const finish = () =>
      resolve({
        status: answer.statusCode ?? 0,
        location: answer.headers.location ?? null,
        date: answer.headers.date ?? null,
        text: Buffer.concat(chunks).toString('utf8'),
        askedAt,
        answeredAt,
      });
    answer.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      length += chunk.length;
      if (length >= MAX_BYTES) finish();
    });
    answer.once('end', finish);
    answer.on('error', reject);
  });
  asking.end();
  return promise;
}

/** Asks for the page and recognises it. Gives the answer to the clock's stage even when it was the wrong one. */
export async function fetchHttp(question: PageQuestion, context: StageContext): Promise<Finding<PageAnswer>> {
  const url = `${question.url.origin}${question.url.pathname}`;
  context.note({ url });
  let answer: PageAnswer;
  try {
    answer = await ask(question);
  } catch (failure) {
    const cause = codeOf(failure);
    return failed(cause.startsWith('HPE_') ? 'not-http' : 'answer-cut', { url, cause });
  }
  const verdict = judgeAnswer(answer, question.expectation, question.url);
  const details: DiagnosticDetails = { url, status: answer.status, ...verdict.details };
  return verdict.kind === 'good' ? passed(verdict.reason, answer, details) : failed(verdict.reason, details);
}
