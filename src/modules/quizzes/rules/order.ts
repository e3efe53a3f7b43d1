/** The order in which one person sees a sheet. The same on every device and on the server, from the ticket's seed. */

/** mulberry32: 32 bits of state are plenty for shuffling a sheet, and the same in every engine. */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** The numbers 0 … count - 1 in an order that depends on the seed and on `salt` (an item has another than the sheet). */
export function shuffled(count: number, seed: number, salt: number): number[] {
  const next = random(seed ^ Math.imul(salt + 1, 0x9e3779b1));
  const order = Array.from({ length: count }, (_, at) => at);
  for (let at = count - 1; at > 0; at -= 1) {
    const other = Math.floor(next() * (at + 1));
    [order[at], order[other]] = [order[other] as number, order[at] as number];
  }
  return order;
}
