import type { EventData, Job } from '#platform/jobs/events.server.ts';
import { ledgerOrigin, sequence } from '#platform/ledger/sequence.server.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { stepKinds } from '../rules/states.ts';
import { indexIdea } from './index-search.server.ts';
import { notifyStep, send, silence } from './notify.server.ts';
import { mailsOfDraft, mailsOfReminder, sendDigests, type Handed, type Reminded } from './notify-staff.server.ts';

/** Every step of an idea is an event of its name. */
const stepEvents = stepKinds.map((kind) => `ideas.${kind}`);
const RECEIVED = 'ideas.received';
const QUARANTINED = 'ideas.quarantine';

const idsOf = (data: EventData): number[] => (Array.isArray(data.ids) ? data.ids.map(Number) : [Number(data.id)]);

const notifyJob: Job = {
  name: 'ideas.notify',
  on: [RECEIVED, ...stepEvents],
  async run(runtime, data, event) {
    const now = new Date();
    if (event === QUARANTINED) return void (await silence(runtime, Number(data.id)));
    if (event === RECEIVED) {
      for (const id of idsOf(data)) await notifyStep(runtime, { id, step: 'receive' }, now);
      return;
    }
    const also = Array.isArray(data.also) ? data.also.map(Number) : [];
    await notifyStep(runtime, { id: Number(data.id), step: Number(data.step), also }, now);
  },
};

const remindJob: Job = {
  name: 'ideas.notify.reminders',
  on: ['ideas.reminder'],
  async run(runtime, data) {
    const now = new Date();
    const reminded = data as Reminded;
    await send(runtime, reminded.idea, await mailsOfReminder(runtime, reminded, now), now);
  },
};

const draftJob: Job = {
  name: 'ideas.notify.drafts',
  on: ['ideas.draft'],
  async run(runtime, data) {
    const now = new Date();
    const handed = data as Handed;
    await send(runtime, handed.id, await mailsOfDraft(runtime, handed, now), now);
  },
};

/** Half past seven: before the day's work, not in the night. */
const digestJob: Job = {
  name: 'ideas.digest',
  schedule: '30 7 * * *',
  run: async (runtime) => void (await sendDigests(runtime, new Date())),
};

const searchJob: Job = {
  name: 'ideas.search',
  on: stepEvents,
  run: (runtime, data) => indexIdea(runtime, Number(data.id), new Date()),
};

/** Receipts and decisions get their place in the ledger within seconds of the commit, not at the next minute. */
const sequenceJob: Job = {
  name: 'ideas.sequence',
  on: [RECEIVED, ...stepEvents],
  run: async ({ db, config }: Runtime) =>
    void (await sequence(db, { origin: ledgerOrigin(config.publicOrigin), now: new Date() })),
};

/** What follows from an idea's events without anybody being written to. */
export const silentJobs: readonly Job[] = [searchJob, sequenceJob];
/** Mails to authors, followers and those at work. */
export const mailJobs: readonly Job[] = [notifyJob, remindJob, draftJob, digestJob];
