import type { HotEndpoint } from './http/hot.ts';
import type { ContentOf } from './ledger/contents.server.ts';
import type { Job } from './jobs/events.server.ts';
import type { Runtime } from './runtime.server.ts';

/** What a module tells the house about itself; its door exports one as `manifest`. */
export type Manifest = {
  /** Brings reference data up to date; runs at every start, after the migrations, and is idempotent. */
  prepare?(runtime: Runtime): Promise<void>;
  /** Loads invented sample data into an empty system. @returns lines to print, such as sample sign-ins */
  sample?(runtime: Runtime): Promise<string[]>;
  jobs?: readonly Job[];
  hot?: readonly HotEndpoint[];
  /** By kind of ledger entry: what the rows contain today, so that `verify-ledger` can compare. */
  ledger?: Readonly<Record<string, ContentOf>>;
};
