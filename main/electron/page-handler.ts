import { contentSecurityPolicy } from '../app/content-security-policy.ts';
import type { PageFiles } from '../app/read-page-files.ts';
import { isPageAddress } from './page-address.ts';

const headers: Readonly<Record<string, string>> = {
  // The page of the installed program has nobody to connect to: everything goes over IPC.
  'content-security-policy': contentSecurityPolicy("'none'"),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};

function answer(status: number, text: string): Response {
  return new Response(text, { status, headers: { ...headers, 'content-type': 'text/plain; charset=utf-8' } });
}

/**
 * Answers requests of the page's scheme from the built page in memory. What is not in there does not exist, however its path is
 * spelt, so no path can lead out of the bundle.
 */
export function createPageHandler(files: PageFiles): (request: Request) => Response {
  return (request) => {
    if (request.method !== 'GET') return answer(405, 'Only GET');
    if (!isPageAddress(request.url)) return answer(403, 'Not this page');
    const { pathname } = new URL(request.url);
    const file = files.get(pathname === '/' ? '/index.html' : pathname);
    if (!file) return answer(404, 'Not found');
    return new Response(file.content, { status: 200, headers: { ...headers, 'content-type': file.type } });
  };
}
