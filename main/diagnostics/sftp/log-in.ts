import type { AppError } from '../../../shared/contract/errors.ts';
import type { Result } from '../../../shared/lib/result.ts';
import type { FailureReason } from '../../../shared/model/diagnostic-reasons.ts';
import type { LoginFinding, ProbedConnection, ProbeLogin } from '../../transfer/sftp-probe.ts';
import { type Finding, failed, passed } from '../finding.ts';
import { plainList } from '../plain-text.ts';

function reasonOf({ code }: AppError): FailureReason {
  if (code === 'sftp-key-missing') return 'no-key';
  return code === 'sftp-key-expired' ? 'keys-expired' : 'keychain-closed';
}

function shownKeys({ known, refused }: LoginFinding) {
  return {
    ...(known.length > 0 && { keysKnown: plainList(known) }),
    ...(refused.length > 0 && { keysRefused: plainList(refused) }),
  };
}

/** Logs in with this PC's keys. A key that is not registered is told apart from an address that is not. */
export async function logIn(
  connection: ProbedConnection,
  identity: () => Promise<Result<ProbeLogin>>,
): Promise<Finding<ProbedConnection>> {
  const login = await identity();
  if (!login.ok) {
    const reason = reasonOf(login.error);
    return failed(reason, reason === 'keychain-closed' ? { cause: login.error.code } : {});
  }
  const found = await connection.logIn(login.value);
  const details = shownKeys(found);
  switch (found.kind) {
    case 'logged-in':
      return passed(found.refused.length > 0 ? 'some-keys-refused' : 'key-accepted', connection, details);
    case 'keys-refused':
      return failed('key-not-registered', details);
    case 'hung-up':
      return failed('address-not-registered');
    case 'cut':
      return failed('login-cut');
  }
}
