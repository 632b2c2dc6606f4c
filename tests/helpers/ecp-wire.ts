import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';
import { z } from 'zod';
import type { PracticeAnswer } from './practice-client.ts';

const responseSchema = z.union([
  z.looseObject({ $ref: z.string() }),
  z.looseObject({ content: z.record(z.string(), z.unknown()) }),
]);
const documentSchema = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), z.looseObject({ responses: z.record(z.string(), responseSchema) }))),
});

const wireFile = new URL('../../docs/wire/ecp.yaml', import.meta.url);
const wire = documentSchema.parse(parse(readFileSync(wireFile, 'utf8')));
const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema(wire, 'ecp');

/** Every operation and status that the wire document describes, as `GET /api/folders/v1 200`. */
export const describedAnswers: readonly string[] = Object.entries(wire.paths).flatMap(([path, operations]) =>
  Object.entries(operations).flatMap(([method, operation]) =>
    Object.keys(operation.responses).map((status) => `${method.toUpperCase()} ${path} ${status}`),
  ),
);

/**
 * Compares an answer with `docs/wire/ecp.yaml`; gives what is wrong with it, or nothing. `operation` as in the document:
 * `GET /api/folders/v1`.
 */
export function wireErrors(operation: string, answer: PracticeAnswer): readonly string[] {
  const [method = '', path = ''] = operation.split(' ');
  const described = wire.paths[path]?.[method.toLowerCase()]?.responses[String(answer.status)];
  if (!described) return [`${operation} does not describe the status ${answer.status}`];
  const type = String(answer.headers['content-type']);
  if (!type.startsWith('application/json')) return [`content type ${type}`];
  const escapePointer = (part: string) =>
    part.replaceAll('~', '~0').replaceAll('/', '~1').replaceAll('{', '%7B').replaceAll('}', '%7D');
  const pointer =
    '$ref' in described && typeof described.$ref === 'string'
      ? described.$ref
      : `#/paths/${escapePointer(path)}/${method.toLowerCase()}/responses/${answer.status}`;
  const validate = ajv.compile({ $ref: `ecp${pointer}/content/application~1json/schema` });
  return validate(answer.json())
    ? []
    : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
}
