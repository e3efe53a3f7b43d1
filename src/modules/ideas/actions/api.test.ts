import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { registerCatalogue } from '#platform/words/translate.ts';
import { catalogue } from '#src/words.generated.ts';
import { readIdeasQuery } from '../input/api.ts';
import type { IdeaPageAnswer } from '../input/answers.ts';
import { readCursor, writeCursor } from '../rules/cursor.ts';
import { agencyRuntime, NOW, type Agency } from './agency-testing.ts';
import { answerIdeas } from './api.server.ts';

let agency: Agency;
beforeAll(async () => {
  registerCatalogue(catalogue);
  agency = await agencyRuntime();
});
afterAll(() => agency.runtime.drop());
beforeEach(() => sql`delete from ideas.idea`.execute(agency.runtime.db));

let made = 0;
/** A row as the portal leaves it; `minutes` after an arbitrary morning, so that many share one instant. */
async function insert({ minutes, published }: { minutes: number; published: boolean }): Promise<number> {
  made += 1;
  const at = new Date(Date.parse('2026-11-01T00:00:00Z') + minutes * 60_000);
  const { rows } = await sql<{ id: number }>`
    insert into ideas.idea (title, body, original_title, original_body, field, state, reception_body, received_at,
      published_at, admissible_due, calendar_version, code_hash)
    values ('Đèn đường', 'b', 'Đèn đường', 'b', 'roads', 'considering', 103, ${at}, ${published ? at : null}, '2026-12-01', 1,
      ${createHash('sha256').update(`api ${made}`).digest()}) returning id`.execute(agency.runtime.db);
  return rows[0]!.id;
}
const change = (id: number, set: 'withdrawn_at' | 'published_at') =>
  sql`update ideas.idea set ${sql.ref(set)} = now() where id = ${id}`.execute(agency.runtime.db);

async function page(cursor: string | null, limit: number): Promise<IdeaPageAnswer> {
  const query = readIdeasQuery(new URLSearchParams({ limit: String(limit), ...(cursor ? { cursor } : {}) }));
  if (!query.ok) throw new Error(JSON.stringify(query.problems));
  const answer = await answerIdeas(agency.runtime.db, query.value, { origin: 'http://own.test', now: NOW });
  if ('refused' in answer) throw new Error(JSON.stringify(answer));
  return answer.body as IdeaPageAnswer;
}

const minutes = fc.integer({ min: 0, max: 5 });
const between = fc.oneof(
  fc.record({ act: fc.constant('send' as const), minutes, published: fc.boolean() }),
  fc.record({ act: fc.constantFrom('withdraw' as const, 'publish' as const), which: fc.nat() }),
);

describe('paging by cursor', () => {
  it('repeats nothing and loses nothing while others send, publish and withdraw', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ minutes, published: fc.boolean() }), { minLength: 1, maxLength: 14 }),
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.array(between, { maxLength: 3 }), { maxLength: 16 }),
        async (start, limit, happenings) => {
          await sql`delete from ideas.idea`.execute(agency.runtime.db);
          const all: number[] = [];
          const standing = new Set<number>();
          for (const one of start) {
            const id = await insert(one);
            all.push(id);
            if (one.published) standing.add(id);
          }
          const seen: number[] = [];
          let cursor: string | null = null;
          for (let turn = 0; ; turn += 1) {
            const { items, next }: IdeaPageAnswer = await page(cursor, limit);
            seen.push(...items.map((item) => item.id));
            expect(items.length).toBeLessThanOrEqual(limit);
            if (next === null) break;
            cursor = next;
            for (const happening of happenings[turn] ?? []) {
              if (happening.act === 'send') all.push(await insert(happening));
              else {
                const id = all[happening.which % all.length]!;
                await change(id, happening.act === 'withdraw' ? 'withdrawn_at' : 'published_at');
                if (happening.act === 'withdraw') standing.delete(id);
              }
            }
          }
          expect(new Set(seen).size).toBe(seen.length);
          for (const id of standing) expect(seen).toContain(id);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('takes only what it has written, and says so about the rest', async () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 2 ** 40 }), (id) => readCursor(writeCursor(id)) === id));
    fc.assert(
      fc.property(fc.string(), (text) => {
        const id = readCursor(text);
        return id === undefined || (Number.isSafeInteger(id) && id > 0);
      }),
    );
    const refused = readIdeasQuery(new URLSearchParams({ cursor: 'aGVsbG8' }));
    expect(refused).toMatchObject({ ok: false, problems: [{ field: 'cursor', code: 'api.cursor' }] });
    const query = readIdeasQuery(new URLSearchParams({ cursor: writeCursor(999_999_999) }));
    if (!query.ok) throw new Error('a cursor of ours was not read');
    const answer = await answerIdeas(agency.runtime.db, query.value, { origin: 'http://own.test', now: NOW });
    expect(answer).toMatchObject({ refused: 400, problems: [{ code: 'api.cursor' }] });
  });

  it('never shows what is not public, whatever the filter', async () => {
    await insert({ minutes: 1, published: false });
    const shown = await insert({ minutes: 2, published: true });
    await change(await insert({ minutes: 3, published: true }), 'withdrawn_at');
    for (const filter of ['', 'field=roads', 'state=considering']) {
      const query = readIdeasQuery(new URLSearchParams(filter));
      if (!query.ok) throw new Error(filter);
      const { body } = (await answerIdeas(agency.runtime.db, query.value, { origin: 'http://own.test', now: NOW })) as {
        body: IdeaPageAnswer;
      };
      expect(body.items.map((item) => item.id)).toEqual([shown]);
    }
  });
});
