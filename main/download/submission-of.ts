import type { SubmissionRecord } from '../ledger/ledger.ts';
import type { DownloadContext } from './context.ts';
import { isOneForAll } from './folders-of.ts';

/** The states in which the exchange may have the file. */
const ARRIVED = ['sending', 'sent', 'confirmed', 'in-doubt', 'refused'] as const;
/** The server's times of files have no fraction of a second. */
const SECOND = 1000;
/** Where no receipt of the exchange tells when a file came, this PC's clock does. */
const CLOCKS_DIFFER = 10 * 60_000;

/** What a pattern of the profile takes out of a name: the name that was submitted, whole or without its ending. */
export interface SubmittedName {
  readonly fileName?: string | undefined;
  readonly baseName?: string | undefined;
}

/** Takes a pattern such as `{fileName}.response.csv` and a name; null when the name is not made so. */
export function matchResultName(pattern: string, name: string): SubmittedName | null {
  const seen = new Set<string>();
  const source = pattern
    .split(/(\{fileName\}|\{baseName\}|\*)/)
    .map((part) => {
      if (part === '*') return '.*';
      if (part !== '{fileName}' && part !== '{baseName}') return part.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
      const group = part.slice(1, -1);
      if (seen.has(group)) return `\\k<${group}>`;
      seen.add(group);
      return `(?<${group}>.+)`;
    })
    .join('');
  const groups = new RegExp(`^${source}$`, 'su').exec(name)?.groups;
  return groups ? { ...groups } : null;
}

function baseOf(fileName: string): string {
  return fileName.replace(/\.[^.]*$/, '');
}

/** When the exchange had the file, at the latest that its result may be older than. */
function cameAt({ newest, facts }: SubmissionRecord): number {
  const receipt = newest.kind === 'confirmed' || newest.kind === 'sent' ? newest.detail : null;
  return receipt && receipt.reference !== '' ? receipt.receivedAt - SECOND : facts.submittedAt - CLOCKS_DIFFER;
}

interface Result {
  readonly folderId: string;
  readonly fileName: string;
  readonly modifiedAt: number;
}

function namesOf(context: Pick<DownloadContext, 'ledger'>, found: SubmittedName): readonly string[] {
  if (found.fileName !== undefined) return [found.fileName];
  const names = context.ledger.sentFiles().map(({ fileName }) => fileName);
  return [...new Set(names.filter((name) => baseOf(name) === found.baseName))];
}

/**
 * The submission whose result a file is, by the profile's patterns: the newest of that name and folder that the exchange had when it
 * wrote the result. Null: none that was made here.
 */
export function submissionOf(context: Pick<DownloadContext, 'ledger' | 'plan'>, result: Result): string | null {
  const isAnyFolder = isOneForAll(context);
  for (const pattern of context.plan.resultNames ?? []) {
    const found = matchResultName(pattern, result.fileName);
    if (!found) continue;
    const candidates = namesOf(context, found)
      .flatMap((name) => context.ledger.submissionsOf(name, ARRIVED))
      .filter((record) => isAnyFolder || record.facts.folderId === result.folderId)
      .filter((record) => cameAt(record) <= result.modifiedAt)
      .toSorted((one, other) => other.order - one.order);
    if (candidates[0]) return candidates[0].facts.submissionId;
  }
  return null;
}
