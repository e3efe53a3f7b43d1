import type { HotEndpoint } from './http/hot.ts';
import type { ContentOf } from './ledger/contents.server.ts';
import type { Job } from './jobs/events.server.ts';
import type { PersonalData } from './personal-data.ts';
import type { Rehoming } from './rehoming.ts';
import type { Runtime } from './runtime.server.ts';

/** What a module tells the house about itself; its door exports one as `manifest`. */
export type Manifest = {
  /** Brings reference data up to date; runs at every start, after the migrations, and is idempotent. */
  prepare?(runtime: Runtime): Promise<void>;
  /** Loads invented sample data into an empty system. @returns lines to print, such as sample sign-ins */
  sample?(runtime: Runtime): Promise<string[]>;
  jobs?: readonly Job[];
  hot?: readonly HotEndpoint[];
  /** What the module keeps about people, for the privacy desk. */
  personal?: PersonalData;
  /** What a reorganisation of bodies touches in the module, and how it follows. */
  rehoming?: Rehoming;
  /** By kind of ledger entry: what the rows contain today, so that `verify-ledger` can compare. */
  ledger?: Readonly<Record<string, ContentOf>>;
};

let registered: readonly Manifest[] = [];

/** Said once by whatever starts a process, so that a module can ask all others without knowing them. */
export function registerManifests(manifests: readonly Manifest[]): void {
  registered = manifests;
}

/** Every module's manifest, in the order of `modules.ts`; empty before the start, and in tests that register none. */
export const manifests = (): readonly Manifest[] => registered;
