import type { PracticeContext } from './core/practice-context.ts';
import { allSubmissions } from './ecp/submission-store.ts';
import { listMails } from './mail/mail-store.ts';
import type { PracticeControl } from './practice-exchange.ts';
import { registerKey } from './sftp/registration-store.ts';
import { endSession, listSessions } from './sso/session-store.ts';
import { findUser } from './store/users.ts';

/** The controls of one running exchange. */
export function practiceControl(context: PracticeContext): PracticeControl {
  const { clock, faults, database, dpop, policy } = context;
  return {
    clockOffset: () => clock.offsetMs(),
    setClockOffset: (offsetMs) => clock.setOffset(offsetMs),
    addFault: (rule) => faults.add(rule),
    listFaults: () => faults.list(),
    clearFaults: () => faults.clear(),
    setNonceMode: (on) => dpop.setNonceMode(on),
    mails: (to) => listMails(database, to ?? null),
    logins: () =>
      listSessions(context).map((session) => ({
        realm: session.realm,
        userId: session.userId,
        method: session.method,
        since: session.createdAt,
        endsAt: Math.min(session.idleEndsAt, session.absoluteEndsAt),
      })),
    policy: () => ({ ...policy.present(), phase: policy.phase() }),
    changePolicy: (change) => policy.change(change),
    setPolicyTrick: (trick) => policy.setTrick(trick),
    files: () => allSubmissions(database),
    issueCard(order) {
      const user = findUser(database, 'ccms', order.userId);
      if (!user) throw new Error(`no practice user ${order.userId}`);
      return context.cards.issue({ ...order, holder: user.displayName });
    },
    registerSftpKey(userId, publicKey) {
      const [, keyBlob, comment] = publicKey.trim().split(' ');
      if (!keyBlob) throw new Error('not a public key of OpenSSH');
      registerKey(database, { userId, keyBlob, comment: comment ?? '', registeredAt: clock.now(), expiresAt: null });
    },
    endLogins(realm) {
      for (const session of listSessions(context)) if (session.realm === realm) endSession(context, session.id);
    },
  };
}
