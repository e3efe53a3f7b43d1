/** The log of security-relevant acts, for administrators: a list, one act, and a file. */
import { bodyLabel, bodyTree, findBodies } from '#modules/organisation/index.server.ts';
import { actsById, findActs, kindsOfActs, type ActFilter, type ActRow } from '#platform/audit/store.server.ts';
import { addDays, dayOf, startOf, type Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { asPerson } from '#platform/database/scope.server.ts';
import { receiptFor } from '#platform/ledger/ledger.server.ts';
import { ok, problem, type Result } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { fold } from '#platform/text/fold.ts';
import { namesWanted, type Named } from '../rules/act-words.ts';
import { ACTS, type AuditQuery } from '../rules/audit-list.ts';
import { anyRole, type Actor, type Person } from '../rules/roles.ts';
import { namesOf } from '../store/person.server.ts';
import { reachOf } from './reach.server.ts';

type Officer = { actor: Actor; now: Instant };
type Ground = Pick<Runtime, 'db'>;

export type AuditList = {
  query: AuditQuery;
  /** The body that the list is limited to; undefined when the words name none of one's own. */
  body: { id: number; name: string } | null;
  bodyUnknown: boolean;
  kinds: string[];
  acts: ActRow[];
  named: Named;
  /** Id to go on from; null at the end. */
  older: number | null;
};

/** Acts that the reader's administration reaches, newest first. Problem `forbidden`. */
export async function readAuditList({ db }: Ground, query: AuditQuery, { actor, now }: Officer): Promise<Result<AuditList>> {
  const opened = await openLog(db, query, { actor, now });
  if (!opened.ok) return opened;
  const { filter, body, bodyUnknown, reader } = opened.value;
  const [acts, kinds] = await asPerson(db, reader.personId, async (tx) => [
    bodyUnknown ? [] : await findActs(tx, { ...filter, limit: ACTS + 1 }),
    await kindsOfActs(tx),
  ] as const);
  const shown = acts.slice(0, ACTS);
  const older = acts.length > ACTS ? (shown.at(-1)?.id ?? null) : null;
  return ok({ query, body, bodyUnknown, kinds, acts: shown, named: await namesIn(db, shown, now), older });
}

export type Opened = {
  filter: Omit<ActFilter, 'limit'>;
  body: AuditList['body'];
  bodyUnknown: boolean;
  reader: Person;
};

/** What a reader may search, narrowed to what they ask for. */
export async function openLog(db: Db, query: AuditQuery, { actor, now }: Officer): Promise<Result<Opened>> {
  if (actor.kind !== 'person' || !anyRole(actor, ['administrator'])) return problem('forbidden');
  const today = dayOf(now);
  const { bodies: reached, isWithin } = await reachOf(db, actor, today);
  const { name, kind, from, to, before } = query;
  const body = await bodyAsked(db, query, { reached, now });
  const inBody = (id: number) => id === body?.id || (query.below && isWithin(id, body?.id as number));
  const all = body ? [...(await bodyTree(db)).versions.keys()] : [];
  const bodies = body ? all.filter((id) => inBody(id) && (reached === null || reached.includes(id))) : reached;
  const filter = {
    bodies,
    ...(name ? { name } : {}),
    ...(kind ? { kind } : {}),
    ...(from ? { from: startOf(from) } : {}),
    ...(to ? { until: startOf(addDays(to, 1)) } : {}),
    ...(before ? { before } : {}),
  };
  const asked = query.body !== null || query.bodyText !== '';
  return ok({ filter, body, bodyUnknown: asked && body === null, reader: actor });
}

/** The chosen body, else the one that the words name, within reach. */
async function bodyAsked(
  db: Db,
  { body, bodyText }: AuditQuery,
  { reached, now }: { reached: readonly number[] | null; now: Instant },
): Promise<AuditList['body']> {
  const today = dayOf(now);
  const mine = (id: number) => reached === null || reached.includes(id);
  if (body !== null) {
    const label = mine(body) ? await bodyLabel(db, body, today, today) : undefined;
    return label ? { id: body, name: label.short } : null;
  }
  if (bodyText === '') return null;
  const found = (await findBodies(db, { q: bodyText, today, limit: 50 })).filter(({ id }) => mine(id));
  const exact = found.find(({ name, fullName, symbol }) => [name, fullName, symbol].some((each) => fold(each) === fold(bodyText)));
  const one = exact ?? found[0];
  return one ? { id: one.id, name: one.short } : null;
}

/** Names as they are today; an act keeps the name of whoever did it as it was. */
export async function namesIn(db: Db, acts: readonly ActRow[], now: Instant): Promise<Named> {
  const wanted = namesWanted(acts);
  const today = dayOf(now);
  const labels = await Promise.all(wanted.bodies.map((id) => bodyLabel(db, id, today, today)));
  return {
    persons: await namesOf(db, wanted.persons),
    bodies: new Map(labels.flatMap((label) => (label ? [[label.id, label.short]] : []))),
  };
}

export type ActPage = {
  act: ActRow;
  named: Named;
  /** Place in the ledger; null while it waits, undefined when the ledger does not know it. */
  place: number | null | undefined;
};

/** One act. Problems: `forbidden`, `act.missing`. */
export async function readAct({ db }: Ground, id: number, { actor, now }: Officer): Promise<Result<ActPage>> {
  if (actor.kind !== 'person' || !anyRole(actor, ['administrator'])) return problem('forbidden');
  const { bodies } = await reachOf(db, actor, dayOf(now));
  const [act] = await asPerson(db, actor.personId, (tx) => actsById(tx, [id]));
  // The same answer for what is not there and for what is somebody else's: numbers of acts follow one another.
  const mine = act && (bodies === null || (act.bodyId !== null && bodies.includes(act.bodyId)));
  if (!mine) return problem('act.missing');
  const receipt = await receiptFor(db, act.leafHash);
  return ok({ act, named: await namesIn(db, [act], now), place: receipt && (receipt.index ?? null) });
}
