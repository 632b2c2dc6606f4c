import type { Realm } from '../../../shared/contract/session.ts';

/** One issuer: which realm it serves, where, and for which client. */
export interface RealmConfig {
  readonly realm: Realm;
  readonly issuer: string;
  readonly clientId: string;
  readonly scope: string;
}

export const realmClients: Readonly<Record<Realm, { readonly clientId: string; readonly scope: string }>> = {
  ccms: { clientId: 'ccms-terminal', scope: 'ccms' },
  ecp: { clientId: 'ccms-terminal', scope: 'ecp' },
};

/** Paths below the issuer; only metadata tells them to a client. */
export const ssoPaths = {
  metadata: '/.well-known/oauth-authorization-server',
  page: '/sso',
  challenge: '/authorize-challenge',
  token: '/token',
  revocation: '/revoke',
  jwks: '/jwks',
  readiness: '/readiness',
  policy: '/policy',
  authenticator: '/authenticator',
  forgottenPassword: '/forgotten-password',
} as const;
