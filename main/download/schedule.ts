const MINUTE = 60_000;

export interface ScheduleOptions {
  /** How often; null: never. Asked again after each choice. */
  readonly minutes: () => number | null;
  readonly onChoice: (listener: () => void) => () => void;
  readonly due: () => Promise<void>;
  readonly onChange: (minutes: number | null) => void;
  readonly onBug: (cause: unknown) => void;
}

/** Tells when it is time to look for new files: at once when it begins, which also finishes what an earlier run left, then regularly. */
export function createSchedule(options: ScheduleOptions): { readonly close: () => void } {
  let minutes: number | null = null;
  let timer: NodeJS.Timeout | null = null;
  const due = () => {
    options.due().catch(options.onBug);
  };
  const arm = () => {
    if (timer) clearInterval(timer);
    timer = minutes === null ? null : setInterval(due, minutes * MINUTE);
    if (minutes !== null) setImmediate(due);
  };
  const unsubscribe = options.onChoice(() => {
    if (options.minutes() === minutes) return;
    minutes = options.minutes();
    arm();
    options.onChange(minutes);
  });
  minutes = options.minutes();
  arm();
  return {
    close() {
      unsubscribe();
      if (timer) clearInterval(timer);
      timer = null;
    },
  };
}
