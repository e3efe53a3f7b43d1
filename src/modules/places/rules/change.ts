/** What an act does to places, and what was entered wrongly about one: both judged before anything is written. */
import type { Day } from '#platform/clock.ts';
import { correctVersion, explain, whatIsNew, type Corrected, type CorrectionRules } from '#platform/dated/correct.ts';
import { versionAt } from '#platform/dated/tree.ts';
import { holds, type Acting, type ActingPerson, type IsWithin } from '#platform/policy.ts';
import { failed, fieldProblem, ok, type Result } from '#platform/result.ts';
import { nameOf, type PlaceEvent, type PlaceEventKind, type PlaceTree, type PlaceVersion } from './places.ts';

/** Places are one for all bodies, so only who administers a highest body writes them. */
export const mayEditPlaces = (actor: Acting, tops: readonly number[], isWithin: IsWithin): actor is ActingPerson =>
  tops.some((top) => holds(actor, 'administrator', top, isWithin));

type Naming = { name: string; type: string; code: string };
export type PlaceChange = { on: Day; basis: string } & (
  | ({ kind: 'rename'; place: number } & Naming)
  | { kind: 'move'; place: number; parent: number }
  | { kind: 'merge'; place: number; into: number }
  | { kind: 'split'; place: number; into: number[] }
  | { kind: 'end'; place: number }
  | ({ kind: 'found'; parent: number } & Naming)
);
export const changeKinds = ['rename', 'move', 'merge', 'split', 'end'] as const;

/** A place that is founded has this id until it is stored. */
export const PROVISIONAL = -1;

export type PlaceOutcome = {
  /** All versions, as they are to be, of each place that changes. */
  versions: Map<number, PlaceVersion[]>;
  event: PlaceEvent;
};

const rules: CorrectionRules<PlaceVersion> = { nameOf, codes: [({ code }) => code] };

/**
 * What the tree becomes. Problems: `place.notThen` {name, day}: it does not exist on that day; `place.later` {name}: it
 * has a later version already; `place.firstDay` {name}: it would end on its first day; `place.same`; `place.few`: a
 * split needs two; `place.itself`; and those of `explain`, by name.
 */
export function changePlaces(tree: PlaceTree, change: PlaceChange): Result<PlaceOutcome> {
  const planned = change.kind === 'found' ? ok(found(change)) : existing(tree, change);
  if (!planned.ok) return planned;
  const { versions, event } = planned.value;
  const kept = [...tree.versions].flatMap(([id, own]) => (versions.has(id) ? [] : own));
  const problems = explain(tree, whatIsNew(tree, [...kept, ...[...versions.values()].flat()], [...tree.events, event], rules), nameOf);
  // A place that is founded is in no tree yet: the message calls it by the name that was typed.
  const typed = change.kind === 'found' ? `${change.type} ${change.name}` : '';
  return problems.length > 0
    ? failed(...problems.map((each) => (each.values?.name === '' ? { ...each, values: { ...each.values, name: typed } } : each)))
    : ok(planned.value);
}

function found({ parent, name, type, code, on, basis }: PlaceChange & { kind: 'found' }): PlaceOutcome {
  const version: PlaceVersion = { id: PROVISIONAL, code, name, kind: type, parent, from: on, until: null, basis };
  return { versions: new Map([[PROVISIONAL, [version]]]), event: { kind: 'found', on, from: [], to: [PROVISIONAL], basis } };
}

function existing(tree: PlaceTree, change: Exclude<PlaceChange, { kind: 'found' }>): Result<PlaceOutcome> {
  const { place, on, basis } = change;
  const now = versionAt(tree, place, on);
  const last = tree.versions.get(place)?.at(-1);
  if (!now) return failed({ code: 'place.notThen', values: { name: last ? nameOf(last) : '', day: on } });
  if (now.until !== null) return failed({ code: 'place.later', values: { name: nameOf(now) } });
  const ends = change.kind === 'merge' || change.kind === 'split' || change.kind === 'end';
  if (ends && now.from === on) return failed({ code: 'place.firstDay', values: { name: nameOf(now) } });
  const refused = refusal(change, now);
  if (refused) return refused;
  const earlier = tree.versions.get(place)!.slice(0, -1);
  const closed = now.from < on ? [{ ...now, until: on }] : [];
  const next = ends ? [] : [{ ...now, ...stateAfter(change), from: on, basis }];
  const to = change.kind === 'merge' ? [change.into] : change.kind === 'split' ? change.into : ends ? [] : [place];
  const event: PlaceEvent = { kind: eventKind(change, now), on, from: [place], to, basis };
  return ok({ versions: new Map([[place, [...earlier, ...closed, ...next]]]), event });
}

function refusal(change: Exclude<PlaceChange, { kind: 'found' }>, now: PlaceVersion) {
  const { place } = change;
  if (change.kind === 'rename' && now.name === change.name && now.kind === change.type && now.code === change.code) {
    return fieldProblem('name', 'place.same');
  }
  if (change.kind === 'move' && change.parent === now.parent) return fieldProblem('target', 'place.same');
  if (change.kind === 'merge' && change.into === place) return fieldProblem('target', 'place.itself');
  if (change.kind === 'split' && new Set(change.into).size < 2) return fieldProblem('targets', 'place.few');
  return change.kind === 'split' && change.into.includes(place) ? fieldProblem('targets', 'place.itself') : undefined;
}

function stateAfter(change: PlaceChange): Partial<PlaceVersion> {
  if (change.kind === 'move') return { parent: change.parent };
  return change.kind === 'rename' ? { name: change.name, kind: change.type, code: change.code } : {};
}

/** Another kind is more than another name: a commune that becomes a ward is upgraded. */
const eventKind = (change: PlaceChange, now: PlaceVersion): PlaceEventKind =>
  change.kind === 'rename' && change.type !== now.kind ? 'upgrade' : change.kind;

export const fields = ['name', 'kind', 'code', 'basis', 'from'] as const;
export type PlaceCorrection = Pick<PlaceVersion, (typeof fields)[number]>;

/** The version that begins on `from`, put right. Problems: those of `correctVersion`. */
export const correctPlace = (tree: PlaceTree, id: number, from: Day, said: PlaceCorrection): Result<Corrected<PlaceVersion>> =>
  correctVersion(tree, id, { from, change: said }, rules);

/** Only what differs, with the first day that names the version. */
export function difference(before: PlaceVersion, after: PlaceVersion): { before: Partial<PlaceCorrection>; after: Partial<PlaceCorrection> } {
  const changed = fields.filter((field) => field === 'from' || before[field] !== after[field]);
  const pick = (version: PlaceVersion) => Object.fromEntries(changed.map((field) => [field, version[field]]));
  return { before: pick(before), after: pick(after) };
}
