import { createHash } from 'node:crypto';
import { checkFileName } from '../../shared/model/check-file-name.ts';

/** Room for what stands before and after it within a path of Windows. */
const LONGEST = 100;

function escaped(character: string): string {
  return [...new TextEncoder().encode(character)]
    .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
    .join('');
}

/**
 * Takes the id of an ECP folder, which the exchange makes; gives one part of a path that leads nowhere else on any platform. An id of
 * ASCII letters, digits, `-` and `_` stays as it is, anything else is written `%XX`; two ids never give the same part.
 */
export function folderPart(folderId: string): string {
  const part = folderId.replace(/[^A-Za-z0-9_-]/gu, escaped);
  if (part === '' || part.length > LONGEST) return `%${createHash('sha256').update(folderId).digest('hex')}`;
  // a device of Windows, e.g. CON
  return checkFileName(part) === null ? part : `${escaped(part.charAt(0))}${part.slice(1)}`;
}
