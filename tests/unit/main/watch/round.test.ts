import { expect, test } from 'vitest';
import type { WatchChoice } from '../../../../main/ledger/ledger.ts';
import type { WatchContext } from '../../../../main/watch/context.ts';
import { round } from '../../../../main/watch/round.ts';

/** What libuv says of an error of Windows that it has no name for, as shares give them. */
const strange = Object.assign(new Error('UNKNOWN: unknown error, scandir'), { code: 'UNKNOWN' });

test('a share that fails in a way without a name stops its own folder only, and says so', async () => {
  const looked: string[] = [];
  const looks: WatchContext['looks'] = new Map();
  const context = {
    open: new Map(),
    looks,
    trouble: null,
    closing: new AbortController().signal,
    lease: () => ({ isMine: () => true }),
    folders: {
      pathOf(folderId: string) {
        looked.push(folderId);
        throw strange;
      },
    },
  } as unknown as WatchContext;
  const on = { on: true } as WatchChoice;
  await round(
    context,
    new Map([
      ['SD1', on],
      ['SD2', on],
    ]),
  );
  expect(looked).toEqual(['SD1', 'SD2']);
  expect(looks.get('SD1')?.trouble).toMatchObject({ code: 'local-folder-unusable', details: { reason: 'UNKNOWN' } });
});
