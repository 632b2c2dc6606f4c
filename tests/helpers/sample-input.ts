import { z } from 'zod';

interface Schema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly minLength?: number;
  readonly minimum?: number;
}

function sample(schema: Schema): unknown {
  if ('const' in schema) return schema.const;
  if (schema.enum) return schema.enum[0];
  if (schema.anyOf?.[0]) return sample(schema.anyOf[0]);
  if (schema.type === 'object') {
    return Object.fromEntries((schema.required ?? []).map((key) => [key, sample(schema.properties?.[key] ?? {})]));
  }
  if (schema.type === 'array') return [];
  if (schema.type === 'string') return 'x'.repeat(Math.max(1, schema.minLength ?? 0));
  if (schema.type === 'boolean') return false;
  if (schema.type === 'integer' || schema.type === 'number') return schema.minimum ?? 1;
  return null;
}

export type Sample = Readonly<Record<string, unknown>>;

/** An input that satisfies a call's schema, made from the schema itself: a new call is covered without a new line here. */
export function sampleInput(schema: z.ZodType): Sample {
  return sample(z.toJSONSchema(schema, { io: 'input' }) as Schema) as Sample;
}
