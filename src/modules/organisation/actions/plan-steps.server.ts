/** The steps of a draft: what an officer named is looked up among the bodies that they administer. */
import { dayOf, type Day } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { activeAt, childrenAt, versionAt } from '#platform/dated/tree.ts';
import { manifests } from '#platform/manifest.ts';
import { failed, ok, problem, type Problem, type Result } from '#platform/result.ts';
import { fold } from '#platform/text/fold.ts';
import type { BodySaid, HeadingSaid, RefSaid, StepSaid } from '../input/reorganisation.ts';
import { isWithin as isWithinOn, type BodyTree, type BodyVersion } from '../rules/bodies.ts';
import { bodyMeant } from '../rules/find-body.ts';
import { bodyNaming } from '../rules/naming.ts';
import { addStep, nextKey, removeStep, type Ref, type Step } from '../rules/plan.ts';
import { findReorganisation } from '../store/reorganisation.server.ts';
import { bodyTree } from './bodies.server.ts';
import { placeOn } from './place.server.ts';
import { changeDraft, concerns, type Officer } from './reorganise.server.ts';
import type { Ground } from './apply.server.ts';

type Here = Pick<Ground, 'db'>;

/** Bodies of a day that the officer administers today. */
function administered(tree: BodyTree, { actor, now }: Officer, day: Day): BodyVersion[] {
  if (actor.kind !== 'person') return [];
  const roots = actor.grants.filter(({ role }) => role === 'administrator').map(({ bodyId }) => bodyId);
  const today = dayOf(now);
  return activeAt(tree, day)
    .filter((id) => roots.some((root) => isWithinOn(tree, id, root, today)))
    .map((id) => versionAt(tree, id, day)!);
}

export type Suggested = { id: number; name: string; symbol: string; above: string };
const MOST_SUGGESTED = 12;

/**
 * For the search boxes of a plan: bodies of its day that the officer administers. Problems: `reorganisation.missing`,
 * `forbidden`.
 */
export async function suggestForPlan(db: Db, id: number, q: string, officer: Officer): Promise<Result<Suggested[]>> {
  const it = await findReorganisation(db, id);
  if (!it) return problem('reorganisation.missing');
  if (!(await concerns(db, it, officer))) return problem('forbidden');
  const words = fold(q).split(' ').filter((word) => word !== '');
  if (words.length === 0) return ok([]);
  const tree = await bodyTree(db);
  const found = administered(tree, officer, it.on).filter(({ fullName, symbol }) => {
    const text = ` ${fold(`${fullName} ${symbol}`)}`;
    return words.every((word) => text.includes(` ${word}`));
  });
  const nameOf = (body: number | null) => (body === null ? '' : (versionAt(tree, body, it.on)?.name ?? ''));
  // The words side by side, as in a name, before those that only stand somewhere in it.
  const phrase = ` ${words.join(' ')}`;
  const apart = ({ fullName, symbol }: BodyVersion) => Number(!` ${fold(`${fullName} ${symbol}`)}`.includes(phrase));
  const shown = found.sort((x, y) => apart(x) - apart(y) || bodyNaming.compare(x, y)).slice(0, MOST_SUGGESTED);
  return ok(shown.map((body) => ({ id: body.id, name: body.fullName, symbol: body.symbol, above: nameOf(body.parent) })));
}

