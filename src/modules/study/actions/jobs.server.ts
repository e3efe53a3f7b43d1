import { dayOf } from '#platform/clock.ts';
import type { Job } from '#platform/jobs/events.server.ts';
import { FILLING, goOnFilling } from './announce.server.ts';
import { refreshOpen } from './refresh.server.ts';
import { remindDue } from './reminder.server.ts';

const fillJob: Job = {
  name: 'study.fill',
  on: [FILLING],
  run: (runtime, data) => goOnFilling(runtime, Number(data.id), () => new Date()),
};

/** In the night: what was entered late about the day of a roster. */
const refreshJob: Job = {
  name: 'study.refresh',
  schedule: '40 2 * * *',
  run: (runtime) => refreshOpen(runtime, new Date(), dayOf(new Date())),
};

/** A quarter past seven: before the day's work, not in the night. */
const remindJob: Job = {
  name: 'study.remind',
  schedule: '15 7 * * *',
  run: async (runtime) => void (await remindDue(runtime, new Date())),
};

export const jobs: readonly Job[] = [fillJob, refreshJob, remindJob];
