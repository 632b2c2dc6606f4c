import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { afterEach, expect, test } from 'vitest';
import { createPracticeClient } from '../helpers/practice-client.ts';
import { newestOtp, type PracticeSetup, practiceUser, setUpPractice } from '../helpers/practice-setup.ts';

let setup: PracticeSetup;
afterEach(() => setup.close());

test('the OTP arrives by SMTP, in both languages, from the sender and with the subject that were announced', async () => {
  setup = await setUpPractice();
  const client = await createPracticeClient(setup.exchange.profile);
  for (const userId of ['CHANTM', 'chan@firm.example']) {
    const user = practiceUser(userId);
    const answer = await client.password(user.realm, user.userId, user.password);
    const [mail] = setup.exchange.control.mails(user.email ?? '');
    const otp = answer.json().otp;
    expect(otp).toMatchObject({ sender: mail?.from, subject: mail?.subject });
    expect(mail?.text).toMatch(/PRACTICE[\s\S]*one-time password is: \d{6}\n[\s\S]*一次性密碼：\d{6}\n/);
    expect(mail?.text.match(/\b\d{6}\b/g)).toEqual(Array(2).fill(newestOtp(setup.exchange, user.email ?? '')));
  }
  expect(setup.exchange.control.mails().map((mail) => mail.to)).toEqual([
    'chan@firm.example',
    'chan.taiman@firm.example',
  ]);
});

test('nobody gets a mail before the password was right', async () => {
  setup = await setUpPractice();
  const client = await createPracticeClient(setup.exchange.profile);
  await client.password('ccms', 'CHANTM', 'wrong');
  await client.password('ccms', 'NOBODY', 'wrong');
  expect(setup.exchange.control.mails()).toEqual([]);
});

test('a delayed mail comes later, while the log-in goes on', async () => {
  setup = await setUpPractice();
  const { exchange } = setup;
  exchange.control.addFault({ endpoint: 'mail', fault: { kind: 'mail-delay', milliseconds: 300 } });
  const client = await createPracticeClient(exchange.profile);
  const user = practiceUser('CHANTM');
  expect((await client.password('ccms', user.userId, user.password)).status).toBe(401);
  expect(exchange.control.mails()).toEqual([]);
  await expect.poll(() => exchange.control.mails().length, { timeout: 5000 }).toBe(1);
});

test('with a real mail server every mail goes there, to one address, and none into the mailbox', async () => {
  const received: { to: string[]; raw: string }[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, callback) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const to = session.envelope.rcptTo.map((recipient) => recipient.address);
        received.push({ to, raw: Buffer.concat(chunks).toString('utf8') });
        callback();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = server.server.address() as AddressInfo;
  try {
    const realMail = { smtpUrl: `smtp://127.0.0.1:${port}`, redirectTo: 'tester@firm.example' };
    setup = await setUpPractice({ realMail });
    const client = await createPracticeClient(setup.exchange.profile);
    const user = practiceUser('CHANTM');
    await client.password('ccms', user.userId, user.password);
    expect(received).toMatchObject([{ to: ['tester@firm.example'] }]);
    expect(received[0]?.raw).toContain('Subject: CCMS one-time password');
    expect(setup.exchange.control.mails()).toEqual([]);
    const pages = setup.exchange.profile.practicePages;
    expect(await (await fetch(pages?.start ?? '')).text()).toContain('Mails go to a real mail server.');
  } finally {
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }
});

test('a mail server that is not there loses the mail, not the log-in, and the log holds no secret', async () => {
  const lines: string[] = [];
  const realMail = { smtpUrl: 'smtp://user:canary-secret@127.0.0.1:1', redirectTo: 'tester@firm.example' };
  setup = await setUpPractice({ realMail, log: (line) => lines.push(line) });
  const client = await createPracticeClient(setup.exchange.profile);
  const user = practiceUser('CHANTM');
  expect((await client.password('ccms', user.userId, user.password)).status).toBe(401);
  await expect.poll(() => lines).toEqual(['a mail could not be delivered by SMTP']);
});
