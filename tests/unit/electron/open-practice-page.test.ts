import { describe, expect, it } from 'vitest';
import { createOpenPracticePage, type PracticePages } from '../../../main/electron/open-practice-page.ts';

const start = 'http://127.0.0.1:8123/';
const practicePages = { start, mailbox: `${start}mailbox`, ccms: `${start}ccms`, clock: `${start}clock` };

function opener(profile: PracticePages | null) {
  const opened: string[] = [];
  const open = createOpenPracticePage(
    async (url) => void opened.push(url),
    () => profile,
  );
  return { open, opened };
}

const schemes = 'file ftp smb ms-msdt search-ms ms-officecmd calculator mailto tel javascript data vbscript blob ccms';
const corpus = [
  ...schemes.split(' ').map((scheme) => `${scheme}://127.0.0.1:8123/`),
  ...['C:\\Windows\\System32\\calc.exe', '\\\\server\\share\\x.exe', '//server/share/x.exe', '/bin/sh', 'x.exe', ''],
  ...['HTTP://127.0.0.1:8123/', 'http://127.0.0.1:8123', 'http://127.0.0.1:8123//', ' http://127.0.0.1:8123/'],
  ...['http://127.0.0.1:8123/\0', 'http://127.0.0.1:8123/ ', 'http://127.0.0.1:8123/?x', 'http://127.0.0.1:8123/#x'],
  ...[
    'http://a@127.0.0.1:8123/',
    'http://127.0.0.1:8124/',
    'http://127.0.0.1:8123.evil.example/',
    'https://127.0.0.1:8123/',
  ],
  ...[
    'http://evil.example/',
    'http://2130706433:8123/',
    'http://0x7f.1:8123/',
    'http://localhost:8123/',
    '\thttp://127.0.0.1:8123/',
  ],
  ...['http://127.0.0.1:8123/mailbox/../', 'http://127.0.0.1:8123/Mailbox', 'http://127.0.0.1:8123/mailbox%00'],
];

describe('createOpenPracticePage', () => {
  it('opens the four pages of a practice profile', async () => {
    const { open, opened } = opener({ kind: 'practice', practicePages });
    for (const url of Object.values(practicePages)) await open(url);
    expect(opened).toEqual(Object.values(practicePages));
  });

  it.each(corpus)('refuses %j', async (url) => {
    const { open, opened } = opener({ kind: 'practice', practicePages });
    await expect(open(url)).rejects.toThrow('practice exchange');
    expect(opened).toEqual([]);
  });

  it.each(['https://127.0.0.1/', 'http://evil.example/', 'file:///C:/x.exe', 'http://a:b@127.0.0.1/'])(
    'refuses %s even when the profile names it',
    async (url) => {
      const { open, opened } = opener({ kind: 'practice', practicePages: { start: url } });
      await expect(open(url)).rejects.toThrow('practice exchange');
      expect(opened).toEqual([]);
    },
  );

  it.each([null, { kind: 'test', practicePages }, { kind: 'production', practicePages }])(
    'refuses everything without a practice profile: %j',
    async (profile) => {
      const { open, opened } = opener(profile);
      await expect(open(start)).rejects.toThrow('practice exchange');
      expect(opened).toEqual([]);
    },
  );
});
