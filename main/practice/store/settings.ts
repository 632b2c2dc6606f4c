import type { DatabaseSync } from 'node:sqlite';
import type { OffsetStore } from '../core/exchange-clock.ts';

/** Keeps the clock's offset in the database. */
export function offsetSetting(database: DatabaseSync): OffsetStore {
  return {
    read: () => Number(database.prepare("SELECT value FROM setting WHERE name = 'clock-offset'").get()?.value ?? 0),
    write(offsetMs) {
      database
        .prepare(
          "INSERT INTO setting VALUES ('clock-offset', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        )
        .run(String(offsetMs));
    },
  };
}
