import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, type Day } from '#platform/clock.ts';
import { exempt, leave, membershipAt, overlap, place, type Exemption, type Membership } from './membership.ts';

const stay = (body: number, from: Day, until: Day | null = null, ended: Membership['ended'] = until ? 'moved' : null): Membership =>
  ({ id: body, body, from, until, began: 'joined', ended });
const told = (history: readonly Membership[]) => history.map(({ body, from, until, began, ended }) => [body, from, until, began, ended]);
const asOf = '2026-11-23';
const at = (history: Membership[], said: { body: number; from?: Day; until?: Day }) => {
  const placed = place(history, { from: null, until: null, asOf, ...said });
  return placed.ok ? { change: placed.value.change, history: told(placed.value.history) } : placed.problems[0];
};

describe('where a person belongs', () => {
  it('begins on the day of the list, or on the day that is given', () => {
    expect(at([], { body: 1 })).toEqual({ change: 'joined', history: [[1, asOf, null, 'joined', null]] });
    expect(at([], { body: 1, from: '2024-03-05' })).toMatchObject({ history: [[1, '2024-03-05', null, 'joined', null]] });
  });

  it('is not touched by a list that says the same', () => {
    expect(at([stay(1, '2024-03-05')], { body: 1 })).toMatchObject({ change: 'none' });
    expect(at([stay(1, '2024-03-05')], { body: 1, from: '2024-03-05' })).toMatchObject({ change: 'none' });
    expect(at([stay(1, '2024-03-05', '2027-01-01')], { body: 1 })).toMatchObject({ change: 'none' });
  });

  it('changes on the day of a move, and the history stays', () => {
    expect(at([stay(1, '2024-03-05')], { body: 2, from: '2026-05-01' })).toEqual({
      change: 'moved',
      history: [
        [1, '2024-03-05', '2026-05-01', 'joined', 'moved'],
        [2, '2026-05-01', null, 'moved', null],
      ],
    });
  });

  it('is corrected when the same body is given another first day', () => {
    expect(at([stay(1, '2026-11-01')], { body: 1, from: '2024-03-05' })).toEqual({ change: 'corrected', history: [[1, '2024-03-05', null, 'joined', null]] });
  });

  it('is corrected when the very first day is said again with another body', () => {
    expect(at([stay(1, asOf)], { body: 2 })).toEqual({ change: 'corrected', history: [[2, asOf, null, 'joined', null]] });
  });

  it('ends when a last day is given, never before it began', () => {
    expect(at([stay(1, '2024-03-05')], { body: 1, until: '2026-10-01' })).toEqual({
      change: 'ended',
      history: [[1, '2024-03-05', '2026-10-01', 'joined', 'left']],
    });
    expect(at([stay(1, '2024-03-05')], { body: 1, until: '2024-03-05' })).toEqual({ code: 'period.endsBeforeStart' });
    expect(at([], { body: 1, from: '2024-03-05', until: '2024-03-01' })).toEqual({ code: 'period.endsBeforeStart' });
  });

  it('can be told of the past, but not over what is known', () => {
    const known = [stay(2, '2025-07-01')];
    expect(at(known, { body: 1, from: '2020-01-01', until: '2025-07-01' })).toMatchObject({ history: [[1, '2020-01-01', '2025-07-01', 'joined', 'left'], [2, '2025-07-01', null, 'joined', null]] });
    expect(at(known, { body: 1, from: '2020-01-01' })).toEqual({ code: 'membership.clash', values: { day: '2025-07-01' } });
    expect(at([stay(1, '2020-01-01', '2022-01-01'), stay(2, '2022-01-01')], { body: 2, from: '2021-01-01' })).toMatchObject({ code: 'membership.clash' });
  });

  it('ends with leaving, once', () => {
    expect(leave([stay(1, '2024-03-05')], asOf)).toMatchObject({ ok: true, value: { change: 'ended', history: [{ until: asOf, ended: 'left' }] } });
    expect(leave([stay(1, '2024-03-05', asOf)], asOf)).toMatchObject({ ok: true, value: { change: 'none' } });
    expect(leave([], asOf)).toMatchObject({ ok: false, problems: [{ code: 'membership.none' }] });
    expect(leave([stay(1, '2024-03-05', '2026-01-01'), stay(2, '2026-01-01')], '2025-06-01')).toMatchObject({ ok: false });
  });
});

const day = fc.integer({ min: 0, max: 400 }).map((days) => addDays('2025-01-01', days));
const body = fc.integer({ min: 1, max: 4 });
const step = fc.oneof(
  fc.record({ body, from: fc.option(day), until: fc.option(day), asOf: day }),
  fc.record({ leave: day }),
);

describe('after any sequence of joining, moving and leaving', () => {
  const run = (steps: readonly (typeof step extends fc.Arbitrary<infer S> ? S : never)[]): Membership[] => {
    let history: Membership[] = [];
    for (const each of steps) {
      const next = 'leave' in each ? leave(history, each.leave) : place(history, each);
      if (next.ok) history = next.value.history;
    }
    return history;
  };

  it('nobody is in two bodies on one day, no time is empty, and ends say how', () => {
    fc.assert(fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      const history = run(steps);
      for (const [index, each] of history.entries()) {
        expect(each.until === null || each.from < each.until).toBe(true);
        expect(each.until === null).toBe(each.ended === null);
        for (const other of history.slice(index + 1)) {
          expect(overlap(each, other)).toBe(false);
          expect(each.from < other.from).toBe(true);
        }
      }
    }), { numRuns: 2_000 });
  });

  it('a list that is applied twice changes nothing the second time', () => {
    fc.assert(fc.property(fc.array(step, { maxLength: 8 }), fc.record({ body, from: fc.option(day), until: fc.option(day), asOf: day }), (steps, said) => {
      const once = place(run(steps), said);
      if (!once.ok) return;
      const twice = place(once.value.history, said);
      expect(twice.ok && twice.value.change).toBe('none');
    }), { numRuns: 2_000 });
  });

  it('a person who was placed is there on that day', () => {
    fc.assert(fc.property(fc.array(step, { maxLength: 8 }), body, day, (steps, where, on) => {
      const placed = place(run(steps), { body: where, from: on, until: null, asOf: on });
      if (placed.ok) expect(membershipAt(placed.value.history, on)?.body).toBe(where);
    }), { numRuns: 1_000 });
  });
});

describe('exemptions', () => {
  const free = (from: Day, until: Day | null = null): Exemption => ({ id: 1, from, until, reason: 'Điều trị bệnh' });
  it('are added, corrected where they overlap, and never reach over several', () => {
    expect(exempt([], { from: '2026-01-01', until: null, reason: 'a' })).toMatchObject({ ok: true, value: { changed: true } });
    expect(exempt([free('2026-01-01')], { from: '2026-01-01', until: null, reason: 'Điều trị bệnh' })).toMatchObject({ value: { changed: false } });
    expect(exempt([free('2026-01-01')], { from: '2026-02-01', until: '2026-06-01', reason: 'b' })).toMatchObject({
      value: { exemptions: [{ id: 1, from: '2026-02-01', until: '2026-06-01', reason: 'b' }] },
    });
    expect(exempt([free('2026-01-01', '2026-02-01'), free('2026-03-01')], { from: '2026-01-15', until: null, reason: 'b' })).toMatchObject({ ok: false });
    expect(exempt([], { from: '2026-02-01', until: '2026-01-01', reason: 'a' })).toMatchObject({ ok: false });
  });
});
