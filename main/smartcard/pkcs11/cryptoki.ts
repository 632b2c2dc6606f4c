import koffi, { type TypeObject } from 'koffi';
import { CKF, CKR } from './constants.ts';
import { type CryptokiTypes, cryptokiTypes } from './cryptoki-types.ts';

/** CK_ULONG: a bigint only beyond 2^53. */
export type Ulong = number | bigint;

export interface SlotInfo {
  readonly slotDescription: Uint8Array;
  readonly flags: Ulong;
}

export interface TokenInfo {
  readonly label: Uint8Array;
  readonly serialNumber: Uint8Array;
  readonly flags: Ulong;
  readonly maxPinLength: Ulong;
  readonly minPinLength: Ulong;
}

export interface Mechanism {
  readonly mechanism: number;
  readonly pss?: { readonly hash: number; readonly generator: number; readonly saltLength: number };
}

/** A return code other than CKR_OK. The function is named; what was given to it never is. */
export class CryptokiError extends Error {
  readonly functionName: string;
  readonly code: number;
  constructor(functionName: string, code: number) {
    super(`${functionName} returned 0x${code.toString(16)}`);
    this.functionName = functionName;
    this.code = code;
  }
}

/** The functions of a PKCS#11 module that are used. All block; a code other than CKR_OK throws a {@link CryptokiError}. */
export interface Cryptoki {
  listSlots(): readonly Ulong[];
  slotInfo(slot: Ulong): SlotInfo;
  tokenInfo(slot: Ulong): TokenInfo;
  listMechanisms(slot: Ulong): readonly Ulong[];
  openSession(slot: Ulong): Ulong;
  closeSession(session: Ulong): void;
  sessionState(session: Ulong): Ulong;
  /** A PIN of null is CK_NULL: the reader's own PIN pad asks for it. */
  login(session: Ulong, userType: number, pin: Uint8Array | null): void;
  logout(session: Ulong): void;
  findObjects(session: Ulong, template: readonly Attribute[]): readonly Ulong[];
  /** Null when the object has no such attribute. */
  readAttribute(session: Ulong, object: Ulong, type: number): Uint8Array | null;
  signInit(session: Ulong, mechanism: Mechanism, key: Ulong): void;
  sign(session: Ulong, data: Uint8Array): Uint8Array;
}

export interface Attribute {
  readonly type: number;
  readonly value: Uint8Array;
}

type Native = (...args: unknown[]) => Ulong;

const MOST_SLOTS = 64;
const MOST_MECHANISMS = 1_024;
const MOST_OBJECTS = 64;
const LARGEST_ATTRIBUTE = 16_384;
const LARGEST_SIGNATURE = 1_024;

interface Binding {
  readonly types: CryptokiTypes;
  /** Calls a function of the module; throws unless it answers CKR_OK. */
  call(name: string, parameters: readonly TypeArgument[], ...values: unknown[]): void;
}

type TypeArgument = Parameters<typeof koffi.out>[0];

function bind(modulePath: string, platform: NodeJS.Platform): Binding {
  const types = cryptokiTypes(platform);
  const library = koffi.load(modulePath);
  const getFunctionList = library.func('C_GetFunctionList', types.ulong, [koffi.out(koffi.pointer('void *'))]);
  const found: (bigint | null)[] = [null];
  const code = Number(getFunctionList(found));
  if (code !== CKR.OK || !found[0]) throw new CryptokiError('C_GetFunctionList', code || CKR.GENERAL_ERROR);
  const pointers: Readonly<Record<string, bigint | null>> = koffi.decode(found[0], types.functionList);
  const natives = new Map<string, Native>();
  function native(name: string, parameters: readonly TypeArgument[]): Native {
    const known = natives.get(name);
    if (known) return known;
    const pointer = pointers[name];
    if (!pointer) throw new CryptokiError(name, CKR.FUNCTION_FAILED);
    const made: Native = koffi.decode(pointer, koffi.proto(types.ulong, [...parameters]));
    natives.set(name, made);
    return made;
  }
  return {
    types,
    call(name, parameters, ...values) {
      const answer = Number(native(name, parameters)(...values));
      if (answer !== CKR.OK) throw new CryptokiError(name, answer);
    },
  };
}

/** Other programs of the same process cannot be meant, but middleware has threads of its own. */
function initialize({ types, call }: Binding): void {
  const parameters = [koffi.pointer(types.initializeArguments)];
  const none = { createMutex: null, destroyMutex: null, lockMutex: null, unlockMutex: null, reserved: null };
  try {
    call('C_Initialize', parameters, { ...none, flags: CKF.OS_LOCKING_OK });
  } catch (error) {
    if (!(error instanceof CryptokiError)) throw error;
    if (error.code === CKR.CANT_LOCK) call('C_Initialize', parameters, null);
    else if (error.code !== CKR.CRYPTOKI_ALREADY_INITIALIZED) throw error;
  }
}

/** Asks for a list twice, as the standard has it: how many, then which. A list that grew meanwhile is cut. */
function readList(binding: Binding, name: string, given: { types: TypeArgument[]; values: unknown[]; most: number }) {
  const { ulong } = binding.types;
  const parameters = [...given.types, 'void *', koffi.inout(koffi.pointer(ulong))];
  const count = [0];
  binding.call(name, parameters, ...given.values, null, count);
  const room = Math.min(Number(count[0]), given.most);
  if (room === 0) return [];
  const buffer = Buffer.alloc(room * koffi.sizeof(ulong));
  count[0] = room;
  binding.call(name, parameters, ...given.values, buffer, count);
  return decodeList(buffer, ulong, Math.min(room, Number(count[0])));
}

