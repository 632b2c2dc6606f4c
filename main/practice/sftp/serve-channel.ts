import { closeSync } from 'node:fs';
import type { Fault, FaultEndpoint } from '../faults/fault.ts';
import { answerRequest, type Desk, Refused, type TakeFile } from './answer-request.ts';
import { type Line, misbehave } from './misbehave.ts';
import { answer, createPacketCutter, readPacket, request, status } from './packets.ts';
import type { Tree } from './tree.ts';

const EXTENSIONS = ['posix-rename@openssh.com', 'fsync@openssh.com', 'limits@openssh.com'];

export interface ChannelParts {
  readonly tree: Tree;
  readonly line: Line;
  readonly takeFault: (endpoint: FaultEndpoint) => Fault | null;
  readonly takeFile: TakeFile;
  readonly send: (packet: Buffer) => void;
}

const endpoints: Readonly<Record<string, FaultEndpoint>> = {
  [request.open]: 'sftp/open',
  [request.read]: 'sftp/read',
  [request.opendir]: 'sftp/list',
  [request.readdir]: 'sftp/list',
  [request.write]: 'sftp/write',
  [request.close]: 'sftp/close',
  [request.stat]: 'sftp/stat',
  [request.lstat]: 'sftp/stat',
  [request.fstat]: 'sftp/stat',
  [request.rename]: 'sftp/rename',
  'fsync@openssh.com': 'sftp/fsync',
  'posix-rename@openssh.com': 'sftp/rename',
};

function refusalOf(id: number, error: unknown): Buffer {
  if (error instanceof Refused) return answer.status(id, error.code, error.message);
  const code = error instanceof Error && 'code' in error ? error.code : '';
  if (code === 'ENOENT') return answer.status(id, status.noSuchFile, 'No such file');
  if (code === 'EACCES' || code === 'EPERM') return answer.status(id, status.denied, 'Permission denied');
  return answer.status(id, status.failure, 'Failure');
}

/** Speaks SFTP version 3 over one channel: gives what takes the bytes of the client (throws when they are none), and the end. */
export function serveChannel(parts: ChannelParts): {
  readonly take: (bytes: Buffer) => void;
  readonly end: () => void;
} {
  const { tree, send, takeFile, takeFault, line } = parts;
  const desk: Desk = { tree, takeFile, opened: new Map() };
  let silent = false;
  /** A slow request is under way; what came meanwhile waits, because a channel is answered in order. */
  let slow: NodeJS.Timeout | null = null;
  const behind: Buffer[] = [];
  const goOn = () => {
    while (slow === null && behind.length > 0) serve(behind.shift() ?? Buffer.alloc(0));
  };
  const wait = (milliseconds: number, work: () => void) => {
    slow = setTimeout(() => {
      slow = null;
      work();
      goOn();
    }, milliseconds);
  };
  const serve = (packet: Buffer) => {
    if (silent) return;
    const reader = readPacket(packet);
    const type = reader.byte();
    if (type === request.init) {
      send(answer.version(EXTENSIONS));
      return;
    }
    const id = reader.number();
    const extension = type === request.extended ? reader.text() : '';
    const endpoint = endpoints[extension || type];
    const fault = endpoint ? takeFault(endpoint) : null;
    const verdict = misbehave(fault, line);
    silent = verdict === 'silent';
    if (silent) return;
    const respond = () => {
      try {
        if (verdict === 'refuse') throw new Refused(status.failure, 'Failure');
        send(answerRequest(desk, { type, id, reader, fault }, extension));
      } catch (error) {
        send(refusalOf(id, error));
      }
    };
    if (fault?.kind === 'slow') wait(fault.milliseconds, respond);
    else respond();
  };
  const take = createPacketCutter((packet) => {
    behind.push(packet);
    goOn();
  });
  const end = () => {
    if (slow) clearTimeout(slow);
    behind.length = 0;
    for (const opened of desk.opened.values()) if ('descriptor' in opened) closeSync(opened.descriptor);
    desk.opened.clear();
  };
  return { take, end };
}
