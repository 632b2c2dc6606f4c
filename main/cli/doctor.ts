import { diagnosticsText } from '../../shared/model/diagnostics-text.ts';
import { runDoctor } from '../app/doctor/run-doctor.ts';
import type { CliContext } from './context.ts';
import { doctorExitCode } from './doctor-exit-code.ts';
import type { ExitCode } from './exit-code.ts';
import type { Places } from './words.ts';

const STAGE_SECONDS = 10;
/** Whatever keeps the check from beginning is for support, not for a second try. */
const CONFIGURATION: ExitCode = 3;

/** `ccms doctor`: needs no data folder, so it works whatever else is running. */
export async function doctor(context: CliContext): Promise<ExitCode> {
  const { values, host, words, printer, pathOf, interrupted } = context;
  const run = await runDoctor({
    version: host.version,
    spawnPractice: host.spawnPractice,
    profileFile: values.profile === undefined ? null : pathOf(values.profile),
    scope: values.sftp ? 'sftp' : 'all',
    timeoutMs: Number(values.timeout ?? STAGE_SECONDS) * 1000,
    dns: values.dns ?? null,
    key: values.key === undefined ? undefined : pathOf(values.key),
    user: values.user,
    folder: values.folder === undefined ? undefined : [values.folder],
    signal: interrupted,
  });
  if (!run.ok) return printer.end(CONFIGURATION, run.error);
  const exitCode = doctorExitCode(run.value);
  const text = (key: string, places?: Places) => words.t(`diagnostics:${key}`, places);
  printer.result({ exitCode, file: null, run: run.value }, diagnosticsText(run.value, text).trimEnd());
  return printer.end(exitCode);
}
