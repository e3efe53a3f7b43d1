/**
 * What can be asked about bodies. Who a body is and what it is called is public; who works there is not kept
 * here.
 */
import type { Day } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { ok, problem, type Result } from '#platform/result.ts';
import { readModel } from '#platform/database/read-model.server.ts';
import { loadSeed } from '#platform/database/seed.server.ts';
import { ancestorsAt, buildTree, descendantsAt, successorsAt, versionAt } from '#platform/dated/tree.ts';
import {
  activeBodies,
  bodyWithSymbol,
  indexBodies,
  isWithin as isWithinOn,
  labelBody,
  parentOf as parentOfOn,
  searchBodies,
  type BodyIndex,
  type BodyLabel,
  type BodyTree,
  type BodyVersion,
} from '../rules/bodies.ts';
import bodiesOfSeed from '../seed/bodies.json' with { type: 'json' };
import eventsOfSeed from '../seed/events.json' with { type: 'json' };
import {
  changeBody,
  insertBodies,
  insertBody,
  insertEvent,
  readEvents,
  readRevision,
  readVersions,
  replaceSeed,
  type BodyChange,
} from '../store/bodies.server.ts';
import { lockBodies } from '../store/reach.server.ts';
import { readTree, writeReach } from './reach.server.ts';

/** True when `body` is `ancestor` or lies anywhere below it. */
export type IsWithin = (body: number, ancestor: number) => boolean;

/** All bodies of all times with their search index, in memory. */
const bodyBook = readModel<{ tree: BodyTree; index: BodyIndex }>({
  revision: readRevision,
  load: async (db) => {
    const tree: BodyTree = buildTree(await readVersions(db), await readEvents(db));
    return { tree, index: indexBodies(tree) };
  },
});

/**
 * Loads the checked-in sample bodies when this version of them is not loaded yet. Needs the places.
 * @returns whether something was loaded
 */
export async function loadBodies(db: Db): Promise<boolean> {
  const content = [bodiesOfSeed, eventsOfSeed];
  const loaded = await loadSeed(db, 'organisation', content, async (transaction) => {
    await lockBodies(transaction);
    await replaceSeed(transaction, bodiesOfSeed, eventsOfSeed);
    await writeReach(transaction);
  });
  if (loaded) bodyBook.forget(db);
  return loaded;
}

/**
 * The whole dated tree, for callers that ask many questions at once with the functions of
 * `#platform/dated/tree.ts`.
 */
export async function bodyTree(db: Db): Promise<BodyTree> {
  return (await bodyBook(db)).tree;
}

/** A body on a day; undefined when it did not exist then. */
export async function bodyAsOf(db: Db, id: number, day: Day): Promise<BodyVersion | undefined> {
  return versionAt(await bodyTree(db), id, day);
}

/** A body (facts store its id and a day) described as seen from today; undefined for an unknown id. */
export async function bodyLabel(db: Db, id: number, day: Day, today: Day): Promise<BodyLabel | undefined> {
  return labelBody(await bodyTree(db), id, day, today);
}

/**
 * One line for screens: "Ban Tuyên giáo Tỉnh ủy (nay là Ban Tuyên giáo và Dân vận Thành ủy)".
 * @throws Error for an unknown id: bodies are closed, never deleted
 */
export async function bodyName(db: Db, id: number, day: Day, today: Day): Promise<string> {
  const label = labelBody(await bodyTree(db), id, day, today);
  if (!label) throw new Error(`Body ${id} is not known`);
  return label.short;
}

/** Bodies that exist on a day, by kind, then from the top down, then by name; `kinds` keeps only some. */
export async function bodiesActive(db: Db, day: Day, kinds?: readonly string[]): Promise<BodyVersion[]> {
  const bodies = activeBodies(await bodyTree(db), day);
  return kinds ? bodies.filter((body) => kinds.includes(body.kind)) : bodies;
}

/** The scope question of that day as a plain function, so that rules can ask it without waiting. */
export async function within(db: Db, day: Day): Promise<IsWithin> {
  const tree = await bodyTree(db);
  return (body, ancestor) => isWithinOn(tree, body, ancestor, day);
}

/** Does a role in `ancestor` reach `body` on that day? */
export async function isWithin(db: Db, body: number, ancestor: number, day: Day): Promise<boolean> {
  return isWithinOn(await bodyTree(db), body, ancestor, day);
}

/** A body and everything below it on a day: what a queue of that body shows. */
export async function bodiesWithin(db: Db, id: number, day: Day): Promise<number[]> {
  return [id, ...descendantsAt(await bodyTree(db), id, day)];
}

/** Ids above a body on a day, the nearest first. */
export async function ancestors(db: Db, id: number, day: Day): Promise<number[]> {
  return ancestorsAt(await bodyTree(db), id, day);
}

