/** Forms about a reorganisation. What was typed comes back with what is wrong with it. */
import type { Day } from '#platform/clock.ts';
import { failed, ok, type Problem, type Result } from '#platform/result.ts';
import type { Chosen } from '#platform/dated/form.ts';
import { normaliseLine } from '#platform/text/normalise.ts';
import type { BodyText } from '../rules/find-body.ts';
import { MOST_ALSO, MOST_PARTS, MOST_SOURCES, stepKinds, type StepKind } from '../rules/plan.ts';
import { isAct, type Act } from '../rules/reorganisation.ts';

export type Typed = Record<string, string>;
const MAX = { title: 200, basisText: 500, basisSymbol: 60, name: 300, fullName: 300, symbol: 40, type: 60, reason: 2000 } as const;

/** Every text field, as it is shown again; lines are kept where a reason may have several. */
export function readTyped(form: FormData): Typed {
  const typed: Typed = {};
  for (const [name, value] of form) {
    if (typeof value === 'string' && /^[A-Za-z]{1,20}\d?(Text)?$/.test(name)) typed[name] = normaliseLine(value).slice(0, MAX.reason);
  }
  return typed;
}

const isDay = (text: string): boolean =>
  /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) &&
  new Date(`${text}T00:00:00Z`).toISOString().startsWith(text) && text >= '2000-01-01' && text < '2100-01-01';

class Reader {
  readonly problems: Problem[] = [];
  readonly typed: Typed;
  constructor(typed: Typed) {
    this.typed = typed;
  }
  text(field: keyof typeof MAX, needed = true): string {
    const text = this.typed[field] ?? '';
    if (needed && text === '') this.problems.push({ field, code: `${field}.missing` });
    if (text.length > MAX[field]) this.problems.push({ field, code: 'text.long', values: { most: MAX[field] } });
    return text;
  }
  day(field: string): Day {
    const text = this.typed[field] ?? '';
    if (!isDay(text)) this.problems.push({ field, code: 'day.missing' });
    return text;
  }
  body(field: string): BodySaid | null {
    const [id, text] = [this.typed[field] ?? '', this.typed[`${field}Text`] ?? ''];
    if (id === '' && text === '') return null;
    return { field, id: /^[1-9]\d{0,8}$/.test(id) ? Number(id) : null, text };
  }
  bodies(field: string, most: number): BodySaid[] {
    return Array.from({ length: most }, (_, at) => this.body(`${field}${at + 1}`)).filter((each) => each !== null);
  }
  /** Of the plan's own new bodies, or one that exists. */
  ref(field: string): RefSaid | null {
    const key = this.typed[`new${field}`] ?? '';
    if (/^n\d{1,3}$/.test(key)) return { field, key };
    return this.body(field);
  }
  refs(field: string, most: number): RefSaid[] {
    return Array.from({ length: most }, (_, at) => this.ref(`${field}${at + 1}`)).filter((each) => each !== null);
  }
  place(): Chosen | null {
    const said = this.body('place');
    return said && { id: said.id, text: said.text };
  }
  needed<T>(value: T | null, field: string): T {
    if (value === null) this.problems.push({ field, code: 'body.missing' });
    return value as T;
  }
}

export type BodySaid = BodyText & { field: string };
export type RefSaid = BodySaid | { field: string; key: string };
type Called = { name: string; fullName: string; symbol: string };

export type StepSaid =
  | { kind: 'found'; body: Called & { type: string; parent: RefSaid; place: Chosen | null } }
  | { kind: 'rename'; body: BodySaid; called: Called }
  | { kind: 'upgrade'; body: BodySaid; called: Called; type: string }
  /** `below`: everything that stands directly below that body. */
  | { kind: 'move'; bodies: BodySaid[]; below: BodySaid | null; parent: RefSaid }
  | { kind: 'merge'; from: BodySaid[]; into: RefSaid; withBelow: boolean }
  | { kind: 'split'; from: BodySaid; into: RefSaid[]; goesOn: boolean }
  | { kind: 'end'; body: BodySaid; heir: RefSaid | null; also: RefSaid[] };

