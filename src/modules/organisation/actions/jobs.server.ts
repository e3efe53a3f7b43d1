import type { Job } from '#platform/jobs/events.server.ts';
import { applyDue } from './apply.server.ts';

/** A minute after midnight, and every hour after it for a machine that was off then. */
export const reorganisationsJob: Job = {
  name: 'organisation.reorganisations',
  schedule: '1 * * * *',
  run: async (runtime) => {
    const applied = await applyDue(runtime, new Date());
    if (applied > 0) runtime.log.info({ applied }, 'reorganisations');
  },
};
