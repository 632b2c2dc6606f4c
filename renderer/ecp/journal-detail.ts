/**
 * Takes the detail of a journal row, a JSON object as it was hashed; gives its members as pairs for a person to read. Anything
 * else comes back as one pair without a name.
 */
export function journalDetail(detail: string): readonly (readonly [string, string])[] {
  try {
    const value: unknown = JSON.parse(detail);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return Object.entries(value).map(([name, member]) => [
        name,
        typeof member === 'string' ? member : JSON.stringify(member),
      ]);
    }
  } catch {
    // Not JSON: shown as it is.
  }
  return [['', detail]];
}