function decodeList(buffer: Buffer, ulong: TypeObject, length: number): readonly Ulong[] {
  if (length === 0) return [];
  return Array.from(koffi.decode(buffer, ulong, length) as Iterable<Ulong>);
}

function objectFunctions({ types, call }: Binding): Pick<Cryptoki, 'findObjects' | 'readAttribute'> {
  const { ulong } = types;
  return {
    findObjects(session, template) {
      const attributes = template.map(({ type, value }) => ({ type, value, length: value.length }));
      const parameters = [ulong, koffi.pointer(types.attribute), ulong];
      call('C_FindObjectsInit', parameters, session, attributes, attributes.length);
      try {
        const buffer = Buffer.alloc(MOST_OBJECTS * koffi.sizeof(ulong));
        const count = [0];
        const found = [ulong, 'void *', ulong, koffi.out(koffi.pointer(ulong))];
        call('C_FindObjects', found, session, buffer, MOST_OBJECTS, count);
        return decodeList(buffer, ulong, Math.min(MOST_OBJECTS, Number(count[0])));
      } finally {
        call('C_FindObjectsFinal', [ulong], session);
      }
    },
    readAttribute(session, object, type) {
      const value = Buffer.alloc(LARGEST_ATTRIBUTE);
      const attributes = [{ type, value, length: value.length }];
      const parameters = [ulong, ulong, koffi.inout(koffi.pointer(types.attribute)), ulong];
      try {
        call('C_GetAttributeValue', parameters, session, object, attributes, 1);
      } catch (error) {
        // CKR_ATTRIBUTE_SENSITIVE, _TYPE_INVALID and CKR_BUFFER_TOO_SMALL: not to be had. Others say that the card is gone.
        if (error instanceof CryptokiError && [0x11, 0x12, 0x150].includes(error.code)) return null;
        throw error;
      }
      const length = Number(attributes[0]?.length);
      return length <= LARGEST_ATTRIBUTE ? value.subarray(0, length) : null;
    },
  };
}

function sessionFunctions(
  binding: Binding,
): Pick<Cryptoki, 'openSession' | 'closeSession' | 'sessionState' | 'login' | 'logout'> {
  const { types, call } = binding;
  const { ulong } = types;
  return {
    openSession(slot) {
      const session: Ulong[] = [0];
      const parameters = [ulong, ulong, 'void *', 'void *', koffi.out(koffi.pointer(ulong))];
      call('C_OpenSession', parameters, slot, CKF.SERIAL_SESSION, null, null, session);
      return session[0] ?? 0;
    },
    closeSession: (session) => call('C_CloseSession', [ulong], session),
    sessionState(session) {
      const info: { state: Ulong } = { state: 0 };
      call('C_GetSessionInfo', [ulong, koffi.out(koffi.pointer(types.sessionInfo))], session, info);
      return info.state;
    },
    login: (session, userType, pin) =>
      call('C_Login', [ulong, ulong, 'void *', ulong], session, userType, pin, pin?.length ?? 0),
    logout: (session) => call('C_Logout', [ulong], session),
  };
}

function signFunctions({ types, call }: Binding): Pick<Cryptoki, 'signInit' | 'sign'> {
  const { ulong } = types;
  return {
    signInit(session, { mechanism, pss }, key) {
      const parameterLength = pss ? koffi.sizeof(types.pssParameters) : 0;
      const parameter = pss ? Buffer.alloc(parameterLength) : null;
      if (parameter) koffi.encode(parameter, types.pssParameters, pss);
      const parameters = [ulong, koffi.pointer(types.mechanism), ulong];
      call('C_SignInit', parameters, session, { mechanism, parameter, parameterLength }, key);
    },
    sign(session, data) {
      const signature = Buffer.alloc(LARGEST_SIGNATURE);
      const length = [signature.length];
      const parameters = [ulong, 'void *', ulong, 'void *', koffi.inout(koffi.pointer(ulong))];
      call('C_Sign', parameters, session, data, data.length, signature, length);
      return signature.subarray(0, Math.min(signature.length, length[0] ?? 0));
    },
  };
}

/**
 * Loads a PKCS#11 module and initializes it. Throws a {@link CryptokiError} when the module refuses, and koffi's own error when the
 * file is no such module. A faulty module may end or hang the process: only the card process calls this.
 */
export function openCryptoki(modulePath: string, platform: NodeJS.Platform): Cryptoki {
  const binding = bind(modulePath, platform);
  initialize(binding);
  const { types, call } = binding;
  const { ulong } = types;
  return {
    listSlots: () => readList(binding, 'C_GetSlotList', { types: ['uint8'], values: [0], most: MOST_SLOTS }),
    slotInfo(slot) {
      const info: Partial<SlotInfo> = {};
      call('C_GetSlotInfo', [ulong, koffi.out(koffi.pointer(types.slotInfo))], slot, info);
      return { slotDescription: new Uint8Array(), flags: 0, ...info };
    },
    tokenInfo(slot) {
      const info: Partial<TokenInfo> = {};
      call('C_GetTokenInfo', [ulong, koffi.out(koffi.pointer(types.tokenInfo))], slot, info);
      const empty = new Uint8Array();
      return { label: empty, serialNumber: empty, flags: 0, maxPinLength: 0, minPinLength: 0, ...info };
    },
    listMechanisms: (slot) =>
      readList(binding, 'C_GetMechanismList', { types: [ulong], values: [slot], most: MOST_MECHANISMS }),
    ...sessionFunctions(binding),
    ...objectFunctions(binding),
    ...signFunctions(binding),
  };
}
