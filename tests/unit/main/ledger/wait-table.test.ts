import { expect, test } from 'vitest';
import { openLedger } from '../../../../main/ledger/open-ledger.ts';
import { good, temporaryFolder } from '../../../helpers/submission-setup.ts';

test('the newest wait of each server is kept over a restart', async () => {
  const place = await temporaryFolder();
  const open = () => good(openLedger({ dataFolder: place.folder, clock: { now: () => 1, monotonic: () => 1 } }));
  const first = open();
  expect(first.waits.read('https://sso.example')).toBeNull();
  good(first.waits.keep('https://sso.example', { since: 10, until: 20 }));
  good(first.waits.keep('https://ecp.example', { since: 11, until: 12 }));
  good(first.waits.keep('https://sso.example', { since: 30, until: 90 }));
  first.close();
  const second = open();
  expect(second.waits.read('https://sso.example')).toEqual({ since: 30, until: 90 });
  expect(second.waits.read('https://ecp.example')).toEqual({ since: 11, until: 12 });
  second.close();
  await place.remove();
});
