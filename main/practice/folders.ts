import { ERROR_TRADE_FUNCTION, OFF_EXCHANGE_FUNCTION, SD1_FUNCTION } from './users.ts';

export interface PracticeFolder {
  readonly folderId: string;
  readonly code: string;
  readonly titleEn: string;
  readonly titleZhHant: string;
  readonly identities: readonly string[];
  readonly prefixes: readonly string[];
  readonly maxBytes: number;
  /** Hour of the day in Hong Kong at which the folder closes; null: no cut-off. */
  readonly dueHour: number | null;
  readonly inputDateMeaning: 'trade-date' | 'report-date';
  readonly migrated: boolean;
  /** The function that opens it. */
  readonly neededFunction: string;
}

/**
 * The catalogue. SD-1, its identity and both prefixes are in the seed (ECP FAQ items 23 to 26). The two others are
 * modelled on public HKIDR files (domain facts 4.2). Sizes, cut-offs and function names are practice values.
 */
export const practiceFolders: readonly PracticeFolder[] = [
  {
    folderId: 'SD1',
    code: 'SD-1',
    titleEn: 'Stamp Duty Daily Return',
    titleZhHant: '印花稅每日申報表',
    identities: ['SEHK Participant'],
    prefixes: ['SD', 'SD1'],
    maxBytes: 10 * 1024 * 1024,
    dueHour: 18,
    inputDateMeaning: 'trade-date',
    migrated: true,
    neededFunction: SD1_FUNCTION,
  },
  {
    folderId: 'HBCNERBN',
    code: 'HBCNERBN',
    titleEn: 'BCAN error trade report (practice)',
    titleZhHant: '券商客戶編碼錯誤交易報告（模擬）',
    identities: ['SEHK Participant'],
    prefixes: ['HBCNERBN'],
    maxBytes: 5 * 1024 * 1024,
    dueHour: 18,
    inputDateMeaning: 'report-date',
    migrated: true,
    neededFunction: ERROR_TRADE_FUNCTION,
  },
  {
    folderId: 'HBCNOTBN',
    code: 'HBCNOTBN',
    titleEn: 'Off-exchange trade BCAN report (practice, still on old ECP)',
    titleZhHant: '場外交易券商客戶編碼報告（模擬，仍在舊 ECP）',
    identities: ['SEHK Participant'],
    prefixes: ['HBCNOTBN'],
    maxBytes: 5 * 1024 * 1024,
    dueHour: null,
    inputDateMeaning: 'report-date',
    migrated: false,
    neededFunction: OFF_EXCHANGE_FUNCTION,
  },
];
