import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  anonymous,
  anyRole,
  bodiesWith,
  holds,
  mayCreatePerson,
  mayGrant,
  operator,
  roles,
} from './roles.ts';
import { deskPlaces } from './desk.ts';
import type { Grant, IsWithin, Person, Role } from './roles.ts';

const person = (...grants: Grant[]): Person => ({
  kind: 'person',
  personId: 'p',
  name: 'Điểu Thị Bé',
  grants,
});
const role = fc.constantFrom(...roles);

/** A forest: each body hangs below an earlier one, or is a root. */
const forest = fc
  .array(fc.nat(), { minLength: 1, maxLength: 40 })
  .map((picks) => picks.map((pick, index) => (index === 0 || pick % 5 === 0 ? null : pick % index)));

function above(parents: (number | null)[], body: number): number[] {
  const parent = parents[body] ?? null;
  return parent === null ? [body] : [body, ...above(parents, parent)];
}
const within =
  (parents: (number | null)[]): IsWithin =>
  (body, ancestor) =>
    above(parents, body).includes(ancestor);

describe('a role in a body', () => {
  it('covers exactly that body and what lies below it, in any tree', () => {
    fc.assert(
      fc.property(forest, role, role, fc.nat(), fc.nat(), (parents, held, asked, at, of) => {
        const body = at % parents.length;
        const granted = of % parents.length;
        const covered = held === asked && above(parents, body).includes(granted);
        expect(holds(person({ role: held, bodyId: granted }), asked, body, within(parents))).toBe(covered);
      }),
    );
  });

  it('of several grants any one is enough, and more grants never take anything away', () => {
    const grants = fc.array(fc.record({ role, bodyId: fc.nat({ max: 39 }) }), { maxLength: 6 });
    fc.assert(
      fc.property(forest, grants, role, fc.nat(), (parents, held, asked, at) => {
        const body = at % parents.length;
        const one = held.some((grant) => holds(person(grant), asked, body, within(parents)));
        expect(holds(person(...held), asked, body, within(parents))).toBe(one);
      }),
    );
  });

  it('ends with the body, whatever the grant says', () => {
    expect(holds(person({ role: 'officer', bodyId: 7 }), 'officer', 7, () => false)).toBe(false);
  });

  it('is nobody’s without signing in', () => {
    fc.assert(fc.property(role, fc.nat(), (asked, body) => !holds(anonymous, asked, body, () => true)));
    expect(anyRole(anonymous, roles)).toBe(false);
    expect(bodiesWith(anonymous, 'officer')).toEqual([]);
  });
});

describe('handing out roles and accounts', () => {
  it('takes an administrator of that body or of one above it, or the operator', () => {
    const parents = [null, 0, 0, 1];
    const of = (held: Role, bodyId: number) => person({ role: held, bodyId });
    expect(mayGrant(of('administrator', 1), 3, within(parents))).toBe(true);
    expect(mayGrant(of('administrator', 1), 2, within(parents))).toBe(false);
    expect(mayGrant(of('administrator', 1), 0, within(parents))).toBe(false);
    expect(mayGrant(anonymous, 3, within(parents))).toBe(false);
    expect(mayGrant(operator, 3, within(parents))).toBe(true);
    for (const other of roles.filter((each) => each !== 'administrator')) {
      expect(mayGrant(of(other, 0), 0, within(parents))).toBe(false);
      expect(mayCreatePerson(of(other, 0))).toBe(false);
    }
  });
});

it('the desk offers each role its place of work and nothing else', () => {
  const places = (...held: Role[]) => deskPlaces(person(...held.map((each) => ({ role: each, bodyId: 1 }))));
  expect(places('officer', 'moderator').map((place) => place.key)).toEqual([
    'ideas', 'members', 'imports', 'study', 'quizzes', 'accounts', 'organisation', 'places', 'privacy', 'delegation',
  ]);
  expect(places('administrator').map((place) => place.key)).toEqual([
    'members', 'imports', 'study', 'quizzes', 'accounts', 'officers', 'organisation', 'reorganisations', 'places', 'audit', 'privacy',
  ]);
  expect(places('reviewer').map((place) => place.key)).toEqual(['appeals', 'answers', 'quizzes', 'documents', 'questions', 'papers', 'delegation']);
  expect(places('secretary').map((place) => place.key)).toEqual(['members', 'study', 'accounts', 'organisation', 'delegation']);
  expect(places('legal').map((place) => place.key)).toEqual(['quarantine']);
  expect(places('translator').map((place) => place.key)).toEqual(['questions', 'delegation']);
  expect(deskPlaces(anonymous)).toEqual([]);
});
