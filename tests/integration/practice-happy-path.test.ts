import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPracticeClient } from '../helpers/practice-client.ts';
import { logInAs, type PracticeSetup, setUpPractice, submissionRequest } from '../helpers/practice-setup.ts';

let setup: PracticeSetup;
beforeAll(async () => {
  setup = await setUpPractice();
});
afterAll(() => setup.close());

test('logs in to CCMS and to ECP, lists folders, submits, asks and lists the activity', async () => {
  const { exchange } = setup;
  const client = await createPracticeClient(exchange.profile);
  await logInAs(exchange, client, 'CHANTM');
  const { accessToken, refreshToken } = await logInAs(exchange, client, 'chan@firm.example');
  expect(exchange.control.logins().map((login) => login.userId)).toEqual(['chan@firm.example', 'CHANTM']);

  const folders = await client.api(accessToken, { method: 'GET', path: '/api/folders/v1' });
  expect(folders.json().data).toMatchObject([{ folderId: 'SD1' }, { folderId: 'HBCNERBN' }, { folderId: 'HBCNOTBN' }]);

  const key = randomUUID();
  const sha256 = createHash('sha256').update('a,b\r\n').digest('hex');
  const submitted = await client.api(accessToken, submissionRequest('a,b\r\n', { key }));
  expect(submitted.status).toBe(201);
  expect(submitted.json().data).toMatchObject([{ sha256, size: 5, status: 'accepted', replacedSha256: null }]);

  const asked = await client.api(accessToken, { method: 'GET', path: `/api/submissions/v1/${key}` });
  expect(asked.json().data).toEqual(submitted.json().data);

  const activities = await client.api(accessToken, { method: 'GET', path: '/api/activities/v1' });
  expect(activities.json()).toMatchObject({ nextCursor: '0', data: [{ sha256, channel: 'web', status: 'accepted' }] });

  const refreshed = await client.refresh('ecp', refreshToken);
  expect(refreshed.json()).toMatchObject({ token_type: 'DPoP', session: { idle_seconds: 900 } });
});
