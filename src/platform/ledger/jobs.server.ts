import type { Job } from '../jobs/events.server.ts';
import { ledgerOrigin, sequence } from './sequence.server.ts';

/**
 * Gives places to whatever is still queued. Most callers ask for that themselves right after their commit
 * (`sequenceSoon`); this catches what was cut off in between, and signs the first, empty checkpoint.
 */
export const ledgerJob: Job = {
  name: 'ledger.sequence',
  schedule: '* * * * *',
  run: async ({ db, config }) => {
    await sequence(db, { origin: ledgerOrigin(config.publicOrigin), now: new Date() });
  },
};
