/**
 * The whole sample history replays: from the bodies of 2022, each reorganisation is written as a plan and carried out by
 * the rules that officers' plans go through, and the tree is then the one that is checked in.
 */
import { describe, expect, it } from 'vitest';
import { addDays, type Day } from '#platform/clock.ts';
import { findFaults } from '#platform/dated/check.ts';
import { activeAt, buildTree, descendantsAt, successorsAt, versionAt } from '#platform/dated/tree.ts';
import bodiesOfSeed from '../seed/bodies.json' with { type: 'json' };
import eventsOfSeed from '../seed/events.json' with { type: 'json' };
import { BRANCH, labelBody, type BodyEvent, type BodyTree, type BodyVersion } from './bodies.ts';
import { applyPlan } from './plan-apply.ts';
import type { Plan, Ref, Step } from './plan.ts';

const TODAY: Day = '2026-11-23';
const START: Day = '2022-06-01';
const CHON_THANH: Day = '2022-10-01';
const STREAMLINED: Day = '2025-03-01';
const MERGED: Day = '2025-07-01';
const CITY: Day = '2026-04-30';
const ACTS = [CHON_THANH, STREAMLINED, MERGED, CITY];

const rows: BodyVersion[] = bodiesOfSeed.flatMap(({ id, sample, versions }) => versions.map((each) => ({ ...each, id, sample })));
const seed: BodyTree = buildTree(rows, eventsOfSeed as BodyEvent[]);
const startsOn = (id: number, on: Day) => seed.versions.get(id)![0]!.from === on;
/** Bodies of old Đồng Nai existed before the merger; their records begin with it. */
const recordBegins = (id: number) => id < 1_000;
const stateOf = (tree: BodyTree, day: Day) =>
  new Map(activeAt(tree, day).map((id) => {
    const { name, fullName, symbol, kind, parent, place } = versionAt(tree, id, day)!;
    return [id, { name, fullName, symbol, kind, parent, place }];
  }));

/** What an act did, read off the checked-in tree, as a plan of an officer. */
function planOf(tree: BodyTree, on: Day): { plan: Plan; keys: Map<string, number> } {
  const known = (id: number) => versionAt(tree, id, on) !== undefined;
  const fresh = [...seed.versions.keys()].filter((id) => startsOn(id, on) && !known(id));
  const keys = new Map(fresh.map((id, at) => [`n${at + 1}`, id]));
  const keyOf = new Map([...keys].map(([key, id]) => [id, key]));
  const ref = (id: number): Ref => keyOf.get(id) ?? id;
  const founded = fresh.map((id): Step => {
    const { symbol, name, fullName, kind, parent, place } = versionAt(seed, id, on)!;
    return { kind: 'found', body: { key: keyOf.get(id)!, symbol, name, fullName, type: kind, parent: ref(parent!), place } };
  });
  const ended = seed.events.filter((event) => event.on === on).flatMap(({ kind, from, to }): Step[] => {
    if (kind === 'merge') return [{ kind, from: [...from], into: ref(to[0]!) }];
    // A district ends into the communes that take up its work.
    return kind === 'end' ? [{ kind: 'split', from: from[0]!, into: to.map(ref), heirs: {} }] : [];
  });
  const changed = activeAt(tree, on).flatMap((id): Step[] => {
    const [before, after] = [versionAt(tree, id, on)!, versionAt(seed, id, on)];
    if (!after) return [];
    const { name, fullName, symbol } = after;
    const named = before.name !== name || before.fullName !== fullName || before.symbol !== symbol;
    return [
      ...(named ? [{ kind: 'rename', body: id, name, fullName, symbol } as const] : []),
      ...(before.parent === after.parent ? [] : [{ kind: 'move', body: id, parent: ref(after.parent!) } as const]),
    ];
  });
  const basis = { text: seed.events.find((event) => event.on === on)!.basis, symbol: '' };
  return { plan: { on, basis, steps: [...founded, ...ended, ...changed] }, keys };
}

/** Carries out one act on the tree as it stands. */
function carryOut(tree: BodyTree, on: Day): BodyTree {
  const entering = rows.filter((row) => row.from === on && startsOn(row.id, on) && recordBegins(row.id));
  const entered = buildTree([...[...tree.versions.values()].flat(), ...entering.map((row) => ({ ...row, until: null }))], tree.events);
  const { plan, keys } = planOf(entered, on);
  const planned = applyPlan(entered, plan);
  if (!planned.ok) throw new Error(JSON.stringify(planned.problems.slice(0, 5)));
  const own = new Map([...planned.value.founded].map(([key, id]) => [id, keys.get(key)!]));
  const idOf = (id: number) => own.get(id) ?? id;
  const after = [...planned.value.tree.versions.values()].flat().map((row) => ({
    ...row, id: idOf(row.id), parent: row.parent === null ? null : idOf(row.parent),
  }));
  const events = planned.value.tree.events.map((event) => ({ ...event, from: event.from.map(idOf), to: event.to.map(idOf) }));
  return buildTree(after, events);
}

