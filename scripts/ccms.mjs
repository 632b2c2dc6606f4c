#!/usr/bin/env node
/*
 * `ccms` of package.json's `bin`: the command line from the source, whatever Node it is called with. Paths are those of the caller, which
 * scripts/bootstrap.mjs hands on as npm does.
 */
process.env.INIT_CWD = process.cwd();
process.argv.splice(2, 0, 'ccms');
await import('./bootstrap.mjs');
