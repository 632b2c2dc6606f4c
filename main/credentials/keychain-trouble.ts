export type KeychainTrouble = 'missing' | 'locked' | 'failed';

class DeadlinePassed extends Error {
  override readonly name = 'DeadlinePassed';
}

/** Rejects when the keychain has not answered in time: it waits for a person at a prompt that may never be seen. */
export async function withinDeadline<T>(question: () => Promise<T>, deadlineMs: number): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new DeadlinePassed()), deadlineMs);
  try {
    return await Promise.race([question(), promise]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * What libsecret, D-Bus and the keychains say, which is all that keytar hands on. The texts are those of libsecret 0.20,
 * GLib 2.74 and GNOME Keyring 42; what is not recognised is `failed`, never taken for success.
 */
const texts: readonly (readonly [RegExp, KeychainTrouble])[] = [
  [/locked|prompt|dismissed|user interaction is not allowed/i, 'locked'],
  [/d-bus|dbus|org\.freedesktop\.(secrets|DBus)|could not connect|no such file|not provided|autolaunch/i, 'missing'],
  [/no such secret collection|object does not exist|no default collection/i, 'missing'],
];

/** Sorts a keychain's failure into the reasons that a person is told. */
export function keychainTrouble(failure: unknown): KeychainTrouble {
  if (failure instanceof DeadlinePassed) return 'locked';
  const text = failure instanceof Error ? failure.message : '';
  return texts.find(([pattern]) => pattern.test(text))?.[1] ?? 'failed';
}
