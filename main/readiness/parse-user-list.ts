import { parse } from 'csv-parse/sync';
import { appError } from '../../shared/contract/errors.ts';
import type { ListedUser, ListProblem } from '../../shared/contract/readiness.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import { type Cells, type ColumnName, columnNames, readUser, requiredColumns } from './read-user.ts';

/** Practice of this program: a firm has at most 20 users, so this is far more than any list. */
const MOST_USERS = 1_000;

export interface ParsedUserList {
  readonly users: readonly ListedUser[];
  readonly problems: readonly ListProblem[];
}

function invalid(reason: string): Result<ParsedUserList> {
  return err(appError('user-list-invalid', { details: { reason } }));
}

/** The cells of one line, exactly as they stand there; null when its quotes are wrong. */
function cellsOf(line: string): readonly string[] | null {
  try {
    // csv-parse casts nothing unless told to; each line alone, so that a quote left open spoils only its own.
    const rows: string[][] = parse(line, { relax_column_count: true, skip_empty_lines: false });
    return rows.length === 1 ? (rows[0] ?? null) : null;
  } catch {
    // The parser's message quotes the line.
    return null;
  }
}

function isColumn(name: string): name is ColumnName {
  return columnNames.some((known) => known === name);
}

function readHeader(line: string): readonly ColumnName[] | null {
  const names = (cellsOf(line) ?? []).map((name) => name.trim());
  if (new Set(names).size !== names.length || !requiredColumns.every((name) => names.includes(name))) return null;
  const known = names.filter(isColumn);
  return known.length === names.length ? known : null;
}

function readLine(line: string, header: readonly ColumnName[]): ListedUser | ListProblem['reason'] {
  const cells = cellsOf(line);
  if (cells === null) return 'syntax';
  if (cells.length !== header.length) return 'columns';
  return readUser(Object.fromEntries(header.map((name, position) => [name, cells[position]?.trim() ?? ''])) as Cells);
}

/**
 * Takes the text of a user list (CSV, RFC 4180 with one user on each line; a byte order mark, CRLF and LF are all right) and reads
 * every good line of it. The first of two lines with the same user ID counts. `user-list-invalid` with `details.reason`: `header`
 * when the first line does not name the columns, `empty` when nothing follows it.
 */
export function parseUserList(text: string): Result<ParsedUserList> {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  const header = readHeader(lines[0] ?? '');
  if (header === null) return invalid('header');
  const users = new Map<string, ListedUser>();
  const problems: ListProblem[] = [];
  for (const [position, line] of lines.entries()) {
    if (position === 0 || line.trim() === '') continue;
    const read = readLine(line, header);
    const problem = typeof read === 'string' ? read : refusalOf(read, users);
    if (typeof read !== 'string' && problem === null) users.set(read.userId, read);
    else if (problem !== null) problems.push({ line: position + 1, reason: problem });
  }
  return users.size + problems.length === 0 ? invalid('empty') : ok({ users: [...users.values()], problems });
}

function refusalOf(user: ListedUser, users: ReadonlyMap<string, ListedUser>): ListProblem['reason'] | null {
  if (users.has(user.userId)) return 'duplicate';
  return users.size >= MOST_USERS ? 'too-many' : null;
}
