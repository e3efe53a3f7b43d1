import { sweep } from '#platform/files/files.server.ts';
import type { Job } from '#platform/jobs/events.server.ts';
import { ledgerJob } from '#platform/ledger/jobs.server.ts';
import { removeExpired } from '#platform/limits/limits.server.ts';
import { deliverJob } from '#platform/mail/jobs.server.ts';

/** A form may stay open for a day between its upload and its sending. */
const DAY_MS = 86_400_000;

const sweepFilesJob: Job = {
  name: 'files.sweep',
  schedule: '30 3 * * *',
  run: async ({ db, files }) => void (await sweep(db, files, new Date(Date.now() - DAY_MS))),
};

const removeExpiredJob: Job = {
  name: 'limits.removeExpired',
  schedule: '*/10 * * * *',
  run: async ({ db }) => void (await removeExpired(db, new Date())),
};

/** Work of the ground itself; the worker runs it beside the jobs of the modules. */
export const platformJobs: readonly Job[] = [deliverJob, ledgerJob, sweepFilesJob, removeExpiredJob];
