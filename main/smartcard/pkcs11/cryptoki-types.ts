import koffi, { type TypeObject } from 'koffi';

export interface CryptokiTypes {
  readonly ulong: TypeObject;
  readonly slotInfo: TypeObject;
  readonly tokenInfo: TypeObject;
  readonly sessionInfo: TypeObject;
  readonly attribute: TypeObject;
  readonly mechanism: TypeObject;
  readonly pssParameters: TypeObject;
  readonly initializeArguments: TypeObject;
  readonly functionList: TypeObject;
}

/** The functions of CK_FUNCTION_LIST up to the last one that is used, in the standard's order. */
const functionNames = [
  ...['C_Initialize', 'C_Finalize', 'C_GetInfo', 'C_GetFunctionList', 'C_GetSlotList', 'C_GetSlotInfo'],
  ...['C_GetTokenInfo', 'C_GetMechanismList', 'C_GetMechanismInfo', 'C_InitToken', 'C_InitPIN', 'C_SetPIN'],
  ...['C_OpenSession', 'C_CloseSession', 'C_CloseAllSessions', 'C_GetSessionInfo', 'C_GetOperationState'],
  ...['C_SetOperationState', 'C_Login', 'C_Logout', 'C_CreateObject', 'C_CopyObject', 'C_DestroyObject'],
  ...['C_GetObjectSize', 'C_GetAttributeValue', 'C_SetAttributeValue', 'C_FindObjectsInit', 'C_FindObjects'],
  ...['C_FindObjectsFinal', 'C_EncryptInit', 'C_Encrypt', 'C_EncryptUpdate', 'C_EncryptFinal', 'C_DecryptInit'],
  ...['C_Decrypt', 'C_DecryptUpdate', 'C_DecryptFinal', 'C_DigestInit', 'C_Digest', 'C_DigestUpdate', 'C_DigestKey'],
  ...['C_DigestFinal', 'C_SignInit', 'C_Sign'],
];

/**
 * The structures of PKCS#11. Windows has a CK_ULONG of 32 bits and packs to one byte (pkcs11.h: `#pragma pack(1)`);
 * elsewhere CK_ULONG is `unsigned long` with the platform's alignment.
 */
export function cryptokiTypes(platform: NodeJS.Platform): CryptokiTypes {
  const isWindows = platform === 'win32';
  const ulong = koffi.types[isWindows ? 'uint32' : 'ulong'];
  const record = (members: Record<string, TypeObject | string>) =>
    isWindows ? koffi.pack(null, members) : koffi.struct(null, members);
  const bytes = (length: number) => koffi.array('uint8', length, 'Typed');
  const version = record({ major: 'uint8', minor: 'uint8' });
  return {
    ulong,
    slotInfo: record({
      slotDescription: bytes(64),
      manufacturerID: bytes(32),
      flags: ulong,
      hardwareVersion: version,
      firmwareVersion: version,
    }),
    tokenInfo: record({
      label: bytes(32),
      manufacturerID: bytes(32),
      model: bytes(16),
      serialNumber: bytes(16),
      flags: ulong,
      maxSessionCount: ulong,
      sessionCount: ulong,
      maxRwSessionCount: ulong,
      rwSessionCount: ulong,
      maxPinLength: ulong,
      minPinLength: ulong,
      totalPublicMemory: ulong,
      freePublicMemory: ulong,
      totalPrivateMemory: ulong,
      freePrivateMemory: ulong,
      hardwareVersion: version,
      firmwareVersion: version,
      utcTime: bytes(16),
    }),
    sessionInfo: record({ slotId: ulong, state: ulong, flags: ulong, deviceError: ulong }),
    attribute: record({ type: ulong, value: 'void *', length: ulong }),
    mechanism: record({ mechanism: ulong, parameter: 'void *', parameterLength: ulong }),
    pssParameters: record({ hash: ulong, generator: ulong, saltLength: ulong }),
    initializeArguments: record({
      createMutex: 'void *',
      destroyMutex: 'void *',
      lockMutex: 'void *',
      unlockMutex: 'void *',
      flags: ulong,
      reserved: 'void *',
    }),
    functionList: record({ version, ...Object.fromEntries(functionNames.map((name) => [name, 'void *'])) }),
  };
}
