import { type Fault, type FaultEndpoint, type FaultRule, type FaultRuleInput, faultRuleSchema } from './fault.ts';

/** The faults that were asked for and are still to come. They are not kept over a restart. */
export interface FaultBoard {
  add(rule: FaultRuleInput): void;
  clear(): void;
  list(): readonly FaultRule[];
  /** Takes the next fault of an endpoint off the board; null when its requests are to go well. */
  take(endpoint: FaultEndpoint): Fault | null;
}

/** Makes an empty board. `add` throws when the rule is not one. */
export function createFaultBoard(): FaultBoard {
  let rules: FaultRule[] = [];
  return {
    add(rule) {
      rules = [...rules, faultRuleSchema.parse(rule)];
    },
    clear() {
      rules = [];
    },
    list: () => rules,
    take(endpoint) {
      const rule = rules.find((each) => each.endpoint === endpoint);
      if (!rule) return null;
      rules = rules
        .map((each) => (each === rule ? { ...each, count: each.count - 1 } : each))
        .filter((each) => each.count > 0);
      return rule.fault;
    },
  };
}
