import { dayOf } from '#platform/clock.ts';
import { asSystem } from '#platform/database/scope.server.ts';
import type { Job } from '#platform/jobs/events.server.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { isLanguage } from '#platform/words/translate.ts';
import type { Instant } from '#platform/clock.ts';
import { nextDue } from '../rules/requests.ts';
import { insertNotice, keepWording } from '../store/consent.server.ts';
import { requestsDueBy } from '../store/request.server.ts';
import { wordingOf } from './consent.server.ts';
import { eraseDue } from './erase.server.ts';
import { tellOfficers } from './letters.server.ts';
import { makeCopy, topBody } from './request.server.ts';
import { applyRetention } from './retention.server.ts';

/** Words of the notice that a person reads when the account is opened; see the view of the activation. */
const NOTICE = 'people.activate.notice.text';

/** Reminds officers in the morning of what is due that day or overdue. @returns how many requests */
export async function remindDue(runtime: Runtime, now: Instant): Promise<number> {
  const top = await topBody(runtime.db, now);
  return asSystem(runtime.db, 'privacy: reminders', async (tx) => {
    const due = await requestsDueBy(tx, dayOf(now));
    for (const request of due) {
      await tellOfficers(tx, runtime, { request, news: 'due', due: nextDue(request) ?? request.doneDue, top }, now);
    }
    return due.length;
  });
}

export const jobs: readonly Job[] = [
  {
    name: 'privacy.notice',
    on: ['people.activated'],
    async run({ db }, data) {
      const personId = String(data.personId);
      const language = typeof data.language === 'string' && isLanguage(data.language) ? data.language : 'vi';
      const at = typeof data.at === 'string' ? new Date(data.at) : new Date();
      const wording = wordingOf(NOTICE, language);
      await asSystem(db, 'privacy: notice', async (tx) => {
        await keepWording(tx, wording);
        await insertNotice(tx, { personId, wordingHash: wording.hash, at });
      });
    },
  },
  {
    name: 'privacy.copy',
    on: ['privacy.copyAsked'],
    run: (runtime, data) => makeCopy(runtime, { id: Number(data.id), name: String(data.name) }, new Date()),
  },
  { name: 'privacy.erase', schedule: '5 * * * *', run: async (runtime) => void (await eraseDue(runtime, new Date())) },
  { name: 'privacy.remind', schedule: '30 7 * * 1-5', run: async (runtime) => void (await remindDue(runtime, new Date())) },
  {
    name: 'privacy.retention',
    schedule: '10 3 * * *',
    run: async (runtime) => void (await applyRetention(runtime, new Date())),
  },
];
