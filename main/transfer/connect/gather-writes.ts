import type { Socket } from 'node:net';

/**
 * ssh2 hands each packet to its socket in three pieces (length, content, tag): three system calls and, without delay, three TCP packets.
 * From now on what is written within one turn of the event loop leaves in one system call.
 */
export function gatherWrites(socket: Socket): void {
  const write = socket.write;
  let isGathering = false;
  const release = () => {
    isGathering = false;
    socket.uncork();
  };
  socket.write = function gathered(...piece: Parameters<Socket['write']>) {
    if (!isGathering) {
      isGathering = true;
      socket.cork();
      process.nextTick(release);
    }
    return write.apply(socket, piece);
  } as Socket['write'];
}
