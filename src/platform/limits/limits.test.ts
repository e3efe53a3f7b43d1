import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../database/client.ts';
import type { TestDatabase } from '../testing/database.ts';
import { testDatabase } from '../testing/database.ts';
import { addressKey, removeExpired, reset, subjectKey, take } from './limits.server.ts';

const noon = new Date('2026-11-23T12:00:00+07:00');
const at = (seconds: number): Date => new Date(noon.getTime() + seconds * 1000);
let serial = 0;
const rule = (limit: number, seconds: number) => ({ name: `test.${(serial += 1)}`, limit, seconds });
const key = Buffer.from('somebody');

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

describe('take', () => {
  it('allows as many as the rule says, then says how long to wait', async () => {
    const two = rule(2, 60);
    expect(await take(database.db, { rule: two, key, now: at(0) })).toEqual({
      allowed: true,
      remaining: 1,
      retryAfter: 0,
    });
    expect(await take(database.db, { rule: two, key, now: at(10) })).toEqual({
      allowed: true,
      remaining: 0,
      retryAfter: 0,
    });
    expect(await take(database.db, { rule: two, key, now: at(20) })).toEqual({
      allowed: false,
      remaining: 0,
      retryAfter: 40,
    });
    expect(await take(database.db, { rule: two, key, now: at(59.5) })).toMatchObject({
      allowed: false,
      retryAfter: 1,
    });
    expect(await take(database.db, { rule: two, key, now: at(60) })).toMatchObject({ allowed: true });
    expect(await take(database.db, { rule: two, key, now: at(61) })).toMatchObject({
      allowed: false,
      retryAfter: 9,
    });
  });

  it('counts rules and keys apart, and forgets on reset', async () => {
    const one = rule(1, 60);
    const other = Buffer.from('somebody else');
    expect((await take(database.db, { rule: one, key, now: noon })).allowed).toBe(true);
    expect((await take(database.db, { rule: one, key: other, now: noon })).allowed).toBe(true);
    expect((await take(database.db, { rule: rule(1, 60), key, now: noon })).allowed).toBe(true);
    expect((await take(database.db, { rule: one, key, now: noon })).allowed).toBe(false);
    await reset(database.db, one, key);
    expect((await take(database.db, { rule: one, key, now: noon })).allowed).toBe(true);
  });

  it('shares its count between processes: of 300 simultaneous calls exactly 10 pass', async () => {
    const ten = rule(10, 60);
    const processes = Array.from({ length: 3 }, () => openDatabase({ url: database.url, max: 8 }));
    const calls = Array.from({ length: 300 }, (_, index) =>
      take(processes[index % 3]!.db, { rule: ten, key, now: at(index / 1000) }),
    );
    const results = await Promise.all(calls);
    await Promise.all(processes.map((one) => one.close()));
    expect(results.filter((one) => one.allowed)).toHaveLength(10);
  });

  it('never allows more than the limit in any window, and refuses only a full window', async () => {
    const steps = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 25 });
    await fc.assert(
      fc.asyncProperty(steps, fc.integer({ min: 1, max: 4 }), async (gaps, limit) => {
        const some = rule(limit, 30);
        const passed: number[] = [];
        let clock = 0;
        for (const gap of gaps) {
          clock += gap;
          const { allowed } = await take(database.db, { rule: some, key, now: at(clock) });
          const inWindow = passed.filter((one) => one > clock - 30).length;
          expect(allowed).toBe(inWindow < limit);
          if (allowed) passed.push(clock);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('refuses to run inside a transaction', async () => {
    const inside = database.db.transaction().execute((tx) => take(tx, { rule: rule(1, 1), key, now: noon }));
    await expect(inside).rejects.toThrow('transaction');
  });
});

describe('keys', () => {
  it('are the same for one range, in all processes, and differ between ranges and kinds', async () => {
    const other = openDatabase({ url: database.url, max: 2 });
    const mine = await addressKey(database.db, '203.0.113.9', noon);
    expect(await addressKey(other.db, '203.0.113.200', noon)).toEqual(mine);
    expect(await addressKey(database.db, '203.0.114.9', noon)).not.toEqual(mine);
    expect(await addressKey(database.db, '203.0.113.9', noon, 'wide')).not.toEqual(mine);
    expect(await subjectKey(database.db, '203.0.113.0/24', noon)).not.toEqual(mine);
    await other.close();
  });

  it('change every day, and yesterday’s secret is gone', async () => {
    const today = await addressKey(database.db, '203.0.113.9', noon);
    const tomorrow = at(86_400);
    expect(await addressKey(database.db, '203.0.113.9', tomorrow)).not.toEqual(today);
    await removeExpired(database.db, tomorrow);
    const { rows } = await sql<{ day: string }>`select day from limits.secret`.execute(database.db);
    expect(rows.map(({ day }) => day)).toEqual(['2026-11-24']);
  });

  it('leave no address in the table', async () => {
    const address = '198.51.100.77';
    const key = await addressKey(database.db, address, noon);
    await take(database.db, { rule: rule(1, 60), key, now: noon });
    const { rows } = await sql<{ line: string }>`select u::text as line from limits.usage u`.execute(
      database.db,
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.map(({ line }) => line).join('\n')).not.toContain('198.51');
  });
});

describe('housekeeping', () => {
  it('removes counters whose window has passed', async () => {
    const one = rule(1, 60);
    await take(database.db, { rule: one, key, now: noon });
    await removeExpired(database.db, at(59));
    expect((await take(database.db, { rule: one, key, now: at(59) })).allowed).toBe(false);
    await removeExpired(database.db, at(200));
    const { rows } = await sql`select 1 from limits.usage where rule = ${one.name}`.execute(database.db);
    expect(rows).toHaveLength(0);
  });
});
