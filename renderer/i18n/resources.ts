import enActivity from '../../shared/locales/en/activity.json' with { type: 'json' };
import enApp from '../../shared/locales/en/app.json' with { type: 'json' };
import enAuthenticator from '../../shared/locales/en/authenticator.json' with { type: 'json' };
import enCard from '../../shared/locales/en/card.json' with { type: 'json' };
import enDiagnostics from '../../shared/locales/en/diagnostics.json' with { type: 'json' };
import enDownloads from '../../shared/locales/en/downloads.json' with { type: 'json' };
import enErrors from '../../shared/locales/en/errors.json' with { type: 'json' };
import enLock from '../../shared/locales/en/lock.json' with { type: 'json' };
import enLogin from '../../shared/locales/en/login.json' with { type: 'json' };
import enPlace from '../../shared/locales/en/place.json' with { type: 'json' };
import enPolicy from '../../shared/locales/en/policy.json' with { type: 'json' };
import enQueue from '../../shared/locales/en/queue.json' with { type: 'json' };
import enReadiness from '../../shared/locales/en/readiness.json' with { type: 'json' };
import enRecovery from '../../shared/locales/en/recovery.json' with { type: 'json' };
import enSettings from '../../shared/locales/en/settings.json' with { type: 'json' };
import enSftp from '../../shared/locales/en/sftp.json' with { type: 'json' };
import enSubmission from '../../shared/locales/en/submission.json' with { type: 'json' };
import enTransfers from '../../shared/locales/en/transfers.json' with { type: 'json' };
import enTrouble from '../../shared/locales/en/trouble.json' with { type: 'json' };
import enWatch from '../../shared/locales/en/watch.json' with { type: 'json' };
import zhActivity from '../../shared/locales/zh-Hant/activity.json' with { type: 'json' };
import zhApp from '../../shared/locales/zh-Hant/app.json' with { type: 'json' };
import zhAuthenticator from '../../shared/locales/zh-Hant/authenticator.json' with { type: 'json' };
import zhCard from '../../shared/locales/zh-Hant/card.json' with { type: 'json' };
import zhDiagnostics from '../../shared/locales/zh-Hant/diagnostics.json' with { type: 'json' };
import zhDownloads from '../../shared/locales/zh-Hant/downloads.json' with { type: 'json' };
import zhErrors from '../../shared/locales/zh-Hant/errors.json' with { type: 'json' };
import zhLock from '../../shared/locales/zh-Hant/lock.json' with { type: 'json' };
import zhLogin from '../../shared/locales/zh-Hant/login.json' with { type: 'json' };
import zhPlace from '../../shared/locales/zh-Hant/place.json' with { type: 'json' };
import zhPolicy from '../../shared/locales/zh-Hant/policy.json' with { type: 'json' };
import zhQueue from '../../shared/locales/zh-Hant/queue.json' with { type: 'json' };
import zhReadiness from '../../shared/locales/zh-Hant/readiness.json' with { type: 'json' };
import zhRecovery from '../../shared/locales/zh-Hant/recovery.json' with { type: 'json' };
import zhSettings from '../../shared/locales/zh-Hant/settings.json' with { type: 'json' };
import zhSftp from '../../shared/locales/zh-Hant/sftp.json' with { type: 'json' };
import zhSubmission from '../../shared/locales/zh-Hant/submission.json' with { type: 'json' };
import zhTransfers from '../../shared/locales/zh-Hant/transfers.json' with { type: 'json' };
import zhTrouble from '../../shared/locales/zh-Hant/trouble.json' with { type: 'json' };
import zhWatch from '../../shared/locales/zh-Hant/watch.json' with { type: 'json' };

/** The words of both languages, one namespace per feature. */
export const resources = {
  en: {
    trouble: enTrouble,
    recovery: enRecovery,
    authenticator: enAuthenticator,
    app: enApp,
    lock: enLock,
    login: enLogin,
    policy: enPolicy,
    card: enCard,
    submission: enSubmission,
    activity: enActivity,
    readiness: enReadiness,
    settings: enSettings,
    sftp: enSftp,
    transfers: enTransfers,
    downloads: enDownloads,
    queue: enQueue,
    watch: enWatch,
    place: enPlace,
    diagnostics: enDiagnostics,
    errors: enErrors,
  },
  'zh-Hant': {
    trouble: zhTrouble,
    recovery: zhRecovery,
    authenticator: zhAuthenticator,
    app: zhApp,
    lock: zhLock,
    login: zhLogin,
    policy: zhPolicy,
    card: zhCard,
    submission: zhSubmission,
    activity: zhActivity,
    readiness: zhReadiness,
    settings: zhSettings,
    sftp: zhSftp,
    transfers: zhTransfers,
    downloads: zhDownloads,
    queue: zhQueue,
    watch: zhWatch,
    place: zhPlace,
    diagnostics: zhDiagnostics,
    errors: zhErrors,
  },
} as const;
