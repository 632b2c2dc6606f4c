import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import type { Fault } from '../faults/fault.ts';

/** What travels with one request: Node's own request and answer, and the fault that was drawn for it. */
export interface PracticeEnv {
  readonly Bindings: HttpBindings;
  readonly Variables: { fault: Fault | null };
}
export type PracticeRequest = Context<PracticeEnv>;
