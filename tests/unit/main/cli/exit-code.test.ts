import { describe, expect, it } from 'vitest';
import { exitCodeOf, exitCodeOfAll, exitCodes } from '../../../../main/cli/exit-code.ts';
import { appError, errorCodes } from '../../../../shared/contract/errors.ts';

const codeOf = (code: (typeof errorCodes)[number]) => exitCodeOf(appError(code));

describe('exitCodeOf', () => {
  it('knows every failure of the contract, and none of them is a success', () => {
    for (const code of errorCodes) {
      expect([code, exitCodes.includes(codeOf(code))]).toEqual([code, true]);
      expect([code, codeOf(code)]).not.toEqual([code, 0]);
    }
  });

  it.each([
    [2, ['invalid-input', 'draft-incomplete']],
    [
      3,
      ['profile-invalid', 'ledger-in-use', 'ledger-damaged', 'keychain-unavailable', 'disk-full', 'sftp-unavailable'],
    ],
    [10, ['bad-credentials', 'account-locked', 'sftp-key-missing', 'sftp-key-refused', 'sftp-not-permitted']],
    [11, ['not-logged-in', 'otp-missing', 'otp-wrong', 'locked']],
    [12, ['card-removed', 'card-pin-locked']],
    [20, ['unreachable', 'timed-out', 'server-error', 'not-received', 'sftp-proxy-refused']],
    [21, ['host-key-differs', 'certificate-untrusted', 'sftp-too-old', 'redirect-refused']],
    [30, ['file-empty', 'file-unreadable', 'draft-refused']],
    [31, ['sftp-name-taken', 'replace-unconfirmed', 'submission-already-sent', 'idempotency-conflict']],
    [33, ['refused-by-exchange', 'folder-not-permitted']],
    [41, ['checksum-differs']],
    [130, ['cancelled']],
  ] as const)('is %i for %j', (exitCode, codes) => {
    for (const code of codes) expect([code, codeOf(code)]).toEqual([code, exitCode]);
  });
});

describe('exitCodeOfAll', () => {
  it('is that of all files when they ended alike, otherwise 50', () => {
    expect(exitCodeOfAll([])).toBe(0);
    expect(exitCodeOfAll([0, 0])).toBe(0);
    expect(exitCodeOfAll([33])).toBe(33);
    expect(exitCodeOfAll([20, 20])).toBe(20);
    expect(exitCodeOfAll([0, 40])).toBe(50);
    expect(exitCodeOfAll([20, 33])).toBe(50);
  });
});
