import type { DatabaseSync } from 'node:sqlite';
import { registerAddress } from '../sftp/registration-store.ts';

/** The users whose loopback address is registered from the start, so that a first rehearsal works. The others must register it. */
const registeredAtStart: readonly (readonly [userId: string, address: string])[] = [['chan@firm.example', '127.0.0.1']];

/** At each start, as the users are; what is registered already stays. `now` in ms since 1970. */
export function seedAddresses(database: DatabaseSync, now: number): void {
  for (const [userId, address] of registeredAtStart) registerAddress(database, { userId, address, registeredAt: now });
}
