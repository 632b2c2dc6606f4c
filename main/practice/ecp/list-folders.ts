import { hongKongHourToday, hongKongTimestamp } from '../core/hong-kong-time.ts';
import type { PracticeContext } from '../core/practice-context.ts';
import { practiceFolders } from '../folders.ts';
import type { PracticeRequest } from '../net/practice-env.ts';
import type { UserRecord } from '../store/users.ts';
import { success } from './envelope.ts';

/** The folders that this user's functions open; a missing folder means a missing function (seed ECP FAQ item 12). */
export function listFolders(context: PracticeContext, request: PracticeRequest, user: UserRecord): Response {
  const now = context.clock.now();
  const data = practiceFolders
    .filter((folder) => user.functions.includes(folder.neededFunction))
    .map(({ dueHour, neededFunction: _needed, ...folder }) => ({
      ...folder,
      participantCodes: user.participantCodes,
      dueAt: dueHour === null ? null : hongKongTimestamp(hongKongHourToday(now, dueHour)),
    }));
  return success(context, request, { status: 200, data });
}
