/** Names and numbers of PKCS#11 2.40 (OASIS), as far as they are used. */
export const CKR = {
  OK: 0x0,
  HOST_MEMORY: 0x2,
  SLOT_ID_INVALID: 0x3,
  GENERAL_ERROR: 0x5,
  FUNCTION_FAILED: 0x6,
  CANT_LOCK: 0xa,
  DEVICE_ERROR: 0x30,
  DEVICE_MEMORY: 0x31,
  DEVICE_REMOVED: 0x32,
  FUNCTION_CANCELED: 0x50,
  KEY_HANDLE_INVALID: 0x60,
  PIN_INCORRECT: 0xa0,
  PIN_INVALID: 0xa1,
  PIN_LEN_RANGE: 0xa2,
  PIN_EXPIRED: 0xa3,
  PIN_LOCKED: 0xa4,
  SESSION_CLOSED: 0xb0,
  SESSION_HANDLE_INVALID: 0xb3,
  TOKEN_NOT_PRESENT: 0xe0,
  TOKEN_NOT_RECOGNIZED: 0xe1,
  USER_PIN_NOT_INITIALIZED: 0x102,
  CRYPTOKI_ALREADY_INITIALIZED: 0x191,
} as const;

/** Flags of a token. */
export const CKF = {
  TOKEN_PRESENT: 0x1,
  PROTECTED_AUTHENTICATION_PATH: 0x100,
  TOKEN_INITIALIZED: 0x400,
  USER_PIN_COUNT_LOW: 0x1_0000,
  USER_PIN_FINAL_TRY: 0x2_0000,
  USER_PIN_LOCKED: 0x4_0000,
  OS_LOCKING_OK: 0x2,
  SERIAL_SESSION: 0x4,
} as const;

export const CKM = {
  RSA_PKCS: 0x1,
  RSA_PKCS_PSS: 0xd,
  SHA256_RSA_PKCS: 0x40,
  SHA256_RSA_PKCS_PSS: 0x43,
  SHA256: 0x250,
  ECDSA: 0x1041,
} as const;

/** MGF1 over SHA-256, for PSS. */
export const CKG_MGF1_SHA256 = 0x2;
export const CKU = { USER: 1, CONTEXT_SPECIFIC: 2 } as const;
/** States of a session in which somebody is logged in. */
export const CKS_RO_USER_FUNCTIONS = 1;
export const CKO = { CERTIFICATE: 1, PRIVATE_KEY: 3 } as const;
export const CKA = {
  CLASS: 0x0,
  VALUE: 0x11,
  CERTIFICATE_TYPE: 0x80,
  ID: 0x102,
  ALWAYS_AUTHENTICATE: 0x202,
} as const;
