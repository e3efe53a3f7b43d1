/** Mails that other modules ask for by an event: they know whom and what, and the addresses are ours. */
import type { EventData, Job } from '#platform/jobs/events.server.ts';
import { addressesOf } from '../store/rehoming.server.ts';
import { tell } from './tell.server.ts';

type Asked = { key: string; persons: string[]; subject: string; sentence: string; more: string; by: string };

/** The key of a mail lets it go out once, however often the event is delivered. */
export const tellJob: Job = {
  name: 'people.tell',
  on: ['organisation.tell'],
  run: async (runtime, data: EventData) => {
    const { key, persons, subject, sentence, more, by } = data as Asked;
    const now = new Date();
    await runtime.db.transaction().execute(async (tx) => {
      const to = await addressesOf(tx, persons);
      await tell(tx, runtime, { key, to, subject, sentence, more, by }, now);
    });
  },
};
