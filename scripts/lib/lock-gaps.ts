/** What of package-lock.json matters here. */
export interface LockedPackage {
  readonly version?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}
export type LockedPackages = Readonly<Record<string, LockedPackage>>;

/** An optional package that the lock file does not know, and what would stand there. */
export interface LockGap {
  readonly place: string;
  readonly entry: {
    readonly version: string;
    readonly dev: true;
    readonly optional: true;
    readonly os: readonly string[];
    readonly cpu: readonly string[];
  };
}

const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];
const processors = ['arm64', 'arm', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64'];

function isKnown(packages: LockedPackages, from: string, name: string): boolean {
  for (let place = from; ; place = place.slice(0, Math.max(0, place.lastIndexOf('/node_modules/')))) {
    if (`${place === '' ? '' : `${place}/`}node_modules/${name}` in packages) return true;
    if (place === '') return false;
  }
}

function gapFor(name: string, version: string): LockGap {
  const words = name.split(/[-/]/);
  return {
    place: `node_modules/${name}`,
    entry: {
      version,
      dev: true,
      optional: true,
      os: systems.filter((system) => words.includes(system)),
      cpu: processors.filter((processor) => words.some((word) => word === processor)),
    },
  };
}

/**
 * Finds packages for other platforms that a lock file should name and does not. npm leaves out what its registry lacked when the
 * lock file was written, and then `npm ci` refuses the file for everybody.
 */
export function lockGaps(packages: LockedPackages): readonly LockGap[] {
  return Object.entries(packages).flatMap(([place, { optionalDependencies = {} }]) =>
    Object.entries(optionalDependencies)
      .filter(([name]) => !isKnown(packages, place, name))
      .map(([name, version]) => gapFor(name, version)),
  );
}
