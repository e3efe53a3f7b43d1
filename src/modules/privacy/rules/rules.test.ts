import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, dayOf, startOf, type Day } from '#platform/clock.ts';
import { dueDay, isWorkingDay, workingDaysBetween, type Calendar } from '#platform/calendar/working-days.ts';
import type { ActingPerson } from '#platform/policy.ts';
import { mayHandle, maySetRetention, reaches } from './permissions.ts';
import { allows, deadlinesOf, isErasable, isOpen, isOverdue, kinds, nextDue, type State, type Step } from './requests.ts';
import { cutoff, daysInForce } from './retention.ts';

const calendar = (holidays: Day[] = []): Calendar => ({
  version: 7, coversFrom: '2026-01-01', coversTo: '2027-12-31', holidays: new Set(holidays), workdays: new Set(),
});
const friday = new Date('2026-11-20T16:45:00+07:00');

describe('terms of a request', () => {
  it('five working days from Friday 20/11/2026 16:45 end on 27/11/2026; two end on Tuesday', () => {
    expect(dueDay(friday, 5, calendar())).toBe('2026-11-27');
    expect(deadlinesOf('correct', friday, calendar())).toEqual({
      acknowledgeDue: '2026-11-24', doneDue: '2026-11-30', calendarVersion: 7, notBefore: null,
    });
  });

  it('an erasure has twenty days, ends on a working day and waits seven before anything happens', () => {
    const { doneDue, notBefore } = deadlinesOf('erase', friday, calendar());
    expect(doneDue).toBe('2026-12-10');
    expect(notBefore).toEqual(new Date('2026-11-27T16:45:00+07:00'));
    expect(isErasable({ notBefore }, new Date('2026-11-27T16:44:59+07:00'))).toBe(false);
    expect(isErasable({ notBefore }, notBefore!)).toBe(true);
  });

  it('does not count Tết: asked before it, acknowledged after it', () => {
    const tet = ['2026-02-16', '2026-02-17', '2026-02-18', '2026-02-19', '2026-02-20'];
    expect(deadlinesOf('correct', new Date('2026-02-13T10:00:00+07:00'), calendar(tet)).acknowledgeDue).toBe('2026-02-24');
  });

  it('for every day and calendar: a working day, two working days on, never before the acknowledgement', () => {
    const days = fc.integer({ min: 0, max: 500 }).map((offset) => addDays('2026-01-01', offset));
    const calendars = fc.array(days, { maxLength: 90 }).map(calendar);
    fc.assert(fc.property(days, fc.nat(1_439), fc.constantFrom(...kinds), calendars, (day, minute, kind, some) => {
      const asked = new Date(startOf(day).getTime() + minute * 60_000);
      const due = deadlinesOf(kind, asked, some);
      expect(workingDaysBetween(dayOf(asked), due.acknowledgeDue, some)).toBe(2);
      expect(isWorkingDay(due.acknowledgeDue, some) && isWorkingDay(due.doneDue, some)).toBe(true);
      expect(due.doneDue >= due.acknowledgeDue && due.doneDue >= addDays(day, kind === 'erase' ? 20 : 10)).toBe(true);
      if (due.notBefore) expect(dayOf(due.notBefore) < due.doneDue).toBe(true);
    }));
  });

  it('is overdue from midnight after the day, first by the acknowledgement, then by the whole', () => {
    const request = { acknowledgeDue: '2026-11-24', doneDue: '2026-11-30' };
    expect(isOverdue({ ...request, state: 'received' }, new Date('2026-11-24T23:59:59+07:00'))).toBe(false);
    expect(isOverdue({ ...request, state: 'received' }, new Date('2026-11-25T00:00:00+07:00'))).toBe(true);
    expect(isOverdue({ ...request, state: 'acknowledged' }, new Date('2026-11-25T00:00:00+07:00'))).toBe(false);
    expect(nextDue({ ...request, state: 'refused' })).toBeUndefined();
  });
});

describe('what may be done with a request', () => {
  const states: State[] = ['received', 'acknowledged', 'approved', 'done', 'refused', 'taken_back'];
  const steps: Step[] = ['acknowledge', 'approve', 'do', 'refuse', 'take_back'];
  it('nothing once it has ended; nobody refuses a copy; no erasure without an approval', () => {
    for (const kind of kinds) for (const state of states) for (const step of steps) {
      if (!isOpen(state)) expect(allows(step, { kind, state })).toBe(false);
    }
    for (const state of states) expect(allows('refuse', { kind: 'export', state })).toBe(false);
    expect(states.filter((state) => allows('do', { kind: 'erase', state }))).toEqual(['approved']);
    expect(states.filter((state) => allows('take_back', { kind: 'erase', state }))).toEqual(['received', 'acknowledged', 'approved']);
  });
});

describe('who handles it', () => {
  // 1 stands above 2 and 3; 2 above 4.
  const above: Record<number, number[]> = { 1: [1], 2: [2, 1], 3: [3, 1], 4: [4, 2, 1] };
  const reach = { isWithin: (body: number, over: number) => above[body]?.includes(over) ?? false, isTop: (body: number) => body === 1 };
  const person = (role: string, bodyId: number): ActingPerson => ({ kind: 'person', personId: 'me', name: 'x', grants: [{ role, bodyId }] });
  it('officers and administrators of the body or above; without a body those at the top', () => {
    expect(reaches(person('officer', 2), 4, reach)).toBe(true);
    expect(reaches(person('administrator', 1), 4, reach)).toBe(true);
    expect(reaches(person('officer', 3), 4, reach)).toBe(false);
    expect(reaches(person('officer', 4), 2, reach)).toBe(false);
    expect(reaches(person('officer', 2), null, reach)).toBe(false);
    expect(reaches(person('officer', 1), null, reach)).toBe(true);
    for (const role of ['moderator', 'answerer', 'reviewer', 'secretary']) expect(reaches(person(role, 1), 4, reach)).toBe(false);
    expect(reaches({ kind: 'anonymous' }, null, reach)).toBe(false);
  });
  it('nobody decides about their own; only administrators at the top say how long things are kept', () => {
    expect(mayHandle(person('administrator', 1), { personId: 'me', bodyId: null }, reach)).toBe(false);
    expect(mayHandle(person('administrator', 1), { personId: 'other', bodyId: null }, reach)).toBe(true);
    expect(maySetRetention(person('administrator', 1), reach.isTop)).toBe(true);
    expect(maySetRetention(person('administrator', 2), reach.isTop)).toBe(false);
    expect(maySetRetention(person('officer', 1), reach.isTop)).toBe(false);
  });
});

it('days that were set stay within what the rule allows, also after the rule became stricter', () => {
  const rule = { days: 30, least: 7, most: 90 };
  expect([undefined, 1, 40, 400].map((set) => daysInForce(rule, set))).toEqual([30, 7, 40, 90]);
  expect(cutoff(30, new Date('2026-11-23T00:00:00Z'))).toEqual(new Date('2026-10-24T00:00:00Z'));
});
