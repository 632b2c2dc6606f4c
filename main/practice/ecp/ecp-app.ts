import { Hono } from 'hono';
import type { PracticeContext } from '../core/practice-context.ts';
import { withFaults } from '../faults/apply-fault.ts';
import type { FaultEndpoint } from '../faults/fault.ts';
import type { PracticeEnv, PracticeRequest } from '../net/practice-env.ts';
import { drainBody } from '../net/read-body.ts';
import { registerSftpAddress, registerSftpKey, showSftpAccount } from '../sftp-account/sftp-account-routes.ts';
import type { UserRecord } from '../store/users.ts';
import { askSubmission } from './ask-submission.ts';
import { authorize, type Door } from './authorize.ts';
import type { EcpContext } from './ecp-context.ts';
import { refuse } from './envelope.ts';
import { listActivities } from './list-activities.ts';
import { listFolders } from './list-folders.ts';
import { submitFile } from './submit-file.ts';

type Handler = (request: PracticeRequest, user: UserRecord) => Response | Promise<Response>;

const MAX_DRAIN = 256 * 1024 * 1024;

/** The account at the SFTP server, for those with its function. */
function addSftpAccount(
  app: Hono<PracticeEnv>,
  context: PracticeContext,
  authorized: (handler: Handler, door: Door) => (request: PracticeRequest) => Promise<Response>,
): void {
  const faults = withFaults(context.faults, 'api/sftp-account');
  const guard = (verb: typeof registerSftpKey | typeof showSftpAccount) =>
    authorized((request, user) => verb(context, request, user), 'sftp-account');
  app.get('/api/sftp-account/v1', faults, guard(showSftpAccount));
  app.post('/api/sftp-account/v1/keys', faults, guard(registerSftpKey));
  app.post('/api/sftp-account/v1/addresses', faults, guard(registerSftpAddress));
}

/** The ECP web API of `docs/wire/ecp.yaml`. */
export function createEcpApp(ecp: EcpContext, origin: string): Hono<PracticeEnv> {
  const { context } = ecp;
  const app = new Hono<PracticeEnv>();
  const faults = (endpoint: FaultEndpoint) => withFaults(context.faults, endpoint);
  const authorized =
    (handler: Handler, door: Door = 'web') =>
    async (request: PracticeRequest) => {
      const authorization = await authorize(context, { apiOrigin: origin, door }, request);
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
  addSftpAccount(app, context, authorized);
  app.notFound((request) => refuse(context, request, { status: 404, code: 'P404', message: 'No such address' }));
  app.onError((error, request) => {
    context.log(`ECP web API: ${error.name}`);
    return refuse(context, request, { status: 500, code: 'P500', message: 'Internal error of the practice exchange' });
  });
  return app;
}
