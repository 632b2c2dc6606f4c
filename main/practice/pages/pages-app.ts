import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { limits } from '../core/limits.ts';
import type { PracticeContext } from '../core/practice-context.ts';
import type { PracticeEnv } from '../net/practice-env.ts';
import type { PracticeControl } from '../practice-exchange.ts';
import { ccmsPage } from './ccms-page.ts';
import { clockPage } from './clock-page.ts';
import { controlActionSchema, readControlForm, runControlAction } from './control-action.ts';
import { guardPages } from './guard-pages.ts';
import { liveScript } from './live-script.ts';
import { mailboxPage } from './mailbox-page.ts';
import { startPage } from './start-page.ts';
import { style } from './style.ts';

/**
 * The pages for people, over plain HTTP on 127.0.0.1, and the same controls as JSON for programs: `GET /control`,
 * `POST /control`, `GET /mailbox/messages?to=`. `host` is the only `Host` that is answered.
 */
export function createPagesApp(context: PracticeContext, control: PracticeControl, host: string): Hono<PracticeEnv> {
  const app = new Hono<PracticeEnv>();
  app.use(guardPages(host), bodyLimit({ maxSize: limits.formBytes }));
  app.get('/style.css', (request) => request.body(style, 200, { 'Content-Type': 'text/css; charset=utf-8' }));
  app.get('/live.js', (request) => request.body(liveScript, 200, { 'Content-Type': 'text/javascript; charset=utf-8' }));
  app.get('/', (request) => request.html(startPage(context)));
  app.get('/mailbox', (request) => request.html(mailboxPage(context, request.req.query('to') || null)));
  app.get('/mailbox/messages', (request) => request.json(control.mails(request.req.query('to'))));
  app.get('/ccms', (request) => request.html(ccmsPage(context, control)));
  app.get('/clock', (request) => request.html(clockPage(context, control)));
  app.post('/clock', async (request) => {
    const action = readControlForm(await request.req.parseBody(), context.clock);
    if (!action) return request.text('form not understood', 400);
    runControlAction(control, action);
    return request.redirect('/clock', 303);
  });
  app.get('/control', (request) =>
    request.json({
      clockOffset: control.clockOffset(),
      faults: control.listFaults(),
      policy: control.policy(),
      logins: control.logins(),
      files: control.files(),
    }),
  );
  app.post('/control', async (request) => {
    // A body that is no JSON is as wrong as one of another shape.
    const body: unknown = await request.req.json().catch(() => null);
    const action = controlActionSchema.safeParse(body);
    if (!action.success) return request.json({ error: 'not understood' }, 400);
    runControlAction(control, action.data);
    return request.json({ done: action.data.action });
  });
  app.onError((error, request) => {
    context.log(`pages: ${error.name}`);
    return request.text('internal error of the practice exchange', 500);
  });
  return app;
}
