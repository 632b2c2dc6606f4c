import type { SFTPWrapper } from 'ssh2';
import type { Session } from '../session.ts';
import { TransferFailure } from '../transfer-failure.ts';

/** More than the window of one channel is needed on a long line; OpenSSH allows ten. */
const MOST = 4;
/** So many verbs on every open channel are reason for another one. */
const ANOTHER_AT = 8;

interface Channel {
  readonly session: Session;
  verbs: number;
}

/** The channels of one connection. */
export interface Channels {
  /** Does something on the channel that has least to do. */
  run<T>(work: (session: Session) => Promise<T>): Promise<T>;
}

/**
 * Opens the first channel of a connection; further ones are opened while there is much to do, without anybody waiting for them. A
 * server that refuses one is not asked again. Throws what opening the first throws.
 */
export async function openChannels(
  open: () => Promise<SFTPWrapper>,
  shared: Omit<Session, 'sftp' | 'further'>,
): Promise<Channels> {
  const channels: Channel[] = [];
  const opening: Promise<Session | null>[] = [];

  const add = (sftp: SFTPWrapper): Session => {
    const session: Session = { ...shared, sftp, further: () => further(session) };
    channels.push({ session, verbs: 0 });
    return session;
  };
  const openNext = () => {
    const next = open().then(add, (cause: unknown) => {
      if (cause instanceof TransferFailure) return null;
      throw cause;
    });
    opening.push(next);
  };
  const further = (session: Session) => {
    while (opening.length < MOST) openNext();
    return opening.map(async (each) => ((await each) === session ? null : each));
  };

  opening.push(Promise.resolve(add(await open())));
  return {
    async run(work) {
      const channel = channels.reduce((least, each) => (each.verbs < least.verbs ? each : least));
      if (channel.verbs >= ANOTHER_AT && opening.length === channels.length && opening.length < MOST) openNext();
      channel.verbs += 1;
      try {
        return await work(channel.session);
      } finally {
        channel.verbs -= 1;
      }
    },
  };
}
