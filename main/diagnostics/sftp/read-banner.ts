import type { Socket } from 'node:net';
import { type Finding, failed, passed } from '../finding.ts';
import { plainText } from '../plain-text.ts';
import type { StageContext } from '../stage-context.ts';

const MAX_BYTES = 8 * 1024;
const BANNER_LENGTH = 255;

/** The identification line (RFC 4253 section 4.2); other lines may come before it. Null while it has not come. */
function identification(text: string): string | null {
  return /^(SSH-[^\r\n]*)\r?\n/m.exec(text)?.[1] ?? null;
}

/**
 * Reads the server's banner without taking it: all bytes are put back, so that the SSH client begins where the server did. Gives
 * the connection.
 */
export async function readBanner(socket: Socket, context: StageContext): Promise<Finding<Socket>> {
  // Cut between two stages: nobody would be told again.
  if (socket.destroyed) return failed('answer-cut');
  const { promise, resolve } = Promise.withResolvers<Finding<Socket>>();
  let seen = Buffer.alloc(0);
  const settle = (finding: Finding<Socket>) => {
    socket.off('readable', onReadable);
    socket.off('close', onClose);
    socket.unshift(seen);
    resolve(finding);
  };
  const shown = () => ({ banner: plainText(seen.toString('latin1'), BANNER_LENGTH) });
  const onReadable = () => {
    const chunk: Buffer | null = socket.read();
    if (!chunk) return;
    seen = Buffer.concat([seen, chunk]);
    context.note(shown());
    const line = identification(seen.toString('latin1'));
    const banner = { banner: plainText(line ?? '', BANNER_LENGTH) };
    if (line?.startsWith('SSH-2.0-')) settle(passed('banner-seen', socket, banner));
    else if (line?.startsWith('SSH-1.')) settle(failed('ssh-too-old', banner));
    else if (line !== null || seen.length > MAX_BYTES) settle(failed('not-ssh', shown()));
  };
  const onClose = () => settle(failed(seen.length > 0 ? 'not-ssh' : 'answer-cut', seen.length > 0 ? shown() : {}));
  socket.on('readable', onReadable);
  socket.once('close', onClose);
  // What came before anybody listened does not announce itself again.
  onReadable();
  return promise;
}
