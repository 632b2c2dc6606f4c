/** Makes a forgotten case of a union a compile error; throws when data from outside slipped through. */
export function assertNever(value: never): never {
  throw new Error(`unexpected case: ${JSON.stringify(value)}`);
}
