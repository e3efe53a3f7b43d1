/** The place that a body is responsible for: looked up as it is typed, and true of a day. */
import { findPlaces, nameOfPlace, placeTree } from '#modules/places/index.server.ts';
import type { Day } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { Chosen } from '#platform/dated/form.ts';
import { nearestVersion, versionAt } from '#platform/dated/tree.ts';
import { failed, fieldProblem, ok, type Problem, type Result } from '#platform/result.ts';
import type { Plan } from '../rules/plan.ts';

/**
 * The place of that day that a lookup field names. Problems at `place`: `place.unknown` {text}; `place.notThen`
 * {place, day}: it does not exist on the day. Null when nothing was typed: a department has no place.
 */
export async function placeOn(db: Db, said: Chosen | null, day: Day): Promise<Result<number | null>> {
  if (said === null) return ok(null);
  const tree = await placeTree(db);
  const known = said.id !== null && tree.versions.has(said.id) ? [said.id] : (await findPlaces(db, { q: said.text, today: day })).map(({ id }) => id);
  const [found, other] = known.filter((id) => versionAt(tree, id, day));
  if (found === undefined) {
    const gone = known[0] === undefined ? undefined : nearestVersion(tree, known[0], day);
    if (!gone) return fieldProblem('place', 'place.unknown', { text: said.text });
    return fieldProblem('place', 'place.notThen', { place: `${gone.kind} ${gone.name}`, day });
  }
  const nameAt = (id: number) => versionAt(tree, id, day)!.name;
  const doubtful = other !== undefined && nameAt(other) === nameAt(found);
  return doubtful ? fieldProblem('place', 'place.unknown', { text: said.text }) : ok(found);
}

type Founding = Pick<Plan, 'on' | 'steps'>;

/** What founded bodies are responsible for, by id, as it is called on the plan's day. */
export async function placeNames(db: Db, { on, steps }: Founding): Promise<(id: number) => string> {
  const names = new Map<number, string>();
  for (const step of steps) {
    const place = step.kind === 'found' ? step.body.place : null;
    if (place !== null) names.set(place, (await nameOfPlace(db, place, on)) ?? '');
  }
  return (id) => names.get(id) ?? '';
}

/** The day of a plan may be changed after its places were chosen. Problems at their steps: `plan.placeNotThen`. */
export async function checkPlaces(db: Db, { on, steps }: Founding): Promise<Result<void>> {
  const tree = await placeTree(db);
  const problems = steps.flatMap((step, at): Problem[] => {
    const place = step.kind === 'found' ? step.body.place : null;
    if (place === null || step.kind !== 'found' || versionAt(tree, place, on)) return [];
    const known = nearestVersion(tree, place, on);
    const values = { body: step.body.fullName, place: known ? `${known.kind} ${known.name}` : '', day: on };
    return [{ field: `step.${at}`, code: 'plan.placeNotThen', values }];
  });
  return problems.length > 0 ? failed(...problems) : ok(undefined);
}
