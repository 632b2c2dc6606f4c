import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appErrorSchema } from '../../shared/contract/errors.ts';
import { type CallName, calls } from '../../shared/contract/index.ts';
import { sampleInput } from '../helpers/sample-input.ts';

/** One way to the program. `call` gives whatever came back, unparsed. */
export interface Transport {
  call(name: string, input: unknown): Promise<unknown>;
  close(): Promise<void>;
}

const names = Object.keys(calls) as CallName[];

function codeOf(answer: unknown): string {
  const result = answer as { ok: boolean; error?: unknown };
  return result.ok ? 'ok' : appErrorSchema.parse(result.error).code;
}

function badInputs(name: CallName): readonly unknown[] {
  const good = sampleInput(calls[name].input);
  const wrongTypes = Object.keys(good).map((key) => ({ ...good, [key]: { unexpected: [1] } }));
  return [null, 'text', 7, [], [good], { ...good, planted: 1 }, ...wrongTypes];
}

function oversized(name: CallName): unknown {
  const good = sampleInput(calls[name].input);
  const text = Object.keys(good).find((key) => typeof good[key] === 'string');
  return { ...good, [text ?? 'planted']: 'x'.repeat(1_000_000) };
}

/** The contract, asked through one transport: every call with good, bad, unknown and oversized input. */
export function describeContract(title: string, open: () => Promise<Transport>): void {
  describe(`the contract ${title}`, () => {
    let transport: Transport;
    beforeAll(async () => {
      transport = await open();
    });
    afterAll(() => transport.close());

    it.each(names)('%s answers good input with its output or an error of the union', async (name) => {
      const answer = (await transport.call(name, sampleInput(calls[name].input))) as { ok: boolean; value?: unknown };
      if (answer.ok) expect(calls[name].output.safeParse(answer.value).error).toBeUndefined();
      else expect(['unknown-call', 'internal', 'client-refused']).not.toContain(codeOf(answer));
    });

    it.each(names)('%s refuses bad input', async (name) => {
      for (const input of badInputs(name)) expect(codeOf(await transport.call(name, input))).toBe('invalid-input');
    });

    it.each(names)('%s refuses a megabyte', async (name) => {
      expect(codeOf(await transport.call(name, oversized(name)))).toBe('invalid-input');
    });

    it.each(['constructor', '__proto__', 'toString', 'session/', 'session/nothing', '/', ''])(
      'does not know %j',
      async (name) => {
        expect(codeOf(await transport.call(name, {}))).toBe('unknown-call');
      },
    );
  });
}
