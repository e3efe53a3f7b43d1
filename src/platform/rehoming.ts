import type { Day, Instant } from './clock.ts';
import type { Db } from './database/client.ts';

/** Where what belonged to a body goes when the body ends: to this one, or (null) nowhere: it is closed with it. */
export type Destination = { from: number; to: number | null };

/** One line of the preview: so many of something belong to a body that ends, and what becomes of them. */
export type Touched = {
  /** Words `<module>.desk.rehoming.<key>`: members, roles, open ideas, deadlines, subscriptions, duties. */
  key: string;
  body: number;
  count: number;
  /** What will be done: they move, they stay (history), or they end with the body. */
  becomes: 'moves' | 'stays' | 'ends';
};

/** How a module follows a reorganisation. Both run with the same list, the preview days or weeks before. */
export type Rehoming = {
  /** What the module has in these bodies today. */
  preview(db: Db, from: readonly number[], on: Day): Promise<Touched[]>;
  /** Moves it, in the transaction that changes the bodies. @returns what was done, for the record */
  apply(tx: Db, plan: { destinations: readonly Destination[]; on: Day; now: Instant }): Promise<Touched[]>;
};
