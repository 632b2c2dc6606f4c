import { MOST_NAME_BYTES, utf8Length } from './check-file-name.ts';

/** Takes a name in two parts and the bytes that must stay free for what stands beside it; a stem that is too long loses its end. */
export function fitFileName(stem: string, end: string, room = 0): string {
  const kept = [...stem];
  while (kept.length > 1 && utf8Length(kept.join('') + end) > MOST_NAME_BYTES - room) kept.pop();
  return kept.join('') + end;
}
