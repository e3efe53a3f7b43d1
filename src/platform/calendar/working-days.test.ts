import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, dayOf, startOf, type Day } from '#platform/clock.ts';
import golden from '#platform/testing/golden.json' with { type: 'json' };
import {
  addWorkingDays, covers, dueAfterPauses, dueCalendarDay, dueDay, isWorkingDay, workingDaysBetween,
  type Calendar,
} from './working-days.ts';

const calendar = (holidays: Day[] = [], workdays: Day[] = []): Calendar => ({
  version: 1,
  coversFrom: '2026-01-01',
  coversTo: '2027-12-31',
  holidays: new Set(holidays),
  workdays: new Set(workdays),
});
const noon = (day: Day) => new Date(startOf(day).getTime() + 12 * 3_600_000);

it.each(golden.workingDays)('received $received with $days days is due $due', (golden) => {
  const { received, days, due, holidays } = golden;
  expect(dueDay(new Date(received), days, calendar(holidays))).toBe(due);
});

describe('working days', () => {
  it('counts a swapped Saturday and skips the day off in exchange', () => {
    const swapped = calendar(['2026-08-31', '2026-09-01', '2026-09-02'], ['2026-08-22']);
    expect(addWorkingDays('2026-08-21', 1, swapped)).toBe('2026-08-22');
    expect(addWorkingDays('2026-08-28', 1, swapped)).toBe('2026-09-03');
  });
  it('uses the day in Viet Nam, not in UTC', () => {
    expect(dueDay(new Date('2026-11-19T23:30:00Z'), 1, calendar())).toBe('2026-11-23');
  });
  it('moves the end of a term of plain days to a working day', () => {
    expect(dueCalendarDay(noon('2026-11-20'), 30, calendar())).toBe('2026-12-21');
    expect(dueCalendarDay(noon('2026-11-20'), 3, calendar())).toBe('2026-11-23');
  });
  it('knows for which years holidays are announced', () => {
    expect(covers(calendar(), '2027-12-31')).toBe(true);
    expect(covers(calendar(), '2028-01-01')).toBe(false);
  });
});

const days = fc.integer({ min: 0, max: 700 }).map((offset) => addDays('2026-01-01', offset));
const calendars = fc
  .tuple(fc.array(days, { maxLength: 60 }), fc.array(days, { maxLength: 10 }))
  .map(([holidays, workdays]) => calendar(holidays, workdays));

describe('for every calendar', () => {
  it('a term ends on a working day, and counts back to its length', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: 1, max: 60 }), calendars, (received, term, some) => {
        const due = dueDay(noon(received), term, some);
        expect(isWorkingDay(due, some)).toBe(true);
        expect(workingDaysBetween(received, due, some)).toBe(term);
        expect(workingDaysBetween(due, received, some)).toBe(-term);
      }),
    );
  });
  it('a pause moves the deadline by the working days it lasted', () => {
    const terms = fc.integer({ min: 5, max: 20 });
    fc.assert(
      fc.property(days, terms, fc.nat(4), fc.nat(30), calendars, (received, term, wait, length, some) => {
        const due = dueDay(noon(received), term, some);
        const from = addDays(received, wait);
        const to = addDays(from, length);
        const moved = dueAfterPauses(due, [{ from: noon(from), to: noon(to) }], some);
        expect(workingDaysBetween(due, moved, some)).toBe(workingDaysBetween(from, to, some));
        const twice = [{ from: noon(from), to: noon(to) }, { from: noon(from), to: noon(to) }];
        expect(dueAfterPauses(due, twice, some)).toBe(moved);
      }),
    );
  });
  it('a pause that begins after the deadline rescues nothing', () => {
    const late = [{ from: noon('2026-12-01'), to: noon('2026-12-20') }];
    expect(dueAfterPauses('2026-11-27', late, calendar())).toBe('2026-11-27');
    expect(dueAfterPauses('2026-11-27', [], calendar())).toBe('2026-11-27');
    expect(dayOf(noon('2026-11-27'))).toBe('2026-11-27');
  });
});
