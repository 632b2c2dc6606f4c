import { build } from './lib/build.ts';

/** `npm run build`: builds main, preload and page into out/. */
process.exitCode = build({ force: true }) ? 0 : 1;
