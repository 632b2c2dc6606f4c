import { z } from 'zod';
import { realmSchema } from '../../../shared/contract/session.ts';
import type { ExchangeClock } from '../core/exchange-clock.ts';
import { type Fault, type FaultKind, faultKindSchema, faultRuleSchema, faultSchema } from '../faults/fault.ts';
import { changePolicySchema, policyTrickActionSchema, readPolicyForm } from '../policy/policy-action.ts';
import type { PracticeControl } from '../practice-exchange.ts';

const TEN_YEARS_MS = 3650 * 86_400_000;
const offsetMs = z.number().int().min(-TEN_YEARS_MS).max(TEN_YEARS_MS);

/** What `POST /control` understands, as JSON; the forms of the clock page come down to the same. */
export const controlActionSchema = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('set-clock'), offsetMs }),
  z.strictObject({ action: z.literal('add-fault'), rule: faultRuleSchema }),
  z.strictObject({ action: z.literal('clear-faults') }),
  z.strictObject({ action: z.literal('nonce-mode'), on: z.boolean() }),
  z.strictObject({ action: z.literal('end-logins'), realm: realmSchema }),
  changePolicySchema,
  policyTrickActionSchema,
]);
export type ControlAction = z.infer<typeof controlActionSchema>;

/** Does what was asked. */
export function runControlAction(control: PracticeControl, wanted: ControlAction): void {
  switch (wanted.action) {
    case 'set-clock':
      control.setClockOffset(wanted.offsetMs);
      break;
    case 'add-fault':
      control.addFault(wanted.rule);
      break;
    case 'clear-faults':
      control.clearFaults();
      break;
    case 'nonce-mode':
      control.setNonceMode(wanted.on);
      break;
    case 'end-logins':
      control.endLogins(wanted.realm);
      break;
    case 'change-policy': {
      const { action: _, ...change } = wanted;
      control.changePolicy(change);
      break;
    }
    case 'policy-trick':
      control.setPolicyTrick(wanted.trick);
      break;
  }
}

const formSchema = z.discriminatedUnion('action', [
  z.object({ action: z.literal('set-time'), at: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/) }),
  z.object({ action: z.literal('move-clock'), minutes: z.coerce.number().int() }),
  z.object({ action: z.literal('reset-clock') }),
  z.object({ action: z.literal('clear-faults') }),
  z.object({
    action: z.literal('add-fault'),
    endpoint: z.string(),
    kind: faultKindSchema,
    amount: z.coerce.number().default(0),
    count: z.coerce.number(),
    processed: z.stringbool().default(false),
  }),
]);

/** Reads a form of the clock page; null when it makes no sense. */
export function readControlForm(form: Record<string, unknown>, clock: ExchangeClock): ControlAction | null {
  const parsed = formSchema.safeParse(form);
  const action = controlActionSchema.safeParse(parsed.success ? actionOf(parsed.data, clock) : readPolicyForm(form));
  return action.success ? action.data : null;
}

function actionOf(form: z.infer<typeof formSchema>, clock: ExchangeClock): unknown {
  switch (form.action) {
    case 'set-time':
      return { action: 'set-clock', offsetMs: Date.parse(`${form.at}+08:00`) - (clock.now() - clock.offsetMs()) };
    case 'move-clock':
      return { action: 'set-clock', offsetMs: clock.offsetMs() + form.minutes * 60_000 };
    case 'reset-clock':
      return { action: 'set-clock', offsetMs: 0 };
    case 'clear-faults':
      return form;
    case 'add-fault': {
      const fault = faultOf(form.kind, form.amount, form.processed);
      return fault && { action: 'add-fault', rule: { endpoint: form.endpoint, count: form.count, fault } };
    }
  }
}

/** One number serves whichever member a fault has; what it has no member for is left out. */
function faultOf(kind: FaultKind, amount: number, processed: boolean): Fault | null {
  const candidates = [
    { kind, processed },
    { kind, status: amount, processed },
    { kind, milliseconds: amount },
    { kind, afterBytes: amount },
    { kind, to: 'https://elsewhere.example/', processed },
    { kind },
  ];
  for (const candidate of candidates) {
    const fault = faultSchema.safeParse(candidate);
    if (fault.success) return fault.data;
  }
  return null;
}
