import { mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDispatch } from '../../../../main/app/dispatch.ts';
import type { Handlers } from '../../../../main/app/handlers/handlers.ts';
import { openLog } from '../../../../main/app/log.ts';
import type { CallName } from '../../../../shared/contract/index.ts';
import { ok } from '../../../../shared/lib/result.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'ccms-log-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('the log', () => {
  // The device whose every write answers ENOSPC is Linux' own.
  it.runIf(process.platform === 'linux')('lets calls be answered while the disk is full', async () => {
    await mkdir(path.join(folder, 'logs'));
    await symlink('/dev/full', path.join(folder, 'logs', 'terminal.jsonl'));
    const log = openLog(folder);
    const handlers = { 'draft/list': () => ok([]) } as unknown as Handlers<CallName>;
    const dispatch = createDispatch({ handlers, log, refusal: () => null });

    for (let call = 0; call < 3; call += 1) expect(await dispatch('draft/list', {})).toEqual(ok([]));

    log.event('closed');
    log.close();
  });

  it('keeps the class and the place of a bug, and nothing of its message', async () => {
    const log = openLog(folder);
    log.bug('draft/list', new TypeError('the password is hunter2'));
    log.close();
    const line = await readFile(path.join(folder, 'logs', 'terminal.jsonl'), 'utf8');
    expect(JSON.parse(line)).toMatchObject({ bug: 'draft/list', type: 'TypeError' });
    expect(line).not.toContain('hunter2');
  });
});
