import { createSocket, type RemoteInfo } from 'node:dgram';

/** A DNS server on 127.0.0.1 (UDP) that knows the names that it is given, IPv4 only. */
export interface DnsServer {
  /** `127.0.0.1:port`, as `Resolver.setServers` takes it. */
  readonly address: string;
  close(): Promise<void>;
}

const HEADER = 12;
const TYPE_A = 1;
const NXDOMAIN = 3;

/** The name in the question (RFC 1035 section 4.1.2) and where its type begins. */
function readName(query: Buffer): { readonly name: string; readonly end: number } {
  const labels: string[] = [];
  let at = HEADER;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.').toLowerCase(), end: at + 1 };
}

function answer(query: Buffer, names: Readonly<Record<string, string>>): Buffer {
  const { name, end } = readName(query);
  const address = names[name];
  const hasAnswer = address !== undefined && query.readUInt16BE(end) === TYPE_A;
  const header = Buffer.alloc(HEADER);
  query.copy(header, 0, 0, 2);
  header.writeUInt16BE(0x8180 | (address === undefined ? NXDOMAIN : 0), 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(hasAnswer ? 1 : 0, 6);
  const question = query.subarray(HEADER, end + 4);
  if (!hasAnswer) return Buffer.concat([header, question]);
  // A pointer to the question's name, type A, class IN, 60 s, four bytes.
  const record = Buffer.from([0xc0, HEADER, 0, TYPE_A, 0, 1, 0, 0, 0, 60, 0, 4, ...address.split('.').map(Number)]);
  return Buffer.concat([header, question, record]);
}

/** Starts it with these names; null makes one that hears every question and answers none. */
export async function startDnsServer(names: Readonly<Record<string, string>> | null): Promise<DnsServer> {
  const socket = createSocket('udp4');
  socket.on('message', (query: Buffer, { port }: RemoteInfo) => {
    if (names) socket.send(answer(query, names), port, '127.0.0.1');
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${socket.address().port}`,
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}
