/**
 * Putting right what was entered wrongly about a member of a dated tree: a name, a code, a legal basis, a first day.
 * That is no event: nothing happened to the member, so its past itself is changed, and who did so and why is kept
 * beside it. Pure.
 */
import type { Day } from '../clock.ts';
import { failed, ok, type Problem, type Result } from '../result.ts';
import { findFaults, newFaults, type Fault } from './check.ts';
import { nearestVersion, type DatedEvent, type DatedTree, type DatedVersion } from './tree.ts';

type Row = DatedVersion & { id: number };

export type Corrected<V> = {
  /** All versions of the member as they are to be. */
  versions: V[];
  before: V;
  after: V;
  /** Its events of the old first day go along to the new one. */
  retimed: boolean;
};

export type CorrectionRules<V> = {
  /** How messages call a version. */
  nameOf(version: V): string;
  /** Codes that no two members may bear on one day, each with the kind of fault that a second bearer is. */
  codes: readonly ((version: V) => string | null)[];
};

/** Events that may be told of one member alone, on another day than of the others. */
const SINGLE = ['rename', 'upgrade', 'move', 'found'];

/**
 * The version that begins on `from`, with what is to be changed; `change.from` moves its first day, and with it the end
 * of the version before. Problems: `version.gone`: no version begins on that day (somebody was faster);
 * `correction.same`; `correction.shared` {name, day}: a merger or split of several has that day; those of `explain`.
 */
export function correctVersion<V extends Row>(
  tree: DatedTree<V>,
  id: number,
  { from, change }: { from: Day; change: Partial<Omit<V, 'id' | 'until'>> },
  rules: CorrectionRules<V>,
): Result<Corrected<V>> {
  const versions = tree.versions.get(id) ?? [];
  const at = versions.findIndex((version) => version.from === from);
  const before = versions[at];
  if (!before) return failed({ code: 'version.gone' });
  const after: V = { ...before, ...change };
  const keys = Object.keys(change) as (keyof V)[];
  if (keys.every((key) => before[key] === after[key])) return failed({ code: 'correction.same' });
  const retimed = after.from !== from;
  const shared = retimed ? sharedEvent(tree, id, from) : undefined;
  if (shared) return failed({ field: 'from', code: 'correction.shared', values: { day: from } });
  const previous = versions[at - 1];
  const follows = retimed && previous?.until === from;
  const corrected = versions.map((version, place): V => {
    if (place === at) return after;
    return follows && place === at - 1 ? { ...version, until: after.from } : version;
  });
  const events = retimed ? tree.events.flatMap((event) => retime(event, id, from, after.from)) : tree.events;
  const rows = [...tree.versions].flatMap(([other, own]) => (other === id ? corrected : own));
  const problems = explain(tree, whatIsNew(tree, rows, events, rules), rules.nameOf);
  return problems.length > 0 ? failed(...problems) : ok({ versions: corrected, before, after, retimed });
}

const concerns = ({ from, to }: DatedEvent, id: number): boolean => from.includes(id) || to.includes(id);

/** An event of that day which also happened to others and cannot be told of one alone. */
function sharedEvent(tree: DatedTree<Row>, id: number, on: Day): DatedEvent | undefined {
  return tree.events.find((event) => {
    if (event.on !== on || !concerns(event, id)) return false;
    return !SINGLE.includes(event.kind) || (event.from.length > 0 && !(event.from.includes(id) && event.to.includes(id)));
  });
}

function retime(event: DatedEvent, id: number, on: Day, to: Day): DatedEvent[] {
  if (event.on !== on || !concerns(event, id)) return [event];
  const without = (ids: readonly number[]) => ids.filter((each) => each !== id);
  const only = (ids: readonly number[]) => ids.filter((each) => each === id);
  const rest = { ...event, from: without(event.from), to: without(event.to) };
  const own = { ...event, from: only(event.from), to: only(event.to), on: to };
  return rest.from.length + rest.to.length > 0 ? [rest, own] : [own];
}

/** Faults that a tree has and the tree before it had not, whatever code they are about. */
export function whatIsNew<V extends Row>(
  tree: DatedTree<V>,
  rows: readonly V[],
  events: readonly DatedEvent[],
  { codes }: CorrectionRules<V>,
): Fault[] {
  const old = [...tree.versions.values()].flat();
  const checks = codes.length > 0 ? codes : [() => null];
  const found = checks.flatMap((codeOf) => newFaults(findFaults(old, tree.events, codeOf), findFaults(rows, events, codeOf)));
  const key = ({ kind, id, on, other }: Fault) => `${kind} ${id} ${on} ${other}`;
  return [...new Map(found.map((fault) => [key(fault), fault])).values()];
}

/** Enough to see what is wrong. */
const MOST = 10;

/** Faults as problems `fault.<kind>` with {name, other, day}: who it is about, by name. */
export function explain<V extends Row>(tree: DatedTree<V>, faults: readonly Fault[], nameOf: (version: V) => string): Problem[] {
  const name = (id: number | undefined, on: Day): string => {
    const version = id === undefined ? undefined : nearestVersion(tree, id, on);
    return version ? nameOf(version) : '';
  };
  return faults.slice(0, MOST).map(({ kind, id, on, other }) => ({
    code: `fault.${kind}`,
    values: { name: name(id, on), other: name(other, on), day: on },
  }));
}
