/**
 * What a closed quiz tells about its items, never about a person: how hard each was, whether it tells those who know from
 * those who do not, which wrong option draws, and which clause was not understood where. Classical test theory (Crocker
 * and Algina 1986, ch. 14); intervals by Wilson (1927) and by Fisher's z.
 */

const Z = 1.959964;

/** One answer to one item, with what the same sheet was worth without it (0 to 1). */
export type Scored = { score: number; rest: number };

export type Interval = { low: number; high: number };
/** Share of the points, 0 to 1. */
export type Facility = Interval & { value: number };
/** −1 to 1; null where everybody, or every rest, is the same. */
export type Discrimination = Interval & { value: number };

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Wilson's interval keeps inside 0 and 1 also for an item that everybody got right. */
export function facilityOf(scores: readonly number[]): Facility {
  const [n, p] = [scores.length, meanOf(scores)];
  const centre = (p + (Z * Z) / (2 * n)) / (1 + (Z * Z) / n);
  const half = (Z * Math.sqrt((p * (1 - p)) / n + (Z * Z) / (4 * n * n))) / (1 + (Z * Z) / n);
  return { value: p, low: Math.max(0, Math.min(p, centre - half)), high: Math.min(1, Math.max(p, centre + half)) };
}

/** Correlation of the item with the rest of the sheet: with the whole, an item would agree with itself. */
export function discriminationOf(answers: readonly Scored[]): Discrimination | null {
  const [x, y] = [answers.map(({ score }) => score), answers.map(({ rest }) => rest)];
  if (answers.length < 4) return null;
  const [mx, my] = [meanOf(x), meanOf(y)];
  let [sxy, sxx, syy] = [0, 0, 0];
  for (const [at, value] of x.entries()) {
    const [dx, dy] = [value - mx, (y[at] as number) - my];
    sxy += dx * dy;
    sxx += dx * dx;
    syy += dy * dy;
  }
  // Rounding leaves a little where there is nothing.
  if (sxx < 1e-12 || syy < 1e-12) return null;
  const value = Math.max(-1, Math.min(1, sxy / Math.sqrt(sxx * syy)));
  const z = Math.atanh(Math.max(-0.999999, Math.min(0.999999, value)));
  const half = Z / Math.sqrt(answers.length - 3);
  return { value, low: Math.min(value, Math.tanh(z - half)), high: Math.max(value, Math.tanh(z + half)) };
}

/** An item worth looking at; words `quizzes.desk.analysis.hint.<code>`. */
export type Hint = 'key' | 'weak' | 'hard' | 'easy';
export function hintOf(facility: Facility, discrimination: Discrimination | null): Hint | null {
  // Those who know the rest choose something else: most often the key is wrong.
  if (discrimination && discrimination.high < 0) return 'key';
  if (facility.high < 0.4) return 'hard';
  if (facility.low > 0.95) return 'easy';
  return discrimination && discrimination.high < 0.2 ? 'weak' : null;
}
