import type { LoginMethod, Realm } from '../../shared/contract/session.ts';

export interface PracticeUser {
  readonly realm: Realm;
  readonly userId: string;
  readonly password: string;
  readonly displayName: string;
  /** The firm; files and their keys belong to it, not to the person. */
  readonly firm: string;
  readonly email: string | null;
  /** Ways to log in that this user has been given; the phase of the transition allows them or not. */
  readonly methods: readonly LoginMethod[];
  /** Created since 2FA began: no smart card, in no phase (seed circular). */
  readonly createdAfterLaunch: boolean;
  /** Locked by an administrator: stays so, whatever the failures. */
  readonly locked: boolean;
  readonly functions: readonly string[];
  readonly participantCodes: readonly string[];
  /** What this user is there to show, on the start page. */
  readonly purpose: { readonly en: string; readonly zhHant: string };
}

/** The one function name that is public (seed ECP FAQ item 6 and 12). */
export const SFTP_FUNCTION = 'EU_ECPSFTP';
/** Practice values: the exchange's names of these functions are not public. */
export const SD1_FUNCTION = 'PX_SD1';
export const ERROR_TRADE_FUNCTION = 'PX_HBCNERBN';
export const OFF_EXCHANGE_FUNCTION = 'PX_HBCNOTBN';
export const ADMINISTRATOR_FUNCTION = 'PX_DA';

const FIRM = 'Practice Securities Limited';
const SINGLE_FIRM = 'Single Practice Securities Limited';
const plain = {
  email: null,
  methods: ['2fa'],
  createdAfterLaunch: false,
  locked: false,
  functions: [],
  participantCodes: [],
} as const;

const ccmsUsers: readonly PracticeUser[] = [
  {
    ...plain,
    realm: 'ccms',
    userId: 'CHANTM',
    password: 'Ferry-Lantern-Harbour-1888',
    displayName: 'CHAN TAI MAN',
    firm: FIRM,
    email: 'chan.taiman@firm.example',
    methods: ['2fa', 'smart-card'],
    purpose: { en: 'Ready for 2FA', zhHant: '已可使用雙重認證' },
  },
  {
    ...plain,
    realm: 'ccms',
    userId: 'WONGSY',
    password: 'Bamboo-Scaffold-Tower-1912',
    displayName: 'WONG SIU YIN',
    firm: FIRM,
    methods: ['2fa', 'smart-card'],
    purpose: { en: 'No e-mail address registered: cannot log in by 2FA', zhHant: '未登記電郵地址：不能以雙重認證登入' },
  },
  {
    ...plain,
    realm: 'ccms',
    userId: 'LAMKY',
    password: 'Peak-Tram-Morning-Fog-1926',
    displayName: 'LAM KA YAN',
    firm: FIRM,
    email: 'lam.kayan@firm.example',
    createdAfterLaunch: true,
    purpose: { en: 'Created after the launch: 2FA only', zhHant: '推出後開立的帳戶：只可使用雙重認證' },
  },
  {
    ...plain,
    realm: 'ccms',
    userId: 'LEEKF',
    password: 'Clock-Tower-Granite-1915',
    displayName: 'LEE KWOK FAI',
    firm: FIRM,
    email: 'lee.kwokfai@firm.example',
    methods: ['smart-card'],
    purpose: { en: 'Smart card only: 2FA is refused', zhHant: '只可使用智能卡：雙重認證會被拒絕' },
  },
  {
    ...plain,
    realm: 'ccms',
    userId: 'HOKW',
    password: 'Typhoon-Shelter-Sampan-1962',
    displayName: 'HO KIT WAI',
    firm: FIRM,
    email: 'ho.kitwai@firm.example',
    locked: true,
    purpose: { en: 'Locked by an administrator', zhHant: '帳戶已被管理員鎖定' },
  },
  {
    ...plain,
    realm: 'ccms',
    userId: 'TSANGML',
    password: 'Lion-Rock-Terrace-Wind-1898',
    displayName: 'TSANG MEI LING',
    firm: FIRM,
    email: 'tsang.meiling@firm.example',
    methods: ['2fa', 'smart-card'],
    functions: [ADMINISTRATOR_FUNCTION],
    purpose: {
      en: 'Delegated administrator (maker): sees who is ready',
      zhHant: '獲授權管理人士（輸入者）：可查看準備情況',
    },
  },
  {
    ...plain,
    realm: 'ccms',
    userId: 'FUNGCK',
    password: 'Star-Ferry-Pier-Bell-1957',
    displayName: 'FUNG CHI KEUNG',
    firm: FIRM,
    email: 'fung.chikeung@firm.example',
    methods: ['2fa', 'smart-card'],
    functions: [ADMINISTRATOR_FUNCTION],
    purpose: {
      en: 'Delegated administrator (checker): sees who is ready',
      zhHant: '獲授權管理人士（核對者）：可查看準備情況',
    },
  },
];

const clientConnectUsers: readonly PracticeUser[] = [
  {
    ...plain,
    realm: 'ecp',
    userId: 'chan@firm.example',
    password: 'Stamp-Duty-Ledger-Noon-1866',
    displayName: 'CHAN TAI MAN',
    firm: FIRM,
    email: 'chan@firm.example',
    functions: [SD1_FUNCTION, ERROR_TRADE_FUNCTION, OFF_EXCHANGE_FUNCTION, SFTP_FUNCTION],
    participantCodes: ['01234', '01235'],
    purpose: { en: 'SD-1 for two subsidiaries, 01234 and 01235', zhHant: '可為兩間附屬公司 01234 及 01235 提交 SD-1' },
  },
  {
    ...plain,
    realm: 'ecp',
    userId: 'yip@single.example',
    password: 'Single-Junk-Red-Sail-1841',
    displayName: 'YIP HOI LAM',
    firm: SINGLE_FIRM,
    email: 'yip@single.example',
    functions: [SD1_FUNCTION],
    participantCodes: ['05678'],
    purpose: { en: 'SD-1 for a single participant, 05678', zhHant: '只為一間參與者 05678 提交 SD-1' },
  },
  {
    ...plain,
    realm: 'ecp',
    userId: 'admin@firm.example',
    password: 'Maker-Checker-Pair-Desk-2022',
    displayName: 'TSANG MEI LING',
    firm: FIRM,
    email: 'admin@firm.example',
    purpose: { en: 'Administrator without an ECP function: error 2000', zhHant: '沒有 ECP 功能的管理員：錯誤 2000' },
  },
  {
    ...plain,
    realm: 'ecp',
    userId: 'sftp@firm.example',
    password: 'Night-Batch-Courier-Line-2010',
    displayName: 'SFTP MACHINE USER',
    firm: FIRM,
    email: 'sftp@firm.example',
    functions: [SFTP_FUNCTION],
    participantCodes: ['01234', '01235'],
    purpose: { en: 'Only EU_ECPSFTP: the web pages of ECP are closed', zhHant: '只有 EU_ECPSFTP：不能使用 ECP 網頁' },
  },
  {
    ...plain,
    realm: 'ecp',
    userId: 'locked@firm.example',
    password: 'Closed-Shutter-Arcade-1953',
    displayName: 'KWOK CHI HO',
    firm: FIRM,
    email: 'locked@firm.example',
    functions: [SD1_FUNCTION],
    participantCodes: ['01234'],
    locked: true,
    purpose: { en: 'Locked by an administrator', zhHant: '帳戶已被管理員鎖定' },
  },
];

/** Everybody who can log in to the practice exchange. The passwords are public on purpose: nothing real is behind them. */
export const practiceUsers: readonly PracticeUser[] = [...ccmsUsers, ...clientConnectUsers];
