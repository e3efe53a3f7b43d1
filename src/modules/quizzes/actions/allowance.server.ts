/**
 * How often one ticket may speak. By ticket, never by address: behind one address sit three hundred phones of a hall. An
 * honest phone sends a few requests a minute, and after an hour without network a few batches; what this stops is a
 * program that writes without end.
 */
const BURST = 120;
const PER_SECOND = 2;
const MOST = 200_000;

type Left = { tokens: number; at: number };

/** One for a process. @returns seconds to wait; 0 when it may */
export function allowance(): (ticket: number, nowMs: number) => number {
  const known = new Map<number, Left>();
  const first = (ticket: number, at: number): Left => {
    if (known.size >= MOST) known.clear();
    const left = { tokens: BURST, at };
    known.set(ticket, left);
    return left;
  };
  return (ticket, nowMs) => {
    const left = known.get(ticket) ?? first(ticket, nowMs);
    left.tokens = Math.min(BURST, left.tokens + (Math.max(0, nowMs - left.at) / 1_000) * PER_SECOND);
    left.at = nowMs;
    if (left.tokens < 1) return Math.ceil((1 - left.tokens) / PER_SECOND);
    left.tokens -= 1;
    return 0;
  };
}
