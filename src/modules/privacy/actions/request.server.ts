/** What a person asks for about their own data. */
import { bodyTree } from '#modules/organisation/index.server.ts';
import { bodyOfPerson } from '#modules/members/index.server.ts';
import { audit } from '#platform/audit/audit.server.ts';
import { currentCalendar } from '#platform/calendar/store.server.ts';
import { dayOf, type Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { asPerson, asSystem } from '#platform/database/scope.server.ts';
import { activeAt } from '#platform/dated/tree.ts';
import { emit } from '#platform/jobs/events.server.ts';
import { ok, problem, type Result } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import type { CorrectionAsked } from '../input/correction.ts';
import { LARGE, sizeOf, termsOf, type Copy } from '../rules/copy.ts';
import { allows, deadlinesOf, type Kind } from '../rules/requests.ts';
import { putCopy, readCopy } from '../store/copy.server.ts';
import {
  closeRequest,
  findRequest,
  insertRequest,
  lockRequest,
  markApproved,
  type Asked,
  type RequestRow,
} from '../store/request.server.ts';
import type { Own } from './consent.server.ts';
import { tellOfficers, tellPerson } from './letters.server.ts';
import { isTopOn } from './reach.server.ts';
import { retentionDays } from './retention.server.ts';
import { readAll } from './sources.server.ts';

export type Ground = Pick<Runtime, 'db' | 'config'>;

/** The body at the top of the tree today; undefined in an empty installation. */
export async function topBody(db: Db, now: Instant): Promise<number | undefined> {
  const isTop = await isTopOn(db, now);
  return activeAt(await bodyTree(db), dayOf(now)).find(isTop);
}

/** Writes the request down with its deadlines. Problem `request.open`: the same is being done already. */
async function note(tx: Db, kind: Kind, asked: Asked, { actor, now, language }: Own): Promise<Result<RequestRow>> {
  const { personId } = actor;
  const bodyId = (await asSystem(tx, 'privacy: body of a person', () => bodyOfPerson(tx, personId, dayOf(now)))) ?? null;
  const deadlines = deadlinesOf(kind, now, await currentCalendar(tx));
  const id = await insertRequest(tx, { personId, kind, bodyId, language, asked, now, ...deadlines });
  if (id === undefined) return problem('request.open');
  return ok((await findRequest(tx, id))!);
}

/** Asks for something that an officer does. Problem `request.open`. */
async function ask(ground: Ground, kind: 'correct' | 'erase', asked: Asked, own: Own): Promise<Result<number>> {
  const top = await topBody(ground.db, own.now);
  return asPerson(ground.db, own.actor.personId, async (tx) => {
    const noted = await note(tx, kind, asked, own);
    if (!noted.ok) return noted;
    const request = noted.value;
    await tellPerson(tx, ground, request, 'received', own.now);
    await tellOfficers(tx, ground, { request, news: 'new', due: request.acknowledgeDue, top }, own.now);
    return ok(request.id);
  });
}

/** Something about the person is wrong. @param said from `readCorrection` */
export const askCorrection = (ground: Ground, said: CorrectionAsked, own: Own): Promise<Result<number>> =>
  ask(ground, 'correct', said, own);

/** Everything that may be erased shall be. Needs a fresh proof, which the route asks for. */
export async function askErasure(ground: Ground, own: Own): Promise<Result<number>> {
  const asked = await ask(ground, 'erase', {}, own);
  if (!asked.ok) return asked;
  const { actor, now } = own;
  await ground.db.transaction().execute((tx) =>
    audit(tx, { kind: 'privacy.askErasure', by: actor, bodyId: null, subject: `person:${actor.personId}`, now }),
  );
  return asked;
}

/**
 * Makes the copy that the person asked for: at once, or by a job when there is a lot. Needs a fresh proof, which the
 * route asks for. @returns the request; its copy may still be in the making
 */
export async function askCopy(ground: Ground, own: Own): Promise<Result<number>> {
  const { actor, now } = own;
  const { personId } = actor;
  return asSystem(ground.db, 'privacy: copy', async (tx) => {
    const noted = await note(tx, 'export', {}, own);
    if (!noted.ok) return noted;
    const request = noted.value;
    await audit(tx, { kind: 'privacy.export', by: actor, bodyId: request.bodyId, subject: `person:${personId}`, now });
    const parts = await readAll(tx, { personId }, now);
    if (sizeOf(parts) <= LARGE) await finishCopy(tx, ground, request, { parts, name: actor.name }, now);
    else {
      await markApproved(tx, request.id, null);
      await emit(tx, 'privacy.copyAsked', { id: request.id, name: actor.name });
    }
    return ok(request.id);
  });
}

type Content = Pick<Copy, 'parts' | 'name'>;

async function finishCopy(tx: Db, ground: Ground, request: RequestRow, { parts, name }: Content, now: Instant): Promise<void> {
  const terms = termsOf(await retentionDays(tx));
  await putCopy(tx, request.id, { format: 'caunoi.personal-data/1', madeAt: now.toISOString(), name, terms, parts }, now);
  await closeRequest(tx, request.id, { state: 'done', now });
  await tellPerson(tx, ground, request, 'copied', now);
}

/** The job behind `askCopy`. Twice does no harm. */
export function makeCopy(ground: Ground, { id, name }: { id: number; name: string }, now: Instant): Promise<void> {
  return asSystem(ground.db, 'privacy: large copy', async (tx) => {
    const request = await lockRequest(tx, id);
    if (request?.kind !== 'export' || request.state !== 'approved') return;
    const parts = await readAll(tx, { personId: request.personId }, now);
    await finishCopy(tx, ground, request, { parts, name }, now);
  });
}

/** The person's own copy. Problem `copy.missing`: not theirs, not made yet, or no longer kept. */
export async function ownCopy({ db }: Pick<Ground, 'db'>, id: number, { actor }: Own): Promise<Result<Copy>> {
  const copy = await asPerson(db, actor.personId, async (tx) => {
    const request = await findRequest(tx, id);
    return request?.personId === actor.personId ? readCopy(tx, id) : undefined;
  });
  return copy ? ok(copy) : problem('copy.missing');
}

/** The person thinks again. Problems: `request.missing`, `request.step`: too late. */
export function takeBack(ground: Ground, id: number, { actor, now }: Own): Promise<Result<void>> {
  return asPerson(ground.db, actor.personId, async (tx) => {
    const request = await lockRequest(tx, id);
    if (request?.personId !== actor.personId) return problem('request.missing');
    if (!allows('take_back', request)) return problem('request.step');
    await closeRequest(tx, id, { state: 'taken_back', now });
    await tellPerson(tx, ground, request, 'taken_back', now);
    return ok(undefined);
  });
}
