/** Where `npm start` opens the terminal, and why not in Electron. */
export type HostChoice = { readonly kind: 'electron' } | { readonly kind: 'preview'; readonly reason: string };

export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The numeric user; undefined on Windows. */
  readonly uid: number | undefined;
}

/** True when a window can be shown: always on Windows and macOS, with an X11 or Wayland display elsewhere. */
export function hasDisplay({ platform, env }: Machine): boolean {
  return platform === 'win32' || platform === 'darwin' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}

/** Takes the machine and whether `--web` was given; decides before anything is fetched. */
export function chooseHost(machine: Machine, web: boolean): HostChoice {
  if (web) return { kind: 'preview', reason: '--web was given' };
  if (!hasDisplay(machine)) return { kind: 'preview', reason: 'there is no display' };
  if (machine.platform === 'linux' && machine.uid === 0) {
    return { kind: 'preview', reason: "Electron's sandbox does not run as root" };
  }
  return { kind: 'electron' };
}
