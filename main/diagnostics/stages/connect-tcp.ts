import type { Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { FailureReason } from '../../../shared/model/diagnostic-reasons.ts';
import { type Finding, failed, passed } from '../finding.ts';
import { openSocket } from '../open-socket.ts';
import { codeOf, plainList } from '../plain-text.ts';
import type { StageContext } from '../stage-context.ts';

const MAX_ADDRESSES = 8;
/** How long a slower address is waited for once another has answered: enough to name it in the details. */
const GRACE_MS = 250;

const reasons: readonly (readonly [FailureReason, readonly string[]])[] = [
  ['refused', ['ECONNREFUSED']],
  ['no-answer', ['ETIMEDOUT', 'EHOSTDOWN']],
  ['no-route', ['ENETUNREACH', 'EHOSTUNREACH', 'EADDRNOTAVAIL', 'ENETDOWN']],
];

/** The reason for the codes of all addresses: an answer that refuses says more than silence, silence more than no way. */
function reasonOf(codes: readonly string[]): FailureReason {
  return reasons.find(([, known]) => codes.some((code) => known.includes(code)))?.[0] ?? 'connection-failed';
}

interface TcpTarget {
  readonly addresses: readonly string[];
  readonly port: number;
}

/** Connects to all addresses side by side and gives the first connection. `details.tried` says what became of each. */
export async function connectTcp({ addresses, port }: TcpTarget, context: StageContext): Promise<Finding<Socket>> {
  const states = new Map(addresses.slice(0, MAX_ADDRESSES).map((address) => [address, '…']));
  const note = () => {
    const details = { port, tried: plainList([...states].map(([address, state]) => `${address} ${state}`)) };
    context.note(details);
    return details;
  };
  note();
  const attempts = [...states.keys()].map(async (address) => {
    try {
      const socket = await openSocket(address, port, context);
      states.set(address, 'OK');
      return socket;
    } catch (failure) {
      states.set(address, codeOf(failure) || '?');
      throw failure;
    } finally {
      note();
    }
  });
  const settled = Promise.allSettled(attempts);
  try {
    const first = await Promise.any(attempts);
    await Promise.race([settled, wait(GRACE_MS)]);
    return passed('connected', first, note());
  } catch {
    // Every address failed; why stands in the states.
    return failed(reasonOf([...states.values()]), note());
  }
}
