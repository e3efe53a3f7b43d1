/** Counts that are too small to be shown, because they would be about somebody. */

/** Fewer than these are shown nowhere, and cannot be worked out from what is shown. */
export const SMALL = 10;

/**
 * What may be shown of parts whose sum is shown: a part under `SMALL` is hidden, and with it as many of the next smallest
 * as it takes that the hidden ones together are no small number either. Empty parts are hidden like small ones.
 */
export function hideSmall<Part extends { count: number }>(parts: readonly Part[]): Set<Part> {
  const rising = [...parts].sort((a, b) => a.count - b.count);
  const hidden = rising.filter(({ count }) => count < SMALL);
  if (hidden.length === 0) return new Set();
  let sum = hidden.reduce((all, { count }) => all + count, 0);
  for (const part of rising.slice(hidden.length)) {
    if (sum >= SMALL && hidden.length > 1) break;
    hidden.push(part);
    sum += part.count;
  }
  return new Set(hidden);
}