/** One level up, for escalation; null at the top. */
export async function parentOf(db: Db, id: number, day: Day): Promise<number | null> {
  return parentOfOn(await bodyTree(db), id, day);
}

/** Who stands for a body on a later day: itself while it exists. */
export async function presentBodies(db: Db, id: number, day: Day): Promise<number[]> {
  return successorsAt(await bodyTree(db), id, day);
}

/** Bodies by name or symbol, of today and before. `limit` defaults to 10. */
export async function findBodies(
  db: Db,
  { q, today, limit = 10 }: { q: string; today: Day; limit?: number },
): Promise<BodyLabel[]> {
  const { tree, index } = await bodyBook(db);
  return searchBodies(tree, index, { q, today, limit });
}

/** The body that bears a symbol on a day ("BTGDVTU"): the highest one, when several share it. */
export async function findBodyBySymbol(db: Db, symbol: string, day: Day): Promise<number | undefined> {
  return bodyWithSymbol(await bodyTree(db), symbol, day);
}

/** Bodies responsible for exactly this place on a day: its People's committee, its Party committee. */
export async function bodiesOfPlace(db: Db, place: number, day: Day): Promise<BodyVersion[]> {
  return activeBodies(await bodyTree(db), day).filter((body) => body.place === place);
}

export type BodyDraft = { symbol: string; name: string; kind: string; parentSymbol: string | null; basis: string };

/**
 * Enters one body from today on: how an installation without sample data gets its first ones, at the operator's
 * command line. Problems: `body.incomplete`, `body.exists`, `body.parentUnknown`.
 */
export async function createBody(db: Db, draft: BodyDraft, today: Day): Promise<Result<number>> {
  if (!draft.symbol || !draft.name || !draft.kind) return problem('body.incomplete');
  if ((await findBodyBySymbol(db, draft.symbol, today)) !== undefined) return problem('body.exists');
  const parent = draft.parentSymbol === null ? null : await findBodyBySymbol(db, draft.parentSymbol, today);
  if (parent === undefined) return problem('body.parentUnknown');
  const { symbol, name, kind, basis } = draft;
  const id = await db.transaction().execute(async (tx) => {
    await lockBodies(tx);
    const entered = await insertBody(tx, {
      symbol, name: name.normalize('NFC'), kind, parent, place: null, from: today, basis,
    });
    await writeReach(tx);
    return entered;
  });
  bodyBook.forget(db);
  return ok(id);
}

export type BodyEntry = {
  symbol: string;
  name: string;
  kind: string;
  /** An id, or the place in the list of another one that is entered with it. */
  parent: { id: number } | { entry: number };
  from: Day;
  basis: string;
};

/**
 * Enters many bodies inside the caller's transaction, from a list that has been checked. Call `bodiesWritten` after
 * the commit. @returns their ids, in the order given
 */
export async function enterBodies(tx: Db, entries: readonly BodyEntry[]): Promise<number[]> {
  const ids = new Map<number, number>();
  if (entries.length === 0) return [];
  await lockBodies(tx);
  const parentId = ({ parent }: BodyEntry) => ('id' in parent ? parent.id : ids.get(parent.entry));
  // Level by level: a parent has its id before anybody stands below it.
  while (ids.size < entries.length) {
    const ready = [...entries.entries()].filter(([at, entry]) => !ids.has(at) && parentId(entry) !== undefined);
    if (ready.length === 0) throw new Error('Bodies stand below each other in a circle');
    const drafts = ready.map(([, entry]) => {
      const { symbol, kind, from, basis } = entry;
      const name = entry.name.normalize('NFC');
      return { symbol, name, fullName: name, kind, parent: parentId(entry)!, place: null, from, basis };
    });
    const entered = await insertBodies(tx, drafts);
    ready.forEach(([at], order) => ids.set(at, entered[order]!));
  }
  await writeReach(tx);
  return entries.map((_, at) => ids.get(at)!);
}

/** Gives bodies another name, kind or parent from a day on, with the event that says so; as `enterBodies`. */
export async function changeBodies(tx: Db, changes: readonly BodyChange[]): Promise<void> {
  if (changes.length === 0) return;
  await lockBodies(tx);
  const tree = await readTree(tx);
  for (const change of changes) {
    const before = versionAt(tree, change.id, change.on);
    await changeBody(tx, change);
    if (!before || before.from === change.on) continue;
    const { id, on, basis } = change;
    const told = { from: [id], to: [id], on, basis };
    if (before.parent !== change.parent) await insertEvent(tx, { ...told, kind: 'move' });
    if (before.name !== change.name) await insertEvent(tx, { ...told, kind: 'rename' });
  }
  await writeReach(tx);
}

/** After the commit of what changed bodies: this process sees it at once. */
export const bodiesWritten = (db: Db): void => bodyBook.forget(db);
