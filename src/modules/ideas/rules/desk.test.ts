import { describe, expect, it } from 'vitest';
import type { ActingPerson } from '#platform/policy.ts';
import { deskAbilities, deskScope, deskSteps } from './desk.ts';
import {
  mayDecideAppeal,
  mayDraft,
  mayModerate,
  mayOpenFile,
  mayOpenQuarantine,
  mayPublish,
  mayQuarantine,
  mayReadContact,
  mayReadFile,
  type Concerned,
} from './permissions.ts';
import { states, type State } from './states.ts';

/** 1 > 2 (reception) > 3; 1 > 4 (lead); 5 is another province's. */
const above: Record<number, number[]> = { 1: [], 2: [1], 3: [2, 1], 4: [1], 5: [] };
const within = (body: number, ancestor: number) => body === ancestor || (above[body] ?? []).includes(ancestor);
const RECEPTION = 2;
const LEAD = 4;
const positions = { own: 2, parent: 1, child: 3, sibling: 4, foreign: 5 } as const;
const roles = [
  'administrator', 'officer', 'moderator', 'answerer', 'reviewer', 'legal', 'editor', 'translator', 'reporter', 'secretary',
];

const concern: Concerned = { receptionBody: RECEPTION, leadBody: LEAD, cooperatingBodies: [], quarantined: false };
const person = (role: string, bodyId: number): ActingPerson => ({
  kind: 'person',
  personId: `${role} of ${bodyId}`,
  name: 'Thị Bé',
  grants: [{ role, bodyId }],
});
const standing = { publishedAt: null, withdrawnAt: null, quarantinedAt: null, erasedAt: null };
const received = { ...standing, state: 'received' as State };

/** Every role in every position that the predicate lets through. */
const allowed = (may: (actor: ActingPerson) => boolean): string[] =>
  roles.flatMap((role) =>
    Object.entries(positions).flatMap(([position, body]) => (may(person(role, body)) ? [`${role} ${position}`] : [])),
  );

describe('who may', () => {
  it('moderate: officers and moderators of the reception and above it, of nowhere else', () => {
    const expected = ['officer own', 'officer parent', 'moderator own', 'moderator parent'];
    expect(allowed((actor) => mayModerate(actor, concern, within))).toEqual(expected);
    expect(allowed((actor) => mayReadContact(actor, concern, within))).toEqual(expected);
  });

  it('lock away: those, and the lawyers and leadership of the reception', () => {
    expect(allowed((actor) => mayQuarantine(actor, concern, within))).toEqual([
      'officer own', 'officer parent', 'moderator own', 'moderator parent', 'reviewer own', 'reviewer parent',
      'legal own', 'legal parent',
    ]);
  });

  it('open what is locked away: two roles only, not the administrator and not who locked it away', () => {
    const locked = { ...concern, quarantined: true };
    expect(allowed((actor) => mayOpenQuarantine(actor, locked, within))).toEqual([
      'reviewer own', 'reviewer parent', 'legal own', 'legal parent',
    ]);
    for (const may of [mayModerate, mayReadFile, mayOpenFile, mayQuarantine, mayDraft, mayPublish, mayReadContact]) {
      expect(allowed((actor) => may(actor, locked, within))).toEqual([]);
    }
  });

  it('open the file: reception, lead body and the leadership of the reception', () => {
    // The sibling is the lead body here.
    expect(allowed((actor) => mayOpenFile(actor, concern, within))).toEqual([
      'officer own', 'officer parent', 'moderator own', 'moderator parent', 'answerer parent', 'answerer sibling',
      'reviewer own', 'reviewer parent', 'reviewer sibling',
    ]);
    const with5 = { ...concern, cooperatingBodies: [5] };
    expect(allowed((actor) => mayOpenFile(actor, with5, within))).toContain('answerer foreign');
  });

  it('decide an appeal: the leadership of the reception, and never who took the decision', () => {
    const against = (refusedBy: string | null) =>
      allowed((actor) => mayDecideAppeal(actor, concern, refusedBy, within));
    expect(against(null)).toEqual(['reviewer own', 'reviewer parent']);
    expect(against('reviewer of 2')).toEqual(['reviewer parent']);
  });
});

describe('abilities', () => {
  const steps = (role: string, body: number, idea: typeof received = received, appeal: null | { againstPerson: string } = null) =>
    deskAbilities(person(role, body), idea, { ...concern, quarantined: idea.quarantinedAt !== null }, { within, appeal });

  it('list the steps of the state', () => {
    expect(steps('officer', RECEPTION).steps).toEqual([...deskSteps]);
    expect(steps('officer', RECEPTION, { ...received, state: 'routed' }).steps).toEqual([
      'route', 'ask', 'reword', 'cluster', 'refuse', 'reclassify', 'quarantine',
    ]);
    expect(steps('officer', RECEPTION, { ...received, state: 'adopted' }).steps).toEqual(['cluster', 'quarantine']);
  });

  it('are none for strangers, whatever the state', () => {
    for (const state of states) {
      expect(steps('officer', 5, { ...received, state })).toEqual({ steps: [], readContact: false, decideAppeal: false });
      expect(steps('administrator', 1, { ...received, state }).steps).toEqual([]);
    }
  });

  it('leave lawyers the lock only, and nothing to anybody once it is locked', () => {
    expect(steps('legal', RECEPTION).steps).toEqual(['quarantine']);
    const locked = { ...received, quarantinedAt: new Date(0) } as unknown as typeof received;
    for (const role of roles) expect(steps(role, RECEPTION, locked).steps).toEqual([]);
  });

  it('offer the decision of an appeal to another person, while it can be decided', () => {
    const refused = { ...received, state: 'out_of_scope' as State };
    const appeal = { againstPerson: 'officer of 2' };
    expect(steps('reviewer', RECEPTION, refused, appeal).decideAppeal).toBe(true);
    expect(steps('reviewer', RECEPTION, refused, null).decideAppeal).toBe(false);
    expect(steps('officer', RECEPTION, refused, appeal).decideAppeal).toBe(false);
    expect(steps('reviewer', RECEPTION, refused, { againstPerson: 'reviewer of 2' }).decideAppeal).toBe(false);
    expect(steps('reviewer', RECEPTION, { ...received, state: 'considering' }, appeal).decideAppeal).toBe(false);
  });
});

describe('the queue reaches', () => {
  it('the receptions at and below the person’s body', () => {
    expect(deskScope(person('officer', 1), [2, 3, 5], within)).toEqual({ receptions: [2, 3], quarantine: [], moderates: true });
    expect(deskScope(person('officer', 3), [2, 3, 5], within).receptions).toEqual([3]);
    expect(deskScope(person('reviewer', 2), [2, 3, 5], within)).toEqual({
      receptions: [2, 3], quarantine: [2, 3], moderates: false,
    });
    expect(deskScope(person('legal', 2), [2, 5], within)).toEqual({ receptions: [], quarantine: [2], moderates: false });
    expect(deskScope(person('administrator', 1), [2, 3], within)).toEqual({
      receptions: [], quarantine: [], moderates: false,
    });
  });
});
