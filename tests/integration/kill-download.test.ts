import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { putResult } from '../helpers/download-setup.ts';
import type { KillDownloadReport } from '../helpers/kill-download-order.ts';
import { runKillDownload } from '../helpers/run-kill-child.ts';
import { SFTP_USER, type SftpPractice, setUpSftpPractice } from '../helpers/sftp-practice.ts';
import { temporaryFolder } from '../helpers/submission-setup.ts';

/*
 * The program is ended by SIGKILL at each point of a download; a second process over the same data folder then finishes it. Whoever takes
 * files from the inbox must find it there once, also when they took it before the second start.
 */
const SIZE = 20_000_000;
const PIECES = Math.ceil(SIZE / (128 * 1024));
const points = [
  { step: 'download-bytes:1', delivered: false, saved: 0 },
  { step: `download-bytes:${PIECES - 5}`, delivered: false, saved: 100 },
  { step: 'download-moved:before', delivered: false, saved: PIECES },
  { step: 'download-linked', delivered: true, saved: PIECES },
  { step: 'download-moved:after', delivered: true, saved: PIECES },
  { step: 'download-delivered:after', delivered: true, saved: PIECES },
] as const;

describe('a download that is killed', () => {
  let practice: SftpPractice;
  let local: Awaited<ReturnType<typeof temporaryFolder>>;
  let sha256 = '';
  const name = 'SD_01234_20260522.csv.response.csv';
  beforeAll(async () => {
    practice = await setUpSftpPractice();
    local = await temporaryFolder();
    sha256 = putResult(practice.stateFolder, name, { content: randomBytes(SIZE) });
  });
  afterAll(async () => {
    await practice.close();
    await local.remove();
  });

  async function killedAndFinished(
    step: string,
    taken: boolean,
  ): Promise<{ report: KillDownloadReport; inbox: string }> {
    const dataFolder = path.join(local.folder, `${step.replace(':', '-')}-${taken}`);
    mkdirSync(dataFolder);
    const { profile } = practice.exchange;
    const order = { dataFolder, profile, userName: SFTP_USER, privateKey: practice.privateKey };
    expect(await runKillDownload({ ...order, killAt: step })).toEqual({ kind: 'killed' });
    const inbox = path.join(dataFolder, 'files', 'SD1', 'inbox');
    if (taken) rmSync(path.join(inbox, name));
    const finished = await runKillDownload({ ...order, killAt: null });
    if (finished.kind !== 'finished') throw new Error(JSON.stringify(finished));
    const { report } = finished;
    // A third start has nothing to do.
    expect(await runKillDownload({ ...order, killAt: null })).toEqual({
      kind: 'finished',
      report: { ...report, pieces: 0 },
    });
    return { report, inbox };
  }

  it.each(points)('at $step is delivered once', async ({ step, saved }) => {
    const { report, inbox } = await killedAndFinished(step, false);
    expect(report).toMatchObject({ rows: [{ fileName: name, state: 'delivered', sha256 }], isIntact: true });
    expect(report.pieces).toBeLessThanOrEqual(PIECES - saved + 1);
    expect(readdirSync(inbox).filter((each) => !each.startsWith('.'))).toEqual([name]);
    expect(
      createHash('sha256')
        .update(readFileSync(path.join(inbox, name)))
        .digest('hex'),
    ).toBe(sha256);
    const rest = path.join(inbox, '.fetching');
    expect(existsSync(rest) ? readdirSync(rest) : []).toEqual([]);
  });

  it.each(points.filter(({ delivered, step }) => delivered && step !== 'download-linked'))(
    'at $step is not delivered again to whoever took it meanwhile',
    async ({ step }) => {
      const { report, inbox } = await killedAndFinished(step, true);
      expect(report).toMatchObject({ rows: [{ state: 'delivered', sha256 }], pieces: 0, isIntact: true });
      expect(readdirSync(inbox).filter((each) => !each.startsWith('.'))).toEqual([]);
    },
  );
});
