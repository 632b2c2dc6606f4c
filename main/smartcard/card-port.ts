/** The card process's side of its pipe, whichever host has started it. */
export interface CardPort {
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
}

interface UtilityPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
}

function isUtilityProcess(candidate: object): candidate is { readonly parentPort: UtilityPort } {
  return 'parentPort' in candidate && typeof candidate.parentPort === 'object' && candidate.parentPort !== null;
}

/** Electron gives its utility processes `process.parentPort`; under Node it is the IPC channel of a fork. */
export function openCardPort(): CardPort {
  const self: object = process;
  if (isUtilityProcess(self)) {
    const { parentPort } = self;
    return {
      send: (message) => parentPort.postMessage(message),
      onMessage: (listener) => parentPort.on('message', ({ data }) => listener(data)),
    };
  }
  // Without its parent there is nobody to work for, and a card must not be held by an orphan.
  process.once('disconnect', () => process.exit(0));
  return {
    send: (message) => process.send?.(message),
    onMessage: (listener) => process.on('message', listener),
  };
}
