import { createHash } from 'node:crypto';
import { z } from 'zod';
import { hongKongTimestamp } from '../core/hong-kong-time.ts';
import type { PracticeContext } from '../core/practice-context.ts';
import { type Refusal, refuse, success } from '../ecp/envelope.ts';
import type { PracticeRequest } from '../net/practice-env.ts';
import { readJson } from '../net/read-body.ts';
import { registerAddress, registeredAddresses, registeredKeys, registerKey } from '../sftp/registration-store.ts';
import type { UserRecord } from '../store/users.ts';
import { canonicalAddress } from './canonical-address.ts';
import { readPublicKey } from './read-public-key.ts';

/** Practice values. */
const MOST_KEYS = 5;
const MOST_ADDRESSES = 8;
const KEY_LIFE_MS = 365 * 24 * 3_600_000;
const MOST_BYTES = 16 * 1024;

const keyOrderSchema = z.object({ publicKey: z.string().min(1).max(8_192) });
const addressOrderSchema = z.object({ address: z.string().min(1).max(64) });

const malformed: Refusal = { status: 400, code: 'P400', message: 'The request is malformed' };
const tooMany: Refusal = { status: 422, code: 'P428', message: 'There is no room for another registration' };
const badKey: Refusal = { status: 422, code: 'P425', message: 'This key is unreadable or too weak' };

/** As `ssh-keygen -l` shows it. */
function fingerprint(keyBlob: string): string {
  return `SHA256:${createHash('sha256').update(keyBlob, 'base64').digest('base64').replace(/=+$/, '')}`;
}

/** What is registered for this user (operation `getSftpAccount`). */
export function showSftpAccount(context: PracticeContext, request: PracticeRequest, user: UserRecord): Response {
  const { clock, database } = context;
  const now = clock.now();
  const keys = registeredKeys(database, user.userId).map(({ keyBlob, registeredAt, expiresAt }) => ({
    fingerprint: fingerprint(keyBlob),
    state: expiresAt !== null && expiresAt <= now ? 'expired' : 'registered',
    registeredAt: hongKongTimestamp(registeredAt),
    expiresAt: expiresAt === null ? null : hongKongTimestamp(expiresAt),
  }));
  const addresses = registeredAddresses(database, user.userId).map(({ address }) => ({ address, state: 'registered' }));
  return success(context, request, { status: 200, data: [{ userName: user.userId, keys, addresses }] });
}

/** Registers a public key (operation `registerSftpKey`); the same one again changes nothing, its end included. */
export async function registerSftpKey(
  context: PracticeContext,
  request: PracticeRequest,
  user: UserRecord,
): Promise<Response> {
  const order = keyOrderSchema.safeParse(await readJson(request, MOST_BYTES));
  if (!order.success) return refuse(context, request, malformed);
  const key = readPublicKey(order.data.publicKey);
  if (!key) return refuse(context, request, badKey);
  const { clock, database } = context;
  const present = registeredKeys(database, user.userId);
  if (!present.some(({ keyBlob }) => keyBlob === key.blob)) {
    if (present.length >= MOST_KEYS) return refuse(context, request, tooMany);
    const now = clock.now();
    const times = { registeredAt: now, expiresAt: now + KEY_LIFE_MS };
    registerKey(database, { userId: user.userId, keyBlob: key.blob, comment: key.comment, ...times });
  }
  return showSftpAccount(context, request, user);
}

/** Registers an IP address (operation `registerSftpAddress`); the same one again changes nothing. */
export async function registerSftpAddress(
  context: PracticeContext,
  request: PracticeRequest,
  user: UserRecord,
): Promise<Response> {
  const order = addressOrderSchema.safeParse(await readJson(request, MOST_BYTES));
  const address = order.success ? canonicalAddress(order.data.address) : null;
  if (address === null) return refuse(context, request, malformed);
  const { clock, database } = context;
  const present = registeredAddresses(database, user.userId);
  const isKnown = present.some((known) => known.address === address);
  if (!isKnown && present.length >= MOST_ADDRESSES) return refuse(context, request, tooMany);
  registerAddress(database, { userId: user.userId, address, registeredAt: clock.now() });
  return showSftpAccount(context, request, user);
}
