/**
 * Who may import whom. Tested by tests/unit/house/import-rules.test.ts with one planted violation for each rule.
 *
 * A feature is seen by other features only through the files listed here; everything else in its folder is its own.
 */
const interfaceFiles = [
  'credentials/credential-store',
  'ecp/ecp-client',
  'http/encode-form',
  'http/http',
  'http/rate-gate',
  'policy/policy',
  'profile/profile',
  'session/session-service',
  'smartcard/smart-card',
  'sso/sso-client',
  'ledger/ledger',
  'local-folders/local-folders',
  'submission/submission-service',
  'transfer/transfer',
  'transfer/speed-limit',
  'transfer/sftp-probe',
  'sftp-account/sftp-account',
];

/** Every folder of main that is neither the composition root, a host nor the practice exchange. */
const feature = '^main/(?!app/|electron/|web/|cli/|practice/)([^/]+)/';
const interfacePattern = `^main/(${interfaceFiles.join('|')})\\.ts$`;
/** What only a page may use, and what it may use beside. */
const pageOnly = 'react|react-dom|react-aria-components|@internationalized/date|react-i18next|lucide-react|zustand|uqr';
const pageToo = 'i18next|zod|eventsource-parser|@types/react|@types/react-dom';

module.exports = {
  forbidden: [
    {
      name: 'shared-imports-only-zod',
      comment: 'shared is trusted by both sides: no Node, no DOM, no Electron; zod and pure functions only.',
      severity: 'error',
      from: { path: '^shared/' },
      to: { pathNot: ['^shared/', '^node_modules/zod/'] },
    },
    {
      name: 'renderer-imports-only-shared',
      comment: 'The page knows shared and its own packages; it reaches main only by calls of the contract.',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { pathNot: ['^renderer/', '^shared/', `^node_modules/(${pageOnly}|${pageToo})/`] },
    },
    {
      name: 'feature-imports-only-interfaces',
      comment: 'A feature imports shared and the interface file of another feature, never its implementation.',
      severity: 'error',
      from: { path: feature },
      to: {
        path: '^main/',
        pathNot: ['^main/$1/', interfacePattern],
      },
    },
    {
      name: 'practice-imports-only-shared',
      comment:
        'The practice exchange is the other side of the wire; shared code would hide mistakes on it. It makes a profile.',
      severity: 'error',
      from: { path: '^main/practice/' },
      to: { path: '^main/', pathNot: ['^main/practice/', '^main/profile/profile\\.ts$'] },
    },
    {
      name: 'nothing-imports-practice',
      comment: 'The practice exchange is started as a process by main/app/start-practice.ts and never imported.',
      severity: 'error',
      from: { path: '^(main|renderer|shared)/', pathNot: ['^main/practice/'] },
      to: { path: '^main/practice/' },
    },
    {
      name: 'app-imports-no-host',
      comment: 'The composition root knows no transport.',
      severity: 'error',
      from: { path: '^main/app/' },
      to: { path: '^main/(electron|web|cli)/' },
    },
    {
      name: 'host-imports-only-app',
      comment: 'A host is thin: main/app and shared, never a feature and never the other host.',
      severity: 'error',
      from: { path: '^main/(electron|web|cli)/' },
      to: { path: '^main/', pathNot: ['^main/$1/', '^main/app/'] },
    },
    {
      name: 'main-imports-no-page',
      comment: 'The services do not know how they are shown.',
      severity: 'error',
      from: { path: '^main/' },
      to: { path: `^renderer/|^node_modules/(${pageOnly})/` },
    },
    {
      name: 'electron-only-in-electron',
      comment: 'Only main/electron may import Electron; everything else must run under plain Node.',
      severity: 'error',
      from: { pathNot: '^main/electron/' },
      to: { path: '^(node_modules/)?electron(/|$)' },
    },
    {
      name: 'nothing-imports-tests',
      comment:
        'The program does not know its tests. A script may use their helpers (the pictures are taken as a test is run) and start a benchmark.',
      severity: 'error',
      from: { pathNot: '^tests/' },
      to: { path: '^tests/', pathNot: '^tests/(helpers|bench)/' },
    },
    {
      name: 'program-imports-no-helper-of-tests',
      comment: 'The same, for the helpers: scripts only.',
      severity: 'error',
      from: { pathNot: '^(tests|scripts)/' },
      to: { path: '^tests/(helpers|bench)/' },
    },
    {
      name: 'nothing-imports-scripts',
      comment: 'Scripts use the program, not the other way round.',
      severity: 'error',
      from: { path: '^(main|renderer|shared)/' },
      to: { path: '^scripts/' },
    },
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one file or miss a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-unresolvable',
      comment: 'An import that leads nowhere, or to a package that package.json does not name.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'program-needs-no-dev-dependency',
      comment: 'What the program imports must be in dependencies. Electron is the runtime itself.',
      severity: 'error',
      from: { path: '^(main|renderer|shared)/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['npm'], pathNot: ['^node_modules/(electron|@types)/'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.css', '.d.ts'],
    },
  },
};
