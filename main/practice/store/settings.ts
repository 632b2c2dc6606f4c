import type { DatabaseSync } from 'node:sqlite';
import type { z } from 'zod';
import type { OffsetStore } from '../core/exchange-clock.ts';

/** A value of the exchange that survives a restart. */
export interface Setting<T> {
  /** Null when it was never written. */
  read(): T | null;
  write(value: T): void;
}

/** Keeps a value as JSON in the database. Throws when what is kept is not of the shape. */
export function jsonSetting<S extends z.ZodType>(
  database: DatabaseSync,
  name: string,
  schema: S,
): Setting<z.output<S>> {
  return {
    read() {
      const kept = database.prepare('SELECT value FROM setting WHERE name = ?').get(name)?.value;
      return kept === undefined ? null : schema.parse(JSON.parse(String(kept)));
    },
    write(value) {
      database
        .prepare('INSERT INTO setting VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value')
        .run(name, JSON.stringify(value));
    },
  };
}

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
