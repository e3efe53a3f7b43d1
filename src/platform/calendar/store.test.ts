import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ask } from '#platform/postgres/testing.ts';
import { testDatabase, type TestDatabase } from '#platform/testing/database.ts';
import golden from '#platform/testing/golden.json' with { type: 'json' };
import { calendarVersion, calendarVersions, currentCalendar, publishCalendar } from './store.server.ts';
import { dueDay, isWorkingDay } from './working-days.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const now = new Date('2026-11-23T08:00:00+07:00');

it('starts with a calendar of 2026 and 2027', async () => {
  const { db } = database;
  const first = await currentCalendar(db);
  const { received, days, due } = golden.workingDays[0]!;
  expect(dueDay(new Date(received), days, first)).toBe(due);
  for (const off of ['2026-02-17', '2026-04-27', '2026-09-02', '2027-02-11', '2027-05-03']) {
    expect(isWorkingDay(off, first), off).toBe(false);
  }
  expect(isWorkingDay('2026-08-22', first)).toBe(true);
  expect(dueDay(new Date('2026-02-13T09:00:00+07:00'), 5, first)).toBe('2026-02-27');
});

it('adds versions and keeps the old ones', async () => {
  const { db } = database;
  const first = await currentCalendar(db);
  const holiday = { day: '2026-11-24', kind: 'holiday', name: 'Ngày Văn hóa Việt Nam', source: '' } as const;
  const draft = { ...first, reason: 'Thêm ngày 24/11', by: 'Trần Văn An', days: [...first.days, holiday] };
  const published = await publishCalendar(db, draft, now);
  if (!published.ok) throw new Error('refused');
  const current = await currentCalendar(db);
  expect(current).toMatchObject({ version: published.value, reason: 'Thêm ngày 24/11', publishedAt: now });
  const { received, days, due } = golden.workingDays[1]!;
  expect(dueDay(new Date(received), days, current)).toBe(due);
  expect(await calendarVersion(db, first.version)).toEqual(first);
  const versions = (await calendarVersions(db)).map(({ version }) => version);
  expect(versions).toEqual([published.value, first.version]);
  expect(await calendarVersion(db, 999)).toBeUndefined();
});

it('refuses a draft with mistakes, and names each', async () => {
  const { db } = database;
  const day = { day: '2026-11-24', kind: 'holiday' as const, name: 'x', source: '' };
  const others = ['2030-01-01', '2026-02-30'].map((other) => ({ ...day, day: other }));
  const wrong = [day, day, ...others, { ...day, day: '2026-12-01', name: '' }];
  const draft = { coversFrom: '2026-01-01', coversTo: '2026-12-31', reason: ' ', by: 'An', days: wrong };
  const result = await publishCalendar(db, draft, now);
  expect(result.ok ? [] : result.problems.map((problem) => problem.code)).toEqual([
    ...['calendar.reasonMissing', 'calendar.dayTwice', 'calendar.dayOutside'],
    ...['calendar.dayWrong', 'calendar.nameMissing'],
  ]);
  expect(await publishCalendar(db, { ...draft, coversTo: '2025-01-01' }, now)).toMatchObject({ ok: false });
});

it('lets nobody change what was published', async () => {
  for (const statement of ["update calendar.day set name = 'x'", 'delete from calendar.version']) {
    await expect(sql.raw(statement).execute(database.db)).rejects.toThrow('permission denied');
    await expect(ask(database.owner, statement)).rejects.toThrow('never changed');
  }
});
