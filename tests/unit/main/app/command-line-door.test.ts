import { describe, expect, it } from 'vitest';
import { createCommandLineDoor, type DoorParts } from '../../../../main/app/command-line-door.ts';
import { appError } from '../../../../shared/contract/errors.ts';
import { type CallName, calls } from '../../../../shared/contract/index.ts';
import { err, ok } from '../../../../shared/lib/result.ts';

const ids = { submissionId: 'of-web' };

function doorOf(isLocked: boolean) {
  return createCommandLineDoor({
    lock: { refusal: () => (isLocked ? appError('locked') : null) },
    ledger: {
      submission: ((id: string) => ({
        facts: { channel: id === 'of-web' ? 'web' : 'sftp' },
      })) as unknown as DoorParts['ledger']['submission'],
    },
    dispatch: async () => ok('done'),
    addFile: async () => err(appError('file-empty')),
  });
}

async function allowedIn(isLocked: boolean): Promise<readonly CallName[]> {
  const door = doorOf(isLocked);
  const names = Object.keys(calls) as CallName[];
  const answers = await Promise.all(names.map((name) => door.dispatch(name, { ...ids, channel: 'sftp' })));
  return names.filter((_name, index) => answers[index]?.ok);
}

describe('the door of the command line', () => {
  it('lets no call of log-in, card, lock, settings or an account’s recovery through', async () => {
    const areas = new Set((await allowedIn(false)).map((name) => name.split('/')[0]));
    expect([...areas].sort()).toEqual(['activity', 'download', 'draft', 'sftp', 'submission', 'terminal']);
    expect(await doorOf(false).dispatch('session/begin', {})).toMatchObject({ error: { code: 'client-refused' } });
    expect(await doorOf(false).dispatch('no/such', {})).toMatchObject({ error: { code: 'client-refused' } });
    expect(await doorOf(false).dispatch('constructor', {})).toMatchObject({ error: { code: 'client-refused' } });
  });

  it('keeps what is the operator’s shut while the terminal is locked', async () => {
    const areas = new Set((await allowedIn(true)).map((name) => name.split('/')[0]));
    expect([...areas].sort()).toEqual(['download', 'draft', 'submission', 'terminal']);
  });

  it.each([
    ['submission/submit', { channel: 'sftp' }, true],
    ['submission/submit', { channel: 'web' }, false],
    ['submission/submit', {}, false],
    ['submission/ask', { submissionId: 'of-sftp' }, true],
    ['submission/ask', ids, false],
    ['submission/cancel', ids, false],
  ] as const)('while it is locked %s of %j is let through: %s', async (name, input, isOpen) => {
    expect((await doorOf(true).dispatch(name, input)).ok).toBe(isOpen);
    expect((await doorOf(false).dispatch(name, input)).ok).toBe(true);
  });

  it('takes files to submit and none to check while it is locked', async () => {
    const file = { fileName: 'a', expectedSize: null, open: async function* () {} };
    expect(await doorOf(true).addFile({ ...file, purpose: 'submission' })).toMatchObject({
      error: { code: 'file-empty' },
    });
    expect(await doorOf(true).addFile({ ...file, purpose: 'check' })).toMatchObject({ error: { code: 'locked' } });
  });
});
