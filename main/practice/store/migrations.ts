/** One text for each version of the schema; a published one is never edited, the next one is appended. Times are ms since 1970. */
export const migrations: readonly string[] = [
  `
  CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  CREATE TABLE user (
    realm TEXT NOT NULL, user_id TEXT NOT NULL, password_salt BLOB NOT NULL, password_hash BLOB NOT NULL,
    display_name TEXT NOT NULL, firm TEXT NOT NULL, email TEXT, methods TEXT NOT NULL, locked INTEGER NOT NULL,
    functions TEXT NOT NULL, participant_codes TEXT NOT NULL,
    PRIMARY KEY (realm, user_id)
  ) STRICT;
  CREATE TABLE failure (
    realm TEXT NOT NULL, subject TEXT NOT NULL, known INTEGER NOT NULL, times TEXT NOT NULL,
    locked_until INTEGER NOT NULL, changed_at INTEGER NOT NULL,
    PRIMARY KEY (realm, subject)
  ) STRICT;
  CREATE TABLE auth_session (
    id INTEGER PRIMARY KEY, realm TEXT NOT NULL, token_hash TEXT NOT NULL UNIQUE, user_id TEXT NOT NULL,
    client_id TEXT NOT NULL, scope TEXT NOT NULL, key_thumbprint TEXT NOT NULL, code_challenge TEXT NOT NULL,
    created_at INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE one_time_password (
    realm TEXT NOT NULL, user_id TEXT NOT NULL, auth_session_id INTEGER NOT NULL, salt TEXT NOT NULL, hash TEXT NOT NULL,
    sent_at INTEGER NOT NULL,
    PRIMARY KEY (realm, user_id)
  ) STRICT;
  CREATE TABLE authorization_code (
    code_hash TEXT PRIMARY KEY, realm TEXT NOT NULL, user_id TEXT NOT NULL, client_id TEXT NOT NULL, scope TEXT NOT NULL,
    key_thumbprint TEXT NOT NULL, code_challenge TEXT NOT NULL, created_at INTEGER NOT NULL, session_id INTEGER
  ) STRICT;
  CREATE TABLE session (
    id INTEGER PRIMARY KEY, realm TEXT NOT NULL, user_id TEXT NOT NULL, client_id TEXT NOT NULL, scope TEXT NOT NULL,
    method TEXT NOT NULL, key_thumbprint TEXT NOT NULL, refresh_hash TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL, last_seen_at INTEGER NOT NULL, ended_at INTEGER
  ) STRICT;
  CREATE TABLE access_token (
    token_hash TEXT PRIMARY KEY, session_id INTEGER NOT NULL REFERENCES session (id), expires_at INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE mail (
    id INTEGER PRIMARY KEY, sender TEXT NOT NULL, recipient TEXT NOT NULL, subject TEXT NOT NULL, body TEXT NOT NULL,
    received_at INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE submission (
    id INTEGER PRIMARY KEY, firm TEXT NOT NULL, idempotency_key TEXT NOT NULL, fingerprint TEXT NOT NULL,
    reference TEXT NOT NULL UNIQUE, folder_id TEXT NOT NULL, identity TEXT NOT NULL, participant_code TEXT NOT NULL,
    input_date TEXT NOT NULL, file_name TEXT NOT NULL, size INTEGER NOT NULL, sha256 TEXT NOT NULL,
    received_at INTEGER NOT NULL, status TEXT NOT NULL, replaced_sha256 TEXT, journal_head TEXT NOT NULL,
    submitted_by TEXT NOT NULL,
    UNIQUE (firm, idempotency_key)
  ) STRICT;
  CREATE INDEX submission_by_name ON submission (firm, folder_id, participant_code, file_name);
  CREATE TABLE refusal (
    firm TEXT NOT NULL, idempotency_key TEXT NOT NULL, fingerprint TEXT NOT NULL, status INTEGER NOT NULL,
    code TEXT NOT NULL, message TEXT NOT NULL, refused_at INTEGER NOT NULL,
    PRIMARY KEY (firm, idempotency_key)
  ) STRICT;
  `,
  `
  ALTER TABLE auth_session ADD COLUMN channel TEXT NOT NULL DEFAULT 'email';
  CREATE TABLE authenticator (
    realm TEXT NOT NULL, user_id TEXT NOT NULL, pending_secret TEXT, secret TEXT, used_steps TEXT NOT NULL,
    PRIMARY KEY (realm, user_id)
  ) STRICT;
  `,
  `
  CREATE TABLE password_reset (
    id INTEGER PRIMARY KEY, token_hash TEXT NOT NULL UNIQUE, realm TEXT NOT NULL, user_id TEXT NOT NULL,
    created_at INTEGER NOT NULL, used_at INTEGER
  ) STRICT;
  `,
  `
  ALTER TABLE user ADD COLUMN created_after_launch INTEGER NOT NULL DEFAULT 0;
  `,
  `
  ALTER TABLE authorization_code ADD COLUMN method TEXT NOT NULL DEFAULT '2fa';
  CREATE TABLE card_challenge (
    token_hash TEXT PRIMARY KEY, realm TEXT NOT NULL, nonce_hash TEXT NOT NULL, client_id TEXT NOT NULL,
    scope TEXT NOT NULL, key_thumbprint TEXT NOT NULL, code_challenge TEXT NOT NULL, created_at INTEGER NOT NULL
  ) STRICT;
  `,
  `
  ALTER TABLE submission ADD COLUMN channel TEXT NOT NULL DEFAULT 'web';
  CREATE TABLE sftp_key (
    user_id TEXT NOT NULL, key_blob TEXT NOT NULL, comment TEXT NOT NULL, registered_at INTEGER NOT NULL,
    expires_at INTEGER,
    PRIMARY KEY (user_id, key_blob)
  ) STRICT;
  CREATE TABLE sftp_address (
    user_id TEXT NOT NULL, address TEXT NOT NULL, registered_at INTEGER NOT NULL,
    PRIMARY KEY (user_id, address)
  ) STRICT;
  `,
];
