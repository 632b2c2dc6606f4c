import type { DiagnosticDetails, DiagnosticRun, DiagnosticStageResult } from '../contract/diagnostics.ts';
import { diagnosticDetailKeys } from '../contract/diagnostics.ts';
import { isFailure, whoActs } from './diagnostic-reasons.ts';

/** Gives the words for a key of the `diagnostics` namespace, with its places filled. */
export type DiagnosticWords = (key: string, places?: Readonly<Record<string, string | number>>) => string;

const HONG_KONG_MS = 8 * 3_600_000;

function hongKong(time: number): string {
  return new Date(time + HONG_KONG_MS).toISOString().slice(0, 19).replace('T', ' ');
}

/** What a stage saw, in the order of the contract. */
export function diagnosticDetails(details: DiagnosticDetails): readonly (readonly [keyof DiagnosticDetails, string])[] {
  return diagnosticDetailKeys.flatMap((key) => {
    const value = details[key];
    return value === undefined ? [] : [[key, String(value)] as const];
  });
}

function stageLines(stage: DiagnosticStageResult, run: DiagnosticRun, t: DiagnosticWords): readonly string[] {
  const { reason, ms } = stage;
  const took = ms === null ? '' : ` (${t('ms', { ms })})`;
  const head = `  ${t(`stage.${stage.stage}`)}: ${t(`outcome.${stage.outcome}`)}${took}`;
  const says = reason === null ? [] : [`    ${t(`says.${reason}`)}`];
  const failure =
    reason !== null && isFailure(reason)
      ? [
          `    ${t('meansLabel')}: ${t(`means.${reason}`)}`,
          `    ${t('actorLabel')}: ${t(`actor.${whoActs(reason)}`, run.help)}`,
          `    ${t('nextLabel')}: ${t(`next.${reason}`)}`,
        ]
      : [];
  const details = diagnosticDetails(stage.details).map(([key, value]) => `    - ${t(`detail.${key}`)}: ${value}`);
  return [head, ...says, ...failure, ...details];
}

/**
 * Takes a run and the words of a language; gives the report that a person reads and sends: plain text, lines ended by `\n`. It has
 * what the run has, so no user ID and no secret.
 */
export function diagnosticsText(run: DiagnosticRun, t: DiagnosticWords): string {
  const finished = run.finishedAt === null ? t('report.unfinished') : hongKong(run.finishedAt);
  const lines = [
    t(run.scope === 'sftp' ? 'report.sftpTitle' : 'report.title', { version: run.version }),
    t('report.profile', { label: run.profile.label }),
    t('report.time', { started: hongKong(run.startedAt), finished }),
    t(`result.${run.outcome}`),
    ...run.endpoints.flatMap((endpoint) => [
      '',
      `${t(`endpoint.${endpoint.id}`)}  ${endpoint.address}`,
      ...endpoint.stages.flatMap((stage) => stageLines(stage, run, t)),
    ]),
  ];
  return `${lines.join('\n')}\n`;
}
