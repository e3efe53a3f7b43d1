/** Mails that other modules ask for by an event: they know whom and what, and the addresses are ours. */
import { dayOf } from '#platform/clock.ts';
import type { EventData, Job } from '#platform/jobs/events.server.ts';
import { administratorsOf, addressesOf } from '../store/rehoming.server.ts';
import { tell } from './tell.server.ts';

type Asked = {
  key: string;
  persons: string[];
  /** Besides: whoever administers all of these bodies now, except … */
  administrators?: { bodies: number[]; except: string[] };
  subject: string;
  sentence: string;
  more: string;
  by: string;
  path?: string;
};

/** The key of a mail lets it go out once, however often the event is delivered. */
export const tellJob: Job = {
  name: 'people.tell',
  on: ['organisation.tell'],
  run: async (runtime, data: EventData) => {
    const { key, persons, administrators, subject, sentence, more, by, path } = data as Asked;
    const now = new Date();
    await runtime.db.transaction().execute(async (tx) => {
      const may = administrators ? await administratorsOf(tx, administrators, dayOf(now)) : [];
      const to = await addressesOf(tx, [...persons, ...may]);
      await tell(tx, runtime, { key, to, subject, sentence, more, by, ...(path ? { path } : {}) }, now);
    });
  },
};
