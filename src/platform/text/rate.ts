export type Attendance = { attended: number; members: number; exempt: number };
export type Rate = {
  /** 0–100, rounded to two decimals; null when nobody had to attend. */
  percent: number | null;
  /** Whether the target is reached; null when nobody had to attend. */
  met: boolean | null;
};

/** Members who must take part in a study campaign, in percent (plan of 2022: at least 98 %). */
export const PARTICIPATION_TARGET = 98;

/**
 * Participation = attended / (members − exempt that day). The target is judged on the exact fraction, and
 * rounding never carries a missed target (or a missed 100 %) over the line: 97,996 % prints as 97,99 %, not
 * as 98 %.
 */
export function participation(counts: Attendance, target = PARTICIPATION_TARGET): Rate {
  const { attended, members, exempt } = counts;
  const expected = members - exempt;
  if (expected <= 0) return { percent: null, met: null };
  const met = attended * 100 >= target * expected;
  const rounded = Math.round((attended * 10_000) / expected) / 100;
  const flatters = (!met && rounded >= target) || (attended < expected && rounded >= 100);
  return { percent: flatters ? Math.floor((attended * 10_000) / expected) / 100 : rounded, met };
}
