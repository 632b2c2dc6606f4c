import type { Download, DownloadView } from '../../shared/contract/download.ts';
import { appError } from '../../shared/contract/errors.ts';
import { ok, type Result } from '../../shared/lib/result.ts';
import type { CliContext } from './context.ts';
import { type ExitCode, exitCodeOf, exitCodeOfAll } from './exit-code.ts';
import { untilIdle } from './follow-downloads.ts';
import type { Terminal } from './terminal.ts';

function tell({ printer, words }: CliContext, download: Download): ExitCode {
  const { fileName, folderId, state, sha256, error } = download;
  const failure = error ?? (state === 'checksum-differs' ? appError('download-differs') : null);
  const exitCode = failure ? exitCodeOf(failure) : 0;
  const text = [words.t(`download.state.${state}`), folderId, fileName, `sha256=${sha256 ?? '-'}`].join('  ');
  printer.result(
    { exitCode, file: fileName, download: { fileName, folderId, state, sha256 }, ...(failure ? { failure } : {}) },
    text,
  );
  return exitCode;
}

/** A folder that could not be looked into, told by its id. */
function tellFolders({ printer }: CliContext, { status }: DownloadView): readonly ExitCode[] {
  return status.folders.flatMap(({ folderId, error: failure }) => {
    if (!failure) return [];
    const exitCode = exitCodeOf(failure);
    printer.result({ exitCode, file: folderId, failure });
    return [exitCode];
  });
}

/** How it stands; what came is known from the news. */
async function statusNow(terminal: Terminal): Promise<Result<DownloadView>> {
  return terminal.call('download/list', { limit: 1 });
}

/** `ccms download`: a command that fetches itself stays until all is there; an open terminal goes on by itself. */
export async function download(context: CliContext, terminal: Terminal): Promise<ExitCode> {
  const { printer, values, interrupted, timeout } = context;
  const idle = untilIdle(context, terminal);
  const begun = await terminal.call('download/fetch', values.folder ? { folderIds: [values.folder] } : {});
  if (!begun.ok) {
    idle.close();
    return printer.end(exitCodeOf(begun.error), begun.error);
  }
  const stays = terminal.kind === 'own' || values.wait === true;
  if (stays) await idle.done;
  idle.close();
  const isStopped = stays && (interrupted.aborted || timeout.aborted);
  if (isStopped) await terminal.call('download/cancel', {});
  const view = stays ? await statusNow(terminal) : ok({ status: begun.value, rows: [] });
  if (!view.ok) return printer.end(exitCodeOf(view.error), view.error);
  const codes = (stays ? idle.ended() : []).map((each) => tell(context, each));
  if (interrupted.aborted) return printer.end(130, appError('cancelled'));
  if (isStopped) return printer.end(20, appError('timed-out'));
  const { error } = view.value.status;
  const failed = [...tellFolders(context, view.value), ...(error ? [exitCodeOf(error)] : [])];
  return printer.end(exitCodeOfAll([...codes, ...failed]), error ?? undefined);
}
