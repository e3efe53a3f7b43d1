/** What officers do with requests. */
import { isLastAdministrator } from '#modules/people/index.server.ts';
import { audit } from '#platform/audit/audit.server.ts';
import type { Db } from '#platform/database/client.ts';
import { asPerson, asSystem } from '#platform/database/scope.server.ts';
import type { Correction } from '#platform/personal-data.ts';
import { fieldProblem, ok, problem, type Result } from '#platform/result.ts';
import type { Applied, Refused } from '../input/desk.ts';
import { mayHandle, standingIn } from '../rules/permissions.ts';
import { allows, isErasable, type Step } from '../rules/requests.ts';
import {
  closeRequest,
  findRequest,
  lockRequest,
  markAcknowledged,
  markApproved,
  type RequestRow,
} from '../store/request.server.ts';
import { eraseNow } from './erase.server.ts';
import { tellPerson, type News } from './letters.server.ts';
import { reachOn, type Officer } from './reach.server.ts';
import type { Ground } from './request.server.ts';
import { sources } from './sources.server.ts';

type Case = { tx: Db; request: RequestRow; by: { personId: string; name: string }; inPlace: { holder?: string } };

/**
 * One step of an officer under the lock of the request. Problems: `request.missing` (also for what others handle),
 * `request.own`, `request.step`, and those of `take`.
 */
async function step<T>(
  ground: Ground,
  { id, kind, officer }: { id: number; kind: Step; officer: Officer },
  take: (open: Case) => Promise<Result<T>>,
): Promise<Result<T>> {
  const { actor, now } = officer;
  if (actor.kind !== 'person') return problem('forbidden');
  const { personId } = actor;
  const reach = await reachOn(ground.db, now);
  return asPerson(ground.db, personId, async (tx) => {
    const request = await lockRequest(tx, id);
    if (!request) return problem('request.missing');
    if (!mayHandle(actor, request, reach)) return problem(request.personId === personId ? 'request.own' : 'request.missing');
    if (!allows(kind, request)) return problem('request.step');
    return take({ tx, request, by: actor, inPlace: standingIn(actor, request.bodyId, reach) });
  });
}

async function record({ tx, request, by, inPlace }: Case, { act, officer }: { act: string; officer: Officer }): Promise<void> {
  const { id, bodyId, kind } = request;
  await audit(tx, { kind: `privacy.${act}`, by, bodyId, subject: `request:${id}`, details: { kind, ...inPlace }, now: officer.now });
}

const tell = async ({ tx, request }: Case, ground: Ground, { news, officer }: { news: News; officer: Officer }) =>
  tellPerson(tx, ground, (await findRequest(tx, request.id))!, news, officer.now);

/** Says that the request has arrived and is being looked at. */
export const acknowledge = (ground: Ground, id: number, officer: Officer): Promise<Result<void>> =>
  step(ground, { id, kind: 'acknowledge', officer }, async (open) => {
    await markAcknowledged(open.tx, id, { by: open.by.personId, now: officer.now });
    await record(open, { act: 'acknowledge', officer });
    await tell(open, ground, { news: 'acknowledged', officer });
    return ok(undefined);
  });

/**
 * Puts the field right wherever it is kept; for what is no field, the officer has done so elsewhere and says what.
 * Problems at `right` and `answer`: of the value, `email.taken`, `correct.nothing`, `answer.missing`.
 */
export const applyCorrection = (ground: Ground, id: number, said: Applied, officer: Officer): Promise<Result<void>> =>
  step(ground, { id, kind: 'do', officer }, async (open) => {
    const { tx, request } = open;
    if (request.kind !== 'correct') return problem('request.step');
    if (request.asked.field !== said.field) return problem('request.step');
    if (said.field === 'other') {
      if (!said.answer) return fieldProblem('answer', 'answer.missing');
    } else {
      const put = await asSystem(tx, 'privacy: correction', () =>
        correctEverywhere(tx, request.personId, said as Correction, officer));
      if (!put.ok) return put;
    }
    await markAcknowledged(tx, id, { by: open.by.personId, now: officer.now });
    await closeRequest(tx, id, { state: 'done', by: open.by.personId, answer: said.answer || undefined, now: officer.now });
    await record(open, { act: 'correct', officer });
    await tell(open, ground, { news: 'corrected', officer });
    return ok(undefined);
  });

async function correctEverywhere(tx: Db, personId: string, { field, value }: Correction, { now }: Officer): Promise<Result<number>> {
  let places = 0;
  for (const { personal } of sources()) {
    const put = await personal.correct?.(tx, { personId }, { field, value }, now);
    if (put && !put.ok) return put;
    places += put?.value ?? 0;
  }
  return places > 0 ? ok(places) : fieldProblem('right', 'correct.nothing');
}

/**
 * Agrees to an erasure. When the days for thinking again have passed it is done here and now, else by the job on that
 * day. Problem `erase.lastAdministrator`. @returns whether it was done
 */
export const approveErasure = (ground: Ground, id: number, officer: Officer): Promise<Result<{ done: boolean }>> =>
  step(ground, { id, kind: 'approve', officer }, async (open) => {
    const { tx, by, request } = open;
    if (await isLastAdministrator(tx, request.personId, officer)) return problem('erase.lastAdministrator');
    await markAcknowledged(tx, id, { by: by.personId, now: officer.now });
    await markApproved(tx, id, by.personId);
    await record(open, { act: 'approveErasure', officer });
    const done = isErasable(request, officer.now);
    if (done) await eraseNow(tx, ground, { id, by }, officer.now);
    else await tell(open, ground, { news: 'approved', officer });
    return ok({ done });
  });

/** Refuses with a legal reason, which the person is told with how to complain. */
export const refuse = (ground: Ground, id: number, { refusal, answer }: Refused, officer: Officer): Promise<Result<void>> =>
  step(ground, { id, kind: 'refuse', officer }, async (open) => {
    await markAcknowledged(open.tx, id, { by: open.by.personId, now: officer.now });
    await closeRequest(open.tx, id, { state: 'refused', by: open.by.personId, refusal, answer, now: officer.now });
    await record(open, { act: 'refuse', officer });
    await tell(open, ground, { news: 'refused', officer });
    return ok(undefined);
  });
