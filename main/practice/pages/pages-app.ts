import { Hono } from 'hono';
import type { PracticeContext } from '../core/practice-context.ts';
import { listMails } from '../mail/mail-store.ts';
import type { PracticeEnv } from '../net/practice-env.ts';

/** The pages for people, over plain HTTP on 127.0.0.1. `host` is the only `Host` that is answered. */
export function createPagesApp(context: PracticeContext, host: string): Hono<PracticeEnv> {
  const app = new Hono<PracticeEnv>();
  app.use(async (request, next) => {
    if (request.req.header('host') !== host) return request.text('wrong host', 403);
    return next();
  });
  app.get('/mailbox/messages', (request) => request.json(listMails(context.database, request.req.query('to') ?? null)));
  return app;
}
