import type { ExchangeFinding, ProbedConnection } from '../../transfer/sftp-probe.ts';
import { type Finding, failed, passed } from '../finding.ts';
import { plainList, plainText } from '../plain-text.ts';

/** An exchange that came to a host key, whosever it is. */
type Exchanged = Extract<ExchangeFinding, { kind: 'agreed' | 'strange' }>;

/** The key exchange. Only modern methods are offered, so one that ends well is safe; whose key it is comes next. */
export async function exchangeKeys(connection: ProbedConnection): Promise<Finding<Exchanged>> {
  const found = await connection.exchanged;
  switch (found.kind) {
    case 'agreed':
      return passed('algorithms-agreed', found, found.algorithms);
    case 'strange':
      return passed('algorithms-agreed', found);
    case 'too-old':
      return failed('ssh-too-old', { cause: plainText(found.text) });
    case 'cut':
      return failed('handshake-cut', found.text === '' ? {} : { cause: plainText(found.text) });
  }
}

/** Shows the host key beside the pinned ones. One that differs is a stop sign. */
export async function judgeHostKey(found: Exchanged, pinned: readonly string[]): Promise<Finding<true>> {
  const details = { fingerprint: found.fingerprint, pinned: plainList(pinned) };
  return found.kind === 'agreed' ? passed('host-key-pinned', true, details) : failed('host-key-differs', details);
}