const called = (reader: Reader): Called => {
  const name = reader.text('name');
  return { name, fullName: reader.text('fullName', false) || name, symbol: reader.text('symbol', false) };
};

const steps: { [K in StepKind]: (reader: Reader) => StepSaid & { kind: K } } = {
  found: (reader) => ({
    kind: 'found',
    body: {
      ...called(reader), type: reader.text('type'), parent: reader.needed(reader.ref('parent'), 'parent'), place: reader.place(),
    },
  }),
  rename: (reader) => ({ kind: 'rename', body: reader.needed(reader.body('body'), 'body'), called: called(reader) }),
  upgrade: (reader) => ({
    kind: 'upgrade', body: reader.needed(reader.body('body'), 'body'), called: called(reader), type: reader.text('type'),
  }),
  move(reader) {
    const [bodies, below] = [reader.bodies('body', MOST_SOURCES), reader.body('below')];
    if (bodies.length === 0 && below === null) reader.problems.push({ field: 'body1', code: 'body.missing' });
    return { kind: 'move', bodies, below, parent: reader.needed(reader.ref('parent'), 'parent') };
  },
  merge(reader) {
    const from = reader.bodies('from', MOST_SOURCES);
    if (from.length === 0) reader.problems.push({ field: 'from1', code: 'body.missing' });
    return { kind: 'merge', from, into: reader.needed(reader.ref('into'), 'into'), withBelow: reader.typed.withBelow === 'yes' };
  },
  split(reader) {
    const into = reader.refs('into', MOST_PARTS);
    if (into.length === 0) reader.problems.push({ field: 'into1', code: 'body.missing' });
    return { kind: 'split', from: reader.needed(reader.body('body'), 'body'), into, goesOn: reader.typed.goesOn === 'yes' };
  },
  end: (reader) => ({
    kind: 'end', body: reader.needed(reader.body('body'), 'body'), heir: reader.ref('heir'), also: reader.refs('also', MOST_ALSO),
  }),
};

export const isStepKind = (value: unknown): value is StepKind => stepKinds.includes(value as StepKind);

/** Problems at their fields: `body.missing`, `name.missing`, `type.missing`, `text.long`. */
export function readStep(kind: StepKind, typed: Typed): Result<StepSaid> {
  const reader = new Reader(typed);
  const said = steps[kind](reader);
  return reader.problems.length > 0 ? failed(...reader.problems) : ok(said);
}

export type HeadingSaid = { title: string; on: Day; basis: { text: string; symbol: string } };

/** Problems at their fields: `title.missing`, `day.missing`, `basisText.missing`, `text.long`. */
export function readHeading(typed: Typed): Result<HeadingSaid> {
  const reader = new Reader(typed);
  const heading = {
    title: reader.text('title'), on: reader.day('on'),
    basis: { text: reader.text('basisText'), symbol: reader.text('basisSymbol', false) },
  };
  return reader.problems.length > 0 ? failed(...reader.problems) : ok(heading);
}

/** A number of a step in a plan; -1 when it is none. */
export const readPlace = (typed: Typed): number => (/^\d{1,3}$/.test(typed.step ?? '') ? Number(typed.step) : -1);

/** Who takes what over of a body that is split, by module. */
export const readHeirs = (typed: Typed, modules: readonly string[]): Record<string, string> =>
  Object.fromEntries(modules.flatMap((module) => (typed[module] ? [[module, typed[module]]] : [])));

export function readDecision(typed: Typed): Result<{ act: Act; version: number; reason: string }> {
  if (!isAct(typed.act)) return failed({ code: 'reorganisation.act' });
  return ok({ act: typed.act, version: Number(typed.version) || 0, reason: typed.reason ?? '' });
}

/** A page of the list; anything may stand in an address. */
export function readPage(params: URLSearchParams): number {
  const page = params.get('page') ?? '';
  return /^[1-9]\d{0,4}$/.test(page) ? Number(page) : 1;
}
