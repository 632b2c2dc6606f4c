import { Hono } from 'hono';
import { withFaults } from '../faults/apply-fault.ts';
import type { FaultEndpoint } from '../faults/fault.ts';
import type { PracticeEnv, PracticeRequest } from '../net/practice-env.ts';
import { drainBody } from '../net/read-body.ts';
import type { UserRecord } from '../store/users.ts';
import { askSubmission } from './ask-submission.ts';
import { authorize } from './authorize.ts';
import type { EcpContext } from './ecp-context.ts';
import { refuse } from './envelope.ts';
import { listActivities } from './list-activities.ts';
import { listFolders } from './list-folders.ts';
import { submitFile } from './submit-file.ts';

type Handler = (request: PracticeRequest, user: UserRecord) => Response | Promise<Response>;

const MAX_DRAIN = 256 * 1024 * 1024;

/** The ECP web API of `docs/wire/ecp.yaml`. */
export function createEcpApp(ecp: EcpContext, origin: string): Hono<PracticeEnv> {
  const { context } = ecp;
  const app = new Hono<PracticeEnv>();
  const faults = (endpoint: FaultEndpoint) => withFaults(context.faults, endpoint);
  const authorized = (handler: Handler) => async (request: PracticeRequest) => {
    const authorization = await authorize(context, origin, request);
    if (authorization.kind === 'granted') return handler(request, authorization.user);
    await drainBody(request, MAX_DRAIN);
    return authorization.answer;
  };
  app.get(
    '/api/folders/v1',
    faults('api/folders'),
    authorized((request, user) => listFolders(context, request, user)),
  );
  app.post(
    '/api/submissions/v1',
    faults('api/submit'),
    authorized((request, user) => submitFile(ecp, request, user)),
  );
  app.get(
    '/api/submissions/v1/:idempotencyKey',
    faults('api/ask'),
    authorized((request, user) => askSubmission(ecp, request, user)),
  );
  app.get(
    '/api/activities/v1',
    faults('api/activities'),
    authorized((request, user) => listActivities(ecp, request, user)),
  );
  app.notFound((request) => refuse(context, request, { status: 404, code: 'P404', message: 'No such address' }));
  app.onError((error, request) => {
    context.log(`ECP web API: ${error.name}`);
    return refuse(context, request, { status: 500, code: 'P500', message: 'Internal error of the practice exchange' });
  });
  return app;
}
