import type { z } from 'zod';

/** One call of the contract: what the page gives and what it gets. The handler's types follow from it. */
export interface CallDefinition<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly input: I;
  readonly output: O;
}

/** Describes a call; a name is `area/verb`. */
export function defineCall<I extends z.ZodType, O extends z.ZodType>(input: I, output: O): CallDefinition<I, O> {
  return { input, output };
}
