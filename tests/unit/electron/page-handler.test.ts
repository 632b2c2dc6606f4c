import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPageFiles } from '../../../main/app/read-page-files.ts';
import { createPageHandler } from '../../../main/electron/page-handler.ts';

const SECRET = 'outside the bundle';
let folder = '';
let handle: (request: Request) => Response;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'ccms-page-'));
  await mkdir(path.join(folder, 'renderer', 'assets'), { recursive: true });
  await writeFile(path.join(folder, 'secret.html'), SECRET);
  await writeFile(path.join(folder, 'renderer', 'index.html'), '<!doctype html>');
  await writeFile(path.join(folder, 'renderer', 'assets', 'index.js'), 'page();');
  handle = createPageHandler(await readPageFiles(path.join(folder, 'renderer')));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const climbs = [
  '../secret.html',
  '/../secret.html',
  'assets/../../secret.html',
  '%2e%2e/secret.html',
  '%2e%2e%2fsecret.html',
  '..%2fsecret.html',
  '..%5csecret.html',
  '..\\secret.html',
  '....//secret.html',
  '..;/secret.html',
  '%252e%252e%252fsecret.html',
  '..%c0%afsecret.html',
  '%c0%ae%c0%ae/secret.html',
  '..%00/secret.html',
  'index.html%00../../secret.html',
  'assets/%2e%2e%5c%2e%2e%5csecret.html',
  '//secret.html',
  'C:/secret.html',
  'file:///secret.html',
  '%u002e%u002e/secret.html',
  '.%2e/.%2e/secret.html',
  'assets//..//..//secret.html',
  '\u2025/secret.html',
  '..\u2215secret.html',
];

describe('the page handler', () => {
  it('serves the page with the exact policy', async () => {
    const answer = handle(new Request('ccms://terminal/'));
    expect(await answer.text()).toBe('<!doctype html>');
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const policy = (answer.headers.get('content-security-policy') ?? '').replace(/ 'sha256-[A-Za-z0-9+/]{43}='/g, '');
    expect(policy).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'none'; " +
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
    );
  });

  it.each(['ccms://terminal/assets/index.js', 'ccms://terminal/missing', 'ccms://other/'])(
    'sends the policy with every answer: %s',
    (url) => {
      const { headers } = handle(new Request(url));
      expect(headers.get('content-security-policy')).toContain("connect-src 'none'");
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    },
  );

  it.each(climbs)('never leaves the bundle: %s', async (climb) => {
    const text = await handle(new Request(`ccms://terminal/${climb}`)).text();
    expect(text).not.toContain(SECRET);
  });

  it.each(['ccms://terminal.example/', 'ccms://other/index.html', 'ccms:///index.html', 'https://terminal/index.html'])(
    'answers for its own host only: %s',
    (url) => {
      expect(handle(new Request(url)).status).toBe(403);
    },
  );

  it('answers GET only', () => {
    expect(handle(new Request('ccms://terminal/', { method: 'POST', body: 'x' })).status).toBe(405);
  });
});
