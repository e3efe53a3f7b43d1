import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, daysBetween, type Day } from '#platform/clock.ts';
import {
  afterPause,
  answerDueDay,
  defaultClock,
  pausedDays,
  remindersDue,
  runningDue,
  urgency,
  type Clocked,
} from './deadlines.ts';
import { states } from './states.ts';

const weekday = (day: Day) => new Date(`${day}T00:00:00Z`).getUTCDay();
const isWorkingDay = (day: Day) => weekday(day) !== 0 && weekday(day) !== 6;
const aDay = fc.integer({ min: 0, max: 3_000 }).map((days) => addDays('2024-01-01', days));

describe('the answer is due', () => {
  it('30 days after acceptance, in Viet Nam', () => {
    // 23:30 UTC on the 22nd is the morning of the 23rd in Viet Nam; 30 days later is 23/12/2026, a Wednesday.
    expect(answerDueDay(new Date('2026-11-22T23:30:00Z'), 30, isWorkingDay)).toBe('2026-12-23');
  });

  it('on the next working day when that day is free', () => {
    expect(answerDueDay(new Date('2026-11-20T02:00:00Z'), 30, isWorkingDay)).toBe('2026-12-21');
    expect(answerDueDay(new Date('2026-11-23T02:00:00Z'), 30, (day) => day > '2026-12-25')).toBe('2026-12-26');
  });
});

describe('a pause', () => {
  it('moves a deadline by the days it lasted', () => {
    expect(afterPause('2026-12-01', { from: '2026-11-23', to: '2026-11-26' }, isWorkingDay)).toBe('2026-12-04');
    expect(afterPause('2026-12-01', { from: '2026-11-23', to: '2026-11-23' }, isWorkingDay)).toBe('2026-12-01');
  });

  it('never shortens one, and never ends it on a free day', () => {
    fc.assert(
      fc.property(aDay, aDay, fc.integer({ min: 0, max: 200 }), (due, from, length) => {
        const moved = afterPause(due, { from, to: addDays(from, length) }, isWorkingDay);
        return moved >= due && isWorkingDay(moved) && daysBetween(due, moved) >= length;
      }),
    );
  });

  it('counts until today while it lasts', () => {
    const pauses = [{ from: '2026-11-02', to: '2026-11-05' }, { from: '2026-11-20', to: null }];
    expect(pausedDays(pauses, '2026-11-23')).toBe(6);
    expect(pausedDays([], '2026-11-23')).toBe(0);
  });
});

describe('the running deadline', () => {
  const idea: Clocked = {
    state: 'received',
    returnState: null,
    admissibleDue: '2026-11-27',
    answerDue: '2026-12-23',
    answeredAt: null,
  };

  it('is the reception’s until an idea is taken up, then the answer’s', () => {
    expect(runningDue(idea)).toBe('2026-11-27');
    for (const state of ['considering', 'routed', 'appraising'] as const) {
      expect(runningDue({ ...idea, state })).toBe('2026-12-23');
    }
  });

  it('stands at that of the state in which the author was asked', () => {
    expect(runningDue({ ...idea, state: 'asked', returnState: 'received' })).toBe('2026-11-27');
    expect(runningDue({ ...idea, state: 'asked', returnState: 'routed' })).toBe('2026-12-23');
  });

  it('is none once the answer is given or the idea is closed', () => {
    for (const state of states) {
      const answered = runningDue({ ...idea, state, answeredAt: new Date(0) });
      expect(answered).toBe(state === 'received' ? '2026-11-27' : null);
    }
    for (const state of ['adopted', 'noted', 'out_of_scope', 'duplicate'] as const) {
      expect(runningDue({ ...idea, state })).toBeNull();
    }
  });
});

describe('urgency', () => {
  const at = (due: Day | null, paused = false) => urgency(due, '2026-11-23', { paused, remindBefore: 3 });

  it('grows with the day, and a paused clock is never overdue', () => {
    expect([at(null), at('2026-11-27'), at('2026-11-26'), at('2026-11-23'), at('2026-11-22')]).toEqual([
      'none', 'ahead', 'soon', 'today', 'overdue',
    ]);
    expect(at('2020-01-01', true)).toBe('paused');
  });
});

describe('reminders', () => {
  it('come before, at and after a deadline, and then one level up', () => {
    const due = (today: Day) => remindersDue('2026-11-27', today, defaultClock);
    expect(due('2026-11-23')).toEqual([]);
    expect(due('2026-11-24')).toEqual(['before']);
    expect(due('2026-11-27')).toEqual(['at']);
    expect(due('2026-11-28')).toEqual(['after']);
    expect(due('2026-11-30')).toEqual(['after', 'escalation']);
  });
});
