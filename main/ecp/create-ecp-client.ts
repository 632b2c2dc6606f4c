import type { RateGate } from '../http/rate-gate.ts';
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
  /** Holds requests back while the exchange asks for it; not given: each 429 is told, and none is held back. */
  readonly rateGate?: RateGate;
}): EcpClient {
  const requests = createEcpRequests(parts);
  return {
    folders: () => listFolders(requests),
    submit: (request) => submitFile(requests, request),
    ask: (idempotencyKey) => askSubmission(requests, idempotencyKey),
    activities: () => listActivities(requests),
  };
}
