import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sequence } from '#platform/ledger/sequence.server.ts';
import { verifyLedger } from '#platform/ledger/verify.server.ts';
import type { TestRuntime } from '#platform/testing/runtime.ts';
import { ledgerContents } from './ledger-contents.server.ts';
import { forgetSettings } from './settings.server.ts';
import { submitIdea, submitIdeas, type Sending } from './submit.server.ts';
import { ideasRuntime, submission } from './testing.ts';
import { hashCode } from './tracking-code.server.ts';

let runtime: TestRuntime;
beforeAll(async () => {
  runtime = await ideasRuntime();
});
afterAll(() => runtime.drop());

const NOW = new Date('2026-11-20T16:45:00+07:00');
const sending = (key: string, change: Parameters<typeof submission>[0] = {}): Sending => ({
  submission: submission(change),
  fileIds: [],
  channel: 'web',
  idempotencyKey: key,
});
const count = async (table: string) => {
  const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.table(table)}`.execute(runtime.db);
  return rows[0]?.n ?? 0;
};

describe('receiving an idea', () => {
  test('code, timeline, deadline, ledger and event come with it', async () => {
    const sent = await submitIdea(runtime, sending('first'), NOW);
    if (!sent.ok) throw new Error('refused');
    const { rows } = await sql<{ due: string; hash: string; steps: number; leaf: string; events: number }>`
      select admissible_due as due, encode(code_hash, 'hex') as hash, encode(ledger_leaf, 'hex') as leaf,
        (select count(*) from ideas.step where idea_id = idea.id) as steps,
        (select count(*) from platform.event where name = 'ideas.received') as events
      from ideas.idea where id = ${sent.value.id}`.execute(runtime.db);
    // Received Friday 16:45, five working days: the golden case of the calendar.
    expect(rows[0]).toMatchObject({ due: '2026-11-27', steps: 1, events: 1 });
    expect(rows[0]?.hash).toBe(hashCode(sent.value.trackingCode));
    expect(rows[0]?.leaf).toBe(sent.value.receipt?.leafHash);
  });

  test('the same key with the same content is answered as the first time', async () => {
    const before = await count('ideas.idea');
    const [first, again] = [await submitIdea(runtime, sending('again'), NOW), await submitIdea(runtime, sending('again'), NOW)];
    expect(first.ok && again.ok && again.value.id === first.value.id).toBe(true);
    expect(first.ok && again.ok && again.value.trackingCode === first.value.trackingCode).toBe(true);
    expect(again.ok && again.value.receipt?.leafHash).toBe(first.ok && first.value.receipt?.leafHash);
    expect(await count('ideas.idea')).toBe(before + 1);
  });

  test('the same key with another content is refused, not mixed up', async () => {
    await submitIdea(runtime, sending('conflict'), NOW);
    const other = await submitIdea(runtime, sending('conflict', { title: 'Một ý khác' }), NOW);
    expect(other).toMatchObject({ ok: false, problems: [{ code: 'idempotency.conflict' }] });
  });

  test('10,000 times the same sending, at once and one after another, is one idea', async () => {
    const before = await count('ideas.idea');
    const rounds = Array.from({ length: 20 }, () =>
      submitIdeas(runtime, Array.from({ length: 500 }, () => sending('ten thousand')), NOW),
    );
    const results = (await Promise.all(rounds)).flat();
    expect(results).toHaveLength(10_000);
    expect(new Set(results.map((one) => one.ok && one.value.trackingCode)).size).toBe(1);
    expect(await count('ideas.idea')).toBe(before + 1);
  });

  test('each of a batch gets its own result', async () => {
    const batch = Array.from({ length: 30 }, (_, at) => sending(`batch ${at % 25}`, { title: `Ý số ${at % 25}` }));
    const results = await submitIdeas(runtime, batch, NOW);
    for (const [at, result] of results.entries()) {
      if (!result.ok) throw new Error('refused');
      const { rows } = await sql<{ title: string }>`select title from ideas.idea where id = ${result.value.id}`.execute(runtime.db);
      expect(rows[0]?.title).toBe(`Ý số ${at % 25}`);
    }
  });

  test('a retry leaves no gap in the numbers', async () => {
    const first = await submitIdea(runtime, sending('gap one'), NOW);
    for (let n = 0; n < 5; n += 1) await submitIdea(runtime, sending('gap one'), NOW);
    const next = await submitIdea(runtime, sending('gap two'), NOW);
    expect(first.ok && next.ok && next.value.id - first.value.id).toBe(1);
  });

  test('a failure half way leaves nothing: no row, no step, no leaf, no event', async () => {
    const tables = ['ideas.idea', 'ideas.step', 'ideas.author', 'ledger.pending', 'ledger.opening', 'platform.event'];
    const before = await Promise.all(tables.map(count));
    const broken = { ...sending('broken'), fileIds: ['not a uuid'] };
    await expect(submitIdea(runtime, broken, NOW)).rejects.toThrow();
    expect(await Promise.all(tables.map(count))).toEqual(before);
  });

  test('what the ledger committed to is what the rows say, until one is changed', async () => {
    const sent = await submitIdea(runtime, sending('proof'), NOW);
    await sequence(runtime.db, { origin: 'test/ledger', now: NOW });
    expect((await verifyLedger(runtime.db, { contentOf: ledgerContents })).ok).toBe(true);
    await sql`update ideas.idea set original_body = 'khác' where id = ${sent.ok ? sent.value.id : 0}`.execute(runtime.db);
    const report = await verifyLedger(runtime.db, { contentOf: ledgerContents });
    expect(report.ok).toBe(false);
    expect(report.differences[0]?.what).toBe('content');
  });

  test('neither the code nor the key stands anywhere in the database', async () => {
    const sent = await submitIdea(runtime, sending('very-secret-key-123'), NOW);
    const code = sent.ok ? sent.value.trackingCode : '';
    const { rows } = await sql<{ text: string }>`
      select row_to_json(idea)::text as text from ideas.idea union all select row_to_json(step)::text from ideas.step
      union all select row_to_json(event)::text from platform.event
      union all select data from ledger.pending`.execute(runtime.db);
    const all = rows.map((row) => row.text).join('\n');
    expect(all).not.toContain(code);
    expect(all).not.toContain(code.replaceAll('-', ''));
    expect(all).not.toContain('very-secret-key-123');
  });
});

test('without a receiving body nothing is received', async () => {
  await sql`delete from ideas.setting where key = 'reception_body'`.execute(runtime.db);
  forgetSettings(runtime.db);
  const sent = await submitIdea(runtime, sending('nobody'), NOW);
  expect(sent).toMatchObject({ ok: false, problems: [{ code: 'reception.none' }] });
});
