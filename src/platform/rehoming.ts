import type { Day, Instant } from './clock.ts';
import type { Db } from './database/client.ts';

/** Where what belonged to a body goes when the body ends: to this one, or (null) nowhere: it is closed with it. */
export type Destination = { from: number; to: number | null };

/** A body of a plan: its id, or the key of one that the plan itself founds ("n1"). */
export type PlanRef = number | string;

/** A body that several take over, or that gives a part away and goes on: things can be shared out among `into`. */
export type Part = { from: number; into: readonly PlanRef[]; /** Takes whatever nobody has shared out. */ rest: PlanRef };

/** The plan that a preview is about. `since`: when it was submitted; what was written down later nobody has read. */
export type Planned = { number: number; parts: readonly Part[]; since: Instant | null };

/** The same on the day, when all bodies have their ids; `key`: how the plan calls the body. */
export type PartNow = { from: number; into: readonly { key: string; id: number }[]; rest: number };

/** One line of the preview and of the record: so many of something in a body that ends, and what becomes of them. */
export type Touched = {
  /** Words `<module>.desk.rehoming.<key>`: members, roles, open ideas, deadlines, subscriptions, duties. */
  key: string;
  body: number;
  count: number;
  /** They go where the body's things go (and end with it when that is nowhere), they stay as history, or they end. */
  becomes: 'moves' | 'stays' | 'ends';
  /** Where exactly these go, when that is not where everything else of the module goes. */
  to?: PlanRef;
  /** Who holds an office, where the thing is an office: for the officers and the record, never for the public. */
  who?: string[];
};

/** A reorganisation that takes place now. */
export type Rehomed = {
  destinations: readonly Destination[];
  parts: readonly PartNow[];
  since: Instant | null;
  /** First day of the new order: before today when it is entered late. */
  on: Day;
  now: Instant;
  /** Number of the reorganisation, for what is written down about it. */
  number: number;
  /** The second officer, who confirmed it. */
  by: { personId: string; name: string };
};

/** How a module follows a reorganisation. Both run with the same list, the preview days or weeks before. */
export type Rehoming = {
  /** Name of the module: prefix of its words, and what a body that is split names heirs by. */
  module: string;
  /**
   * What the module has goes on even when nobody stands for the body (open cases, members): somebody is then named to
   * finish it. Rights do not: nobody inherits them upwards.
   */
  finishes: boolean;
  /** What the module has in these bodies, and in those of `parts`, today. Without a plan: what it has there at all. */
  preview(db: Db, from: readonly number[], on: Day, plan?: Planned): Promise<Touched[]>;
  /**
   * A draft was changed, or a plan was closed (then without parts): what the module keeps about sharing out and what no
   * longer is in `parts` goes, in the transaction of the change.
   */
  revised?(tx: Db, plan: Pick<Planned, 'number' | 'parts'>): Promise<void>;
  /** Where an officer says who of a body goes to whom, when the module can be shared out by name. */
  sharing?(plan: number, body: number): string;
  /** Moves it, in the transaction that changes the bodies. @returns what was done, for the record */
  apply(tx: Db, rehomed: Rehomed): Promise<Touched[]>;
};
