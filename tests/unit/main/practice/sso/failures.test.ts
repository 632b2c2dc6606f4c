import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fingerprint } from '../../../../../main/practice/core/fingerprint.ts';
import { limits } from '../../../../../main/practice/core/limits.ts';
import { countFailure, readFailures } from '../../../../../main/practice/sso/failures.ts';
import { openDatabase } from '../../../../../main/practice/store/open-database.ts';

let folder: string;
let database: DatabaseSync;
let now = 1_000_000;
const clock = { now: () => now, offsetMs: () => 0, setOffset: () => {} };
const unknown = (typedId: string) => ({ realm: 'ccms' as const, typedId, known: false });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'practice-failures-'));
  database = openDatabase(folder);
});
afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

test('the fifth failure within 30 minutes locks, a failure that old no longer counts', () => {
  const context = { clock, database };
  for (const attemptsLeft of [4, 3, 2, 1]) {
    expect(countFailure(context, unknown('X'))).toEqual({ attemptsLeft, lockedUntil: 0 });
    now += 9 * 60_000;
  }
  // The first was 36 minutes ago: three are left, this is the fourth.
  expect(countFailure(context, unknown('X'))).toEqual({ attemptsLeft: 1, lockedUntil: 0 });
  expect(countFailure(context, unknown('X'))).toEqual({ attemptsLeft: 0, lockedUntil: now + limits.lockMs });
});

test('made-up IDs are forgotten, oldest first, once there are too many; real users never', () => {
  const context = { clock, database };
  countFailure(context, { realm: 'ccms', typedId: 'CHANTM', known: true });
  database
    .prepare(
      `INSERT INTO failure WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
       SELECT 'ccms', 'made-up-' || i, 0, '[]', 0, ? + i FROM n`,
    )
    .run(limits.unknownSubjects, now);
  now += 1_000_000;
  countFailure(context, unknown('ONE MORE'));
  const subjects = (where: string) => database.prepare(`SELECT subject FROM failure WHERE ${where}`).all().length;
  expect(subjects('known = 0')).toBe(limits.unknownSubjects);
  expect(subjects("subject = 'made-up-1'")).toBe(0);
  expect(subjects("subject = 'made-up-2'")).toBe(1);
  expect(subjects(`subject = '${fingerprint('ONE MORE')}'`)).toBe(1);
  expect(readFailures(context, { realm: 'ccms', typedId: 'CHANTM', known: true }).attemptsLeft).toBe(4);
});
