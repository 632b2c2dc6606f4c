import koffi from 'koffi';
import { describe, expect, it } from 'vitest';
import { cryptokiTypes } from '../../../../../main/smartcard/pkcs11/cryptoki-types.ts';

/** Sizes and places as the C compilers of both platforms lay them out from pkcs11.h. */
describe('the structures of PKCS#11', () => {
  it('have a CK_ULONG of 32 bits and no padding on Windows', () => {
    const types = cryptokiTypes('win32');
    expect(koffi.sizeof(types.ulong)).toBe(4);
    expect(koffi.sizeof(types.tokenInfo)).toBe(160);
    expect(koffi.sizeof(types.attribute)).toBe(16);
    expect(koffi.offsetof(types.attribute, 'length')).toBe(12);
    expect(koffi.offsetof(types.functionList, 'C_Initialize')).toBe(2);
    expect(koffi.offsetof(types.functionList, 'C_Login')).toBe(2 + 18 * 8);
    expect(koffi.offsetof(types.functionList, 'C_Sign')).toBe(2 + 43 * 8);
  });

  it('have a CK_ULONG of 64 bits and the usual padding elsewhere', () => {
    const types = cryptokiTypes('linux');
    expect(koffi.sizeof(types.ulong)).toBe(8);
    expect(koffi.sizeof(types.tokenInfo)).toBe(208);
    expect(koffi.sizeof(types.attribute)).toBe(24);
    expect(koffi.offsetof(types.attribute, 'length')).toBe(16);
    expect(koffi.offsetof(types.functionList, 'C_Initialize')).toBe(8);
    expect(koffi.offsetof(types.functionList, 'C_Login')).toBe(8 + 18 * 8);
    expect(koffi.offsetof(types.functionList, 'C_Sign')).toBe(8 + 43 * 8);
  });
});
