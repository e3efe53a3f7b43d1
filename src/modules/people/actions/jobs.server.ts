import type { Job } from '#platform/jobs/events.server.ts';
import { deleteExpiredSessions } from '../store/session.server.ts';

export const jobs: readonly Job[] = [
  {
    name: 'people.forgetSessions',
    schedule: '10 3 * * *',
    run: async ({ db }) => {
      await deleteExpiredSessions(db, new Date());
    },
  },
];
