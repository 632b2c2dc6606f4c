import type { Profile } from '../profile/profile.ts';
import type { SessionService } from '../session/session-service.ts';
import { askSubmission } from './ask-submission.ts';
import type { EcpClient } from './ecp-client.ts';
import { listActivities } from './list-activities.ts';
import { listFolders } from './list-folders.ts';
import { createEcpRequests } from './requests.ts';
import { submitFile } from './submit-file.ts';

/** Makes the client of the ECP web API over the ECP session; without one each verb answers `not-logged-in`. */
export function createEcpClient(parts: {
  readonly sessions: Pick<SessionService, 'authorized'>;
  readonly profile: Pick<Profile, 'ecpApi'>;
}): EcpClient {
  const requests = createEcpRequests(parts.sessions, parts.profile);
  return {
    folders: () => listFolders(requests),
    submit: (request) => submitFile(requests, request),
    ask: (idempotencyKey) => askSubmission(requests, idempotencyKey),
    activities: () => listActivities(requests),
  };
}
