/** How long a key is to be used, as a person chooses it. */
export const keyLives = ['one-year', 'two-years', 'unlimited'] as const;
export type KeyLife = (typeof keyLives)[number];

export interface KeyOwner {
  readonly userName: string;
  readonly life: KeyLife;
}

const YEARS = { 'one-year': 1, 'two-years': 2, unlimited: null } as const;

/** Takes the exchange's time now in ms since 1970; gives the end, the same day of the year; null: none. */
export function endOf(life: KeyLife, now: number): number | null {
  const years = YEARS[life];
  if (years === null) return null;
  const end = new Date(now);
  end.setUTCFullYear(end.getUTCFullYear() + years);
  return end.getTime();
}