const start = buildTree(
  rows.filter(({ from, until }) => from <= START && (until === null || START < until)).map((row) => ({ ...row, until: null })),
  [],
);
let tree: BodyTree = start;
const after = new Map<Day, BodyTree>();
for (const on of ACTS) {
  tree = carryOut(tree, on);
  after.set(on, tree);
}

describe('the sample history', () => {
  it.each([START, ...ACTS])('gives the checked-in tree on %s', (on) => {
    expect(stateOf(tree, on)).toEqual(stateOf(seed, on));
    expect(stateOf(after.get(on) ?? start, TODAY)).toEqual(stateOf(seed, on));
  });

  it('gives every past day as it was, after everything that came later', () => {
    for (const on of ACTS) expect(stateOf(tree, addDays(on, -1))).toEqual(stateOf(seed, addDays(on, -1)));
  });

  it('leads every body to the same ones of today', () => {
    for (const id of start.versions.keys()) {
      const [replayed, checkedIn] = [tree, seed].map((each) => successorsAt(each, id, TODAY).toSorted((a, b) => a - b));
      expect(replayed, versionAt(seed, id, START)!.name).toEqual(checkedIn);
      expect(checkedIn).not.toEqual([]);
    }
  });

  it('has no fault, and no two branches with one code', () => {
    expect(findFaults(rows, eventsOfSeed, ({ kind, symbol }) => (kind === BRANCH ? symbol : null))).toEqual([]);
  });
});

describe('counts', () => {
  const party = (on: Day, form: RegExp) => [...stateOf(seed, on).values()].filter(({ kind, name }) => kind === 'cấp ủy' && form.test(name));
  const counts = (on: Day) => ({
    districts: party(on, /^(Huyện|Thị) ủy|^Thành ủy Đồng Xoài/).length,
    communes: ['xã', 'phường', 'thị trấn'].map((kind) => party(on, new RegExp(`^Đảng ủy ${kind} `)).length),
  });
  const branches = (on: Day, form = /./) =>
    [...stateOf(seed, on).values()].filter(({ kind, name }) => kind === BRANCH && form.test(name)).length;

  it('are those that the acts state', () => {
    expect(counts('2022-09-30')).toEqual({ districts: 11, communes: [90, 15, 6] });
    expect(counts('2022-12-01')).toEqual({ districts: 11, communes: [86, 20, 5] });
    expect(counts('2025-06-30')).toEqual({ districts: 11, communes: [86, 20, 5] });
    expect(counts('2025-07-01')).toEqual({ districts: 0, communes: [72, 23, 0] });
    expect(counts(TODAY)).toEqual({ districts: 0, communes: [62, 33, 0] });
    expect(descendantsAt(seed, 1100, '2022-12-01').length).toBeGreaterThan(400);
  });

  it('of branches change only by the events that say so', () => {
    const [fused, fusedInto] = [new Map<Day, number>(), new Map<Day, number>()];
    for (const { kind, on, from, to } of eventsOfSeed.filter((event) => event.kind === 'merge' && event.from[0]! > 3_000_000)) {
      expect(kind).toBe('merge');
      fused.set(on, (fused.get(on) ?? 0) + from.length);
      fusedInto.set(on, (fusedInto.get(on) ?? 0) + to.filter((id) => startsOn(id, on)).length);
    }
    for (const on of ACTS) {
      expect(branches(on)).toBe(branches(addDays(on, -1)) - (fused.get(on) ?? 0) + (fusedInto.get(on) ?? 0) + unfused(on));
    }
    expect(branches('2022-12-01')).toBeGreaterThan(250);
    expect(branches(MERGED, /(ấp|thôn|khu phố|Trường)/)).toBe(branches('2025-06-30', /(ấp|thôn|khu phố|Trường)/));
  });

  /** An office that was founded without a predecessor brings its branch with it. */
  const unfused = (on: Day) => {
    const merged = new Set(eventsOfSeed.filter((event) => event.on === on && event.kind === 'merge').flatMap(({ to }) => to));
    return [...seed.versions].filter(([id, versions]) => versions[0]!.kind === BRANCH && startsOn(id, on) && !merged.has(id)).length;
  };
});

describe('labels', () => {
  const short = (id: number, day: Day) => labelBody(seed, id, day, TODAY)!.short;
  it('say what stands for a body today', () => {
    expect(short(2_125_333, '2022-12-01')).toBe('Đảng ủy xã Thanh Lương (nay thuộc Đảng ủy phường An Lộc)');
    expect(short(2_125_363, '2022-12-01')).toBe('Đảng ủy thị trấn Tân Phú (nay thuộc Đảng ủy phường Đồng Phú)');
    expect(short(2_225_363, '2025-09-01')).toBe('Đảng ủy xã Đồng Phú (nay là Đảng ủy phường Đồng Phú)');
    expect(short(3_253_334, '2022-12-01')).toBe('Chi bộ Công an xã Thanh Lương (nay thuộc Chi bộ Công an phường An Lộc)');
    expect(short(1403, '2022-12-01')).toBe('Ban Tuyên giáo Tỉnh ủy (nay là Ban Tuyên giáo và Dân vận Thành ủy)');
  });
});
