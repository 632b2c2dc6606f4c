import type { MiddlewareHandler } from 'hono';
import type { PracticeEnv } from '../net/practice-env.ts';

const POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * Only our own pages may use these addresses: `Host` must be ours (DNS rebinding) and whatever changes something must come
 * from our own origin (another site's form cannot forge `Origin`). A program sends `Origin` itself.
 */
export function guardPages(host: string): MiddlewareHandler<PracticeEnv> {
  return async (request, next) => {
    const { req } = request;
    const changes = req.method !== 'GET' && req.method !== 'HEAD';
    if (req.header('host') !== host) return request.text('wrong host', 403);
    if (changes && req.header('origin') !== `http://${host}`) return request.text('wrong origin', 403);
    await next();
    request.header('Content-Security-Policy', POLICY);
    request.header('X-Content-Type-Options', 'nosniff');
    // Not 'no-referrer': with that, browsers send `Origin: null` with our own forms.
    request.header('Referrer-Policy', 'same-origin');
    request.header('Cross-Origin-Resource-Policy', 'same-origin');
    request.header('Cache-Control', 'no-store');
    return undefined;
  };
}
