/** Carries out a confirmed plan: bodies, rights, and all that belongs to bodies that end, in one transaction. */
import { audit } from '#platform/audit/audit.server.ts';
import { dayOf, type Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { Json } from '#platform/ledger/canonical.ts';
import type { ContentOf } from '#platform/ledger/contents.server.ts';
import { append } from '#platform/ledger/ledger.server.ts';
import { manifests } from '#platform/manifest.ts';
import type { Destination, PartNow, PlanRef, Rehomed, Rehoming } from '#platform/rehoming.ts';
import { ok, type Result } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import type { BodyTree } from '../rules/bodies.ts';
import { heirsOf, partsOf, type Follower } from '../rules/heirs.ts';
import { applyPlan, type Outcome } from '../rules/plan-apply.ts';
import { basisText } from '../rules/plan.ts';
import { tellSteps, type MovedLine, type ReorganisationRecord } from '../rules/record.ts';
import { foundBodies, writeOutcome } from '../store/outcome.server.ts';
import { lockBodies } from '../store/reach.server.ts';
import {
  dueReorganisations,
  lockReorganisation,
  markApplied,
  recordsOf,
  type Reorganisation,
} from '../store/reorganisation.server.ts';
import { bodiesWritten } from './bodies.server.ts';
import { checkPlaces, placeNames } from './place.server.ts';
import { readTree, writeReach } from './reach.server.ts';
import { sendBack, tellOfficers } from './return.server.ts';

/** Kind of its leaf in the public ledger: an act about bodies, without a word about persons. */
export const REORGANISED = 'organisation.reorganised';

export type Ground = Pick<Runtime, 'db' | 'pageCache'>;

export const followers = (): Rehoming[] => manifests().flatMap(({ rehoming }) => rehoming ?? []);

/** After the commit: this process sees the new order at once, and no shared page shows the old one. */
export function orderChanged({ db, pageCache }: Ground): void {
  bodiesWritten(db);
  pageCache.invalidate(['ideas', 'organisation']);
}

/** What a plan makes of the tree. Problems: those of `applyPlan`, `plan.placeNotThen` {body, place, day}. */
export async function fit(db: Db, tree: BodyTree, it: Reorganisation): Promise<Result<Outcome>> {
  const planned = applyPlan(tree, it);
  if (!planned.ok) return planned;
  const places = await checkPlaces(db, it);
  return places.ok ? planned : places;
}

/**
 * Everything at once, in the caller's transaction, which holds `lockBodies`. Problems: those of `fit`, and then
 * nothing has been written.
 */
export async function carryOut(tx: Db, it: Reorganisation, now: Instant): Promise<Result<void>> {
  const tree = await readTree(tx);
  const planned = await fit(tx, tree, it);
  if (!planned.ok) return planned;
  const { outcome, ids } = await withIds(tx, planned.value);
  await writeOutcome(tx, outcome, it.on);
  await writeReach(tx);
  const moved = await rehome(tx, tree, it, { ids, now });
  const record: ReorganisationRecord = { steps: tellSteps(tree, it, await placeNames(tx, it)), moved };
  const founded = [...ids.values()];
  const leafHash = await enterInLedger(tx, it, { outcome, founded, record, now });
  await markApplied(tx, it.id, { record, leaf: leafHash, now });
  await audit(tx, {
    kind: 'organisation.applied',
    by: { personId: it.confirmedBy!, name: it.confirmedName! },
    bodyId: it.bodies[0] ?? null,
    subject: `reorganisation:${it.id}`,
    details: { on: it.on, ended: outcome.ended.length, founded: founded.length, leaf: leafHash },
    now,
  });
  return ok(undefined);
}

type Done = { outcome: Outcome; founded: number[]; record: ReorganisationRecord; now: Instant };
/** A leaf has an end; of a plan of thousands it says how many, and commits to all of it. */
const MOST_IN_LEAF = 200;

async function enterInLedger(tx: Db, it: Reorganisation, { outcome, founded, record, now }: Done): Promise<string> {
  const { ended, events } = outcome;
  const few = events.length <= MOST_IN_LEAF;
  const told = events.map(({ kind, from, to }) => ({ kind, from: [...from], to: [...to] }));
  const { leafHash } = await append(tx, {
    kind: REORGANISED,
    publicFields: {
      reorganisation: it.id, on: it.on, basis: basisText(it.basis), ended: ended.length, founded: founded.length,
      ...(few ? { events: told } : {}),
    },
    secret: { subject: String(it.id), content: recordContent(record) },
    now,
  });
  return leafHash;
}

/** What the leaf commits to: the record as it is printed, names included, which the leaf itself does not say. */
const recordContent = (record: ReorganisationRecord): Json => JSON.parse(JSON.stringify(record)) as Json;

/** Today's record of what the leaves committed to, for `verify-ledger`. */
export const reorganisedContent: ContentOf = async (db, subjects) => {
  const records = await recordsOf(db, subjects.map(Number));
  return new Map([...records].map(([id, record]) => [String(id), recordContent(record)]));
};

/** The plan's own bodies get the ids that they will always have. */
async function withIds(tx: Db, outcome: Outcome): Promise<{ outcome: Outcome; ids: Map<string, number> }> {
  const given = await foundBodies(tx, outcome.founded.size);
  const provisional = [...outcome.founded.values()];
  const idOf = (id: number) => (id < 0 ? given[provisional.indexOf(id)]! : id);
  const ids = new Map([...outcome.founded].map(([key, id]) => [key, idOf(id)]));
  const opened = outcome.opened.map((row) => ({
    ...row, id: idOf(row.id), parent: row.parent === null ? null : idOf(row.parent),
  }));
  const events = outcome.events.map((event) => ({ ...event, from: event.from.map(idOf), to: event.to.map(idOf) }));
  return { outcome: { ...outcome, opened, events }, ids };
}

type Following = { ids: ReadonlyMap<string, number>; now: Instant };

async function rehome(tx: Db, before: BodyTree, it: Reorganisation, { ids, now }: Following): Promise<MovedLine[]> {
  const after = await readTree(tx);
  const nameOf = (id: number | null) => (id === null ? '' : (after.versions.get(id)?.at(-1)?.fullName ?? ''));
  const by = { personId: it.confirmedBy!, name: it.confirmedName! };
  const idOf = (ref: PlanRef): number => (typeof ref === 'string' ? ids.get(ref)! : ref);
  const lines: MovedLine[] = [];
  for (const { module, finishes, apply } of followers()) {
    const ways = waysOf(before, it, { name: module, finishes }, idOf);
    if (ways.destinations.length === 0 && ways.parts.length === 0) continue;
    const target = new Map(ways.destinations.map(({ from, to }) => [from, to]));
    for (const { to: exactly, ...touched } of await apply(tx, { ...ways, on: it.on, now, number: it.id, by, since: it.submittedAt })) {
      const everybody = exactly === undefined ? (target.get(touched.body) ?? null) : idOf(exactly);
      const to = touched.becomes === 'moves' ? everybody : null;
      lines.push({ ...touched, module, bodyName: nameOf(touched.body), to, toName: nameOf(to) });
    }
  }
  return lines;
}

function waysOf(tree: BodyTree, it: Reorganisation, follower: Follower, idOf: (ref: PlanRef) => number): Pick<Rehomed, 'destinations' | 'parts'> {
  return {
    destinations: heirsOf(tree, it, follower).map(({ from, to }): Destination => ({ from, to: to === null ? null : idOf(to) })),
    parts: partsOf(tree, it, follower).map(({ from, into, rest }): PartNow => ({
      from, into: into.map((ref) => ({ key: String(ref), id: idOf(ref) })), rest: idOf(rest),
    })),
  };
}

/**
 * Carries out every confirmed plan whose day has come, each in a transaction of its own, the earliest first. One that no
 * longer fits goes back to its officers with the reasons. May run as often and in as many processes as one likes.
 * @returns how many took place
 */
export async function applyDue(ground: Ground & Pick<Runtime, 'log'>, now: Instant): Promise<number> {
  const { db, log } = ground;
  let applied = 0;
  for (const id of await dueReorganisations(db, dayOf(now))) {
    try {
      if (await db.transaction().execute((tx) => applyOne(tx, id, now))) applied += 1;
      orderChanged(ground);
    } catch (error) {
      // The others do not wait for it, and it is tried again within the hour.
      log.error({ err: error, reorganisation: id }, 'a reorganisation could not be applied');
    }
  }
  return applied;
}

async function applyOne(tx: Db, id: number, now: Instant): Promise<boolean> {
  await lockBodies(tx);
  const it = await lockReorganisation(tx, id);
  if (it?.state !== 'confirmed' || it.on > dayOf(now)) return false;
  const done = await carryOut(tx, it, now);
  if (!done.ok) await sendBack(tx, it, done.problems, now);
  else await tellOfficers(tx, it, { what: 'applied', now });
  return done.ok;
}
