import koffi from 'koffi';

/** linux/prctl.h */
const PR_SET_DUMPABLE = 4;

/** A module that crashes must not leave the memory of this process, in which a PIN may stand, in a file. Linux only. */
export function forbidCoreDump(platform: NodeJS.Platform): void {
  if (platform !== 'linux') return;
  koffi.load(null).func('int prctl(int, unsigned long, unsigned long, unsigned long, unsigned long)')(
    PR_SET_DUMPABLE,
    0,
    0,
    0,
    0,
  );
}
