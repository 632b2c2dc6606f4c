import type { Profile } from '../profile/profile.ts';

export interface ReadyMessage {
  readonly kind: 'ready';
  readonly profile: Profile;
}

interface UtilityProcess {
  readonly parentPort: { postMessage(message: unknown): void };
}

/** Electron gives its utility processes `process.parentPort`, which Node's types do not know. */
function isUtilityProcess(candidate: object): candidate is UtilityProcess {
  return 'parentPort' in candidate && typeof candidate.parentPort === 'object' && candidate.parentPort !== null;
}

/** Tells whoever started this process that it is ready: a Node parent, an Electron parent, and a reader of stdout. */
export function tellParent(message: ReadyMessage): void {
  const self: object = process;
  if (isUtilityProcess(self)) self.parentPort.postMessage(message);
  process.send?.(message);
  process.stdout.write(`${JSON.stringify(message)}\n`);
}
