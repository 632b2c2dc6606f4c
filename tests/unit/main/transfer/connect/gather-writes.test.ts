import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { gatherWrites } from '../../../../../main/transfer/connect/gather-writes.ts';

test('hands on in one piece, in order, what is written within one turn, and nothing is held back', async () => {
  const received = Promise.withResolvers<string>();
  const server = createServer((far) => {
    let text = '';
    far.on('data', (bytes) => {
      text += String(bytes);
    });
    far.on('end', () => received.resolve(text));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const socket: Socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  await new Promise((resolve) => socket.once('connect', resolve));
  const handedOn: number[] = [];
  const writev = socket._writev;
  socket._writev = (pieces, done) => {
    handedOn.push(pieces.length);
    writev?.call(socket, pieces, done);
  };
  gatherWrites(socket);
  for (const piece of ['length', 'content', 'tag']) socket.write(piece);
  expect(handedOn).toEqual([]);
  await new Promise((resolve) => setImmediate(resolve));
  expect(handedOn).toEqual([3]);
  socket.end();
  expect(await received.promise).toBe('lengthcontenttag');
  await new Promise((resolve) => server.close(resolve));
});
