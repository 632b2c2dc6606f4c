import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { chooseHost } from '../../scripts/lib/choose-host.ts';
import { electronBinary } from '../../scripts/lib/electron-binary.ts';
import { calls } from '../../shared/contract/index.ts';

/** Why Electron cannot be driven here; null when it can. */
function reasonToSkip(): string | null {
  if (electronBinary() === null) return 'no Electron: npm run setup:electron fetches it';
  const choice = chooseHost({ platform: process.platform, env: process.env, uid: process.getuid?.() }, false);
  return choice.kind === 'preview' ? choice.reason : null;
}

const reason = reasonToSkip();
const root = path.resolve(import.meta.dirname, '../..');

describe('the terminal in Electron', () => {
  let dataFolder = '';
  let electron: ElectronApplication;
  let page: Page;

  beforeAll(async () => {
    if (reason !== null) return;
    dataFolder = await mkdtemp(path.join(os.tmpdir(), 'ccms-electron-'));
    const env = Object.entries(process.env).filter(([name]) => name !== 'NODE_OPTIONS');
    electron = await _electron.launch({
      executablePath: electronBinary() ?? '',
      args: ['.', '--data-folder', dataFolder],
      cwd: root,
      env: Object.fromEntries(env.map(([name, value]) => [name, value ?? ''])),
    });
    page = await electron.firstWindow();
  });
  afterAll(async () => {
    if (reason !== null) return;
    await electron.close();
    await rm(dataFolder, { recursive: true, force: true });
  });
  beforeEach((context) => {
    if (reason !== null) context.skip(reason);
  });

  it('shows the log-in screen of the practice exchange', async () => {
    expect(page.url()).toBe('ccms://terminal/index.html');
    await page.getByText('PRACTICE').first().waitFor();
    await page.getByLabel(/user id/i).waitFor();
  });

  it('gives the page its calls and nothing of Node or Electron', async () => {
    const seen = await page.evaluate(() => ({
      calls: Object.keys((window as unknown as { ccms: { calls: object } }).ccms.calls),
      node: ['require', 'process', 'module', 'Buffer'].filter((name) => name in globalThis),
    }));
    expect(seen.calls.toSorted()).toEqual(Object.keys(calls).toSorted());
    expect(seen.node).toEqual([]);
  });

  it('answers a call', async () => {
    const answer = await page.evaluate(() =>
      (window as unknown as { ccms: { calls: Record<string, (input: unknown) => unknown> } }).ccms.calls[
        'terminal/status'
      ]?.({}),
    );
    expect(answer).toMatchObject({ ok: true, value: { host: 'electron' } });
  });

  it.each(['https://example.com/', 'file:///etc/passwd', 'data:text/html,x'])('does not go to %s', async (url) => {
    await page.evaluate((target) => {
      window.location.href = target;
      window.open(target);
    }, url);
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
    expect(page.url()).toBe('ccms://terminal/index.html');
    expect(electron.windows()).toHaveLength(1);
  });

  it('connects to nothing', async () => {
    const outcome = await page.evaluate(() =>
      fetch('http://127.0.0.1:9/').then(
        () => 'connected',
        () => 'refused',
      ),
    );
    expect(outcome).toBe('refused');
  });
});
