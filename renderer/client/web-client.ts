import { appError } from '../../shared/contract/errors.ts';
import type { FilePurpose } from '../../shared/contract/index.ts';
import { err } from '../../shared/lib/result.ts';
import { type Client, parseAddedFile, parseAnswer } from './client.ts';
import { openEventStream } from './event-stream.ts';

const TOKEN_HEADER = 'x-ccms-token';
const lost = () => err(appError('internal', { retry: 'now' }));

/** A folder, or a file that has gone since it was chosen, cannot be read even for one byte. */
async function isReadable(file: File): Promise<boolean> {
  try {
    await file.slice(0, 1).arrayBuffer();
    return true;
  } catch {
    // The reason does not matter to the operator: the file must be chosen again.
    return false;
  }
}

interface Upload {
  readonly file: File;
  readonly purpose: FilePurpose;
  readonly token: string;
  readonly onProgress: (part: number) => void;
}

/** XMLHttpRequest, because `fetch` does not tell how much of a body has gone. */
function upload({ file, purpose, token, onProgress }: Upload): Promise<unknown> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const query = new URLSearchParams({ name: file.name, purpose, size: String(file.size) });
    request.open('POST', `/files?${query}`);
    request.setRequestHeader(TOKEN_HEADER, token);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.responseType = 'json';
    request.upload.onprogress = (event) => onProgress(event.total > 0 ? event.loaded / event.total : 1);
    request.onload = () => resolve(request.response);
    request.onerror = async () => resolve((await isReadable(file)) ? lost() : err(appError('file-changed')));
    request.send(file);
  });
}

/** A client over the loopback host; `token` is the one of this start. */
export function createWebClient(token: string): Client {
  const post = (path: string, body: string, signal?: AbortSignal) =>
    fetch(path, {
      method: 'POST',
      headers: { [TOKEN_HEADER]: token, 'content-type': 'application/json' },
      body,
      ...(signal ? { signal } : {}),
    });
  return {
    host: 'web',
    async call(name, input) {
      try {
        const answer: unknown = await (await post(`/call/${name}`, JSON.stringify(input))).json();
        return parseAnswer(name, answer);
      } catch {
        // The program is gone or was restarted; the banner about the lost connection says so.
        return lost();
      }
    },
    subscribe: (listener) => openEventStream({ open: (signal) => post('/events', '{}', signal), listener }),
    async addFile(file, purpose, onProgress) {
      if (!(await isReadable(file))) return err(appError('file-unreadable'));
      return parseAddedFile(purpose, await upload({ file, purpose, token, onProgress }));
    },
  };
}
