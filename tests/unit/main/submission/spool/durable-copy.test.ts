import { readlinkSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { openSpool } from '../../../../../main/submission/spool/spool.ts';
import { writeToSpool } from '../../../../../main/submission/spool/write-to-spool.ts';
import { incoming, temporaryFolder } from '../../../../helpers/submission-setup.ts';

/** Runs the work and tells what was made durable meanwhile; every call is still done. */
async function whileWatchingSync(work: (told: string[]) => Promise<void>): Promise<string[]> {
  const told: string[] = [];
  const any = await open('/dev/null');
  const handles = Object.getPrototypeOf(any) as FileHandle;
  await any.close();
  const { sync } = handles;
  handles.sync = async function watchedSync(this: FileHandle): Promise<void> {
    const file = readlinkSync(`/proc/self/fd/${this.fd}`);
    await sync.call(this);
    told.push(file);
  };
  try {
    await work(told);
  } finally {
    handles.sync = sync;
  }
  return told;
}

/* Whether bytes survive a loss of power cannot be seen from here; whether the disk was asked to keep them, and when, can. */
it.runIf(process.platform === 'linux')(
  'the copy and its folder are made durable, in this order, before it counts',
  async () => {
    const place = await temporaryFolder();
    const spool = await openSpool(place.folder);
    const told = await whileWatchingSync(async (synced) => {
      const onStep = (step: string) => {
        if (step.startsWith('spool-written')) synced.push(step);
      };
      await writeToSpool(incoming('x.csv', 'a,b\n'), { spool, id: 'one', maxBytes: 1_000, onStep });
    });
    expect(told).toEqual([
      'spool-written:before',
      spool.pathOf('one'),
      path.join(place.folder, 'spool'),
      'spool-written:after',
    ]);
    await place.remove();
  },
);
