import { expect, test } from 'vitest';
import { locally } from '../../../../main/download/place-file.ts';
import { onThisPc } from '../../../../main/transfer/download/part-file.ts';

/** What libuv says of an error of Windows that it has no name for, as shares give them. */
async function fail(): Promise<never> {
  throw Object.assign(new Error('UNKNOWN: unknown error, link'), { code: 'UNKNOWN' });
}

test('a failure of the file system without a name is one of the folder, not a bug', async () => {
  const error = { code: 'local-folder-unusable', details: { reason: 'UNKNOWN' } };
  expect(await locally(fail)).toMatchObject({ ok: false, error });
  await expect(onThisPc(fail)).rejects.toMatchObject({ error });
});
