/**
 * Chance that can be repeated: the same seed gives the same numbers, on any machine. For drawing and shuffling papers;
 * whoever wants that nobody can guess them takes a seed that nobody can guess.
 */

/** Numbers from 0 to below 1. sfc32 (PractRand: no fault found), seeded with cyrb128 of the text. */
export function random(seed: string): () => number {
  let [a, b, c, d] = words(seed);
  return () => {
    const sum = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum | 0;
    return (sum >>> 0) / 4_294_967_296;
  };
}

/** Four words of 32 bits in which every character counts. */
function words(text: string): [number, number, number, number] {
  const [p, q, r, s] = [597_399_067, 2_869_860_233, 951_274_213, 2_716_044_179];
  let [a, b, c, d] = [1_779_033_703, 3_144_134_277, 1_013_904_242, 2_773_480_762];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    a = b ^ Math.imul(a ^ code, p);
    b = c ^ Math.imul(b ^ code, q);
    c = d ^ Math.imul(c ^ code, r);
    d = a ^ Math.imul(d ^ code, s);
  }
  a = Math.imul(c ^ (a >>> 18), p);
  b = Math.imul(d ^ (b >>> 22), q);
  c = Math.imul(a ^ (c >>> 17), r);
  d = Math.imul(b ^ (d >>> 19), s);
  return [a ^ b ^ c ^ d, b ^ a, c ^ a, d ^ a];
}

/** A new list in random order (Fisher–Yates). */
export function shuffled<T>(list: readonly T[], next: () => number): T[] {
  const result = [...list];
  for (let at = result.length - 1; at > 0; at--) {
    const other = Math.floor(next() * (at + 1));
    [result[at], result[other]] = [result[other]!, result[at]!];
  }
  return result;
}
