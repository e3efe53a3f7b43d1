import type { Job } from '#platform/jobs/events.server.ts';
import { recoveryJob } from './recovery.server.ts';
import { tellJob } from './told.server.ts';

/** What is kept for a time only goes by the rules of keeping; see `personal.server.ts`. */
export const jobs: readonly Job[] = [tellJob, recoveryJob];