class Finding {
  readonly problems: Problem[] = [];
  readonly #bodies: readonly BodyVersion[];
  constructor(bodies: readonly BodyVersion[]) {
    this.#bodies = bodies;
  }
  body(said: BodySaid): number {
    const found = bodyMeant(this.#bodies, said);
    if (typeof found === 'number') return found;
    this.problems.push({ field: said.field, code: `body.${found}`, values: { text: said.text } });
    return 0;
  }
  ref(said: RefSaid): Ref {
    return 'key' in said ? said.key : this.body(said);
  }
}

type Known = { tree: BodyTree; day: Day; key: string; place: number | null; finding: Finding };

/** A merger and a move may stand for many: everything below goes along. */
function stepsOf(said: StepSaid, { tree, day, key, place, finding }: Known): Step[] {
  const below = (id: number, parent: Ref): Step[] =>
    childrenAt(tree, id, day).filter((child) => child !== parent).map((child) => ({ kind: 'move', body: child, parent }));
  switch (said.kind) {
    case 'found': {
      const { parent, place: _, ...body } = said.body;
      return [{ kind: 'found', body: { ...body, key, parent: finding.ref(parent), place } }];
    }
    case 'rename':
      return [{ kind: 'rename', body: finding.body(said.body), ...said.called }];
    case 'upgrade':
      return [{ kind: 'upgrade', body: finding.body(said.body), ...said.called, type: said.type }];
    case 'move': {
      const parent = finding.ref(said.parent);
      const bodies = said.bodies.map((each): Step => ({ kind: 'move', body: finding.body(each), parent }));
      return [...bodies, ...(said.below ? below(finding.body(said.below), parent) : [])];
    }
    case 'merge': {
      const from = said.from.map((each) => finding.body(each));
      const into = finding.ref(said.into);
      return [{ kind: 'merge', from, into }, ...(said.withBelow ? from.filter((id) => id !== into).flatMap((id) => below(id, into)) : [])];
    }
    case 'split': {
      const from = finding.body(said.from);
      const into = said.into.map((each) => finding.ref(each));
      return [{ kind: 'split', from, into: said.goesOn ? [from, ...into] : into, heirs: {} }];
    }
    case 'end': {
      const [body, heir] = [finding.body(said.body), said.heir ? finding.ref(said.heir) : null];
      const also = said.also.map((each) => finding.ref(each));
      return [{ kind: 'end', body, heir, ...(also.length > 0 ? { also } : {}) }];
    }
  }
}

/**
 * Adds what was said to a draft. Problems at their fields: `body.unknown`, `body.ambiguous` {text}; those of `placeOn`, `changeDraft`.
 * Whether the plan fits is said where it is shown: the next step may put it right.
 */
export async function addToDraft({ db }: Here, id: number, said: StepSaid, officer: Officer): Promise<Result<void>> {
  const tree = await bodyTree(db);
  const draft = said.kind === 'found' ? await findReorganisation(db, id) : undefined;
  const place = said.kind === 'found' && draft ? await placeOn(db, said.body.place, draft.on) : ok(null);
  if (!place.ok) return place;
  return changeDraft({ db }, id, (it) => {
    const finding = new Finding(administered(tree, officer, it.on));
    const steps = stepsOf(said, { tree, day: it.on, key: nextKey(it.steps), place: place.value, finding });
    if (finding.problems.length > 0) return failed(...finding.problems);
    // What already moves is not moved twice by a second merger of the same bodies.
    const moving = new Set(it.steps.flatMap((step) => (step.kind === 'move' ? [step.body] : [])));
    const fresh = steps.length > 1 ? steps.filter((step) => step.kind !== 'move' || !moving.has(step.body)) : steps;
    return ok({ ...it, steps: fresh.reduce(addStep, it.steps) });
  }, officer);
}

export const removeFromDraft = (ground: Here, id: number, at: number, officer: Officer): Promise<Result<void>> =>
  changeDraft(ground, id, (it) => ok({ ...it, steps: removeStep(it.steps, at) }), officer);

export const changeHeading = (ground: Here, id: number, heading: HeadingSaid, officer: Officer): Promise<Result<void>> =>
  changeDraft(ground, id, (it) => ok({ ...it, ...heading }), officer);

/** Modules whose things follow a reorganisation. */
export const followingModules = (): string[] => manifests().flatMap(({ rehoming }) => (rehoming ? [rehoming.module] : []));

/** Who takes over what of a body that is split. Values are ids or keys of those into which it is split. */
export const chooseHeirs = (
  ground: Here,
  id: number,
  { at, heirs }: { at: number; heirs: Readonly<Record<string, string>> },
  officer: Officer,
): Promise<Result<void>> =>
  changeDraft(ground, id, (it) => {
    const step = it.steps[at];
    if (step?.kind !== 'split') return ok(it);
    const chosen = Object.entries(heirs).flatMap(([module, value]): [string, Ref][] => {
      const ref = step.into.find((each) => String(each) === value);
      return ref === undefined ? [] : [[module, ref]];
    });
    return ok({ ...it, steps: it.steps.with(at, { ...step, heirs: { ...step.heirs, ...Object.fromEntries(chosen) } }) });
  }, officer);
