/** What a scenario reports, and the arithmetic behind it. */

export type Figure = {
  what: string;
  value: number;
  /** `×` for a ratio of the same run; else a unit. */
  unit: string;
  /** Absent: the figure is only told. */
  bar?: { atLeast: number } | { atMost: number };
  /** What the figure was made of. */
  note?: string;
};

export type Scenario = { name: string; what: string; run(): Promise<Figure[]> };

export function held({ value, bar }: Figure): boolean {
  if (!bar) return true;
  return 'atLeast' in bar ? value >= bar.atLeast : value <= bar.atMost;
}

/** @param sorted ascending */
export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => quantile([...values].sort((a, b) => a - b), 0.5);
export const rounded = (value: number, digits = 2): number => Number(value.toFixed(digits));
