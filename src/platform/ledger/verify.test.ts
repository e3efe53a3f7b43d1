import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { Db } from '#platform/database/client.ts';
import { temporaryDatabase } from '#platform/testing/database.ts';
import type { Json } from './canonical.ts';
import { createSigningKey, hashLeaf, signNote } from './crypto.server.ts';
import { appendAll, eraseSalt, ledgerHead } from './ledger.server.ts';
import { checkpointText } from './note.ts';
import { sequence } from './sequence.server.ts';
import { type ContentOf, type Report, verifyLedger } from './verify.server.ts';

const now = new Date('2026-11-23T03:00:00Z');
const options = { origin: 'gopy.dongnai.example/ledger', now };
const LEAVES = 60;

/** Stands for a module's table. */
async function createRows(db: Db): Promise<void> {
  await sql`create table public.sample (id text primary key, body text not null)`.execute(db);
  const rows = sql`select n::text, 'body ' || n from generate_series(0, ${LEAVES - 1}) n`;
  await sql`insert into public.sample ${rows}`.execute(db);
}
const contentOf: ContentOf = async (db, subjects) => {
  const { rows } = await sql<{ id: string; body: string }>`
    select id, body from public.sample where id = any(${[...subjects]}::text[])`.execute(db);
  return new Map<string, Json>(rows.map(({ id, body }) => [id, { body }]));
};
const verify = (db: Db, known: string[] = []): Promise<Report> =>
  verifyLedger(db, { contentOf: { 'samples.received': contentOf }, known });

/** A ledger of its own with three checkpoints, its guards against slips switched off. */
async function grown(): Promise<Db> {
  const { db } = await temporaryDatabase('owner');
  await createRows(db);
  for (let from = 0; from < LEAVES; from += 20) {
    const entries = Array.from({ length: 20 }, (_, n) => ({
      kind: 'samples.received',
      publicFields: { n: from + n },
      secret: { subject: String(from + n), content: { body: `body ${from + n}` } },
    }));
    await appendAll(db, entries, now);
    await sequence(db, options);
  }
  for (const table of ['entry', 'node', 'checkpoint']) {
    await sql.raw(`alter table ledger.${table} disable trigger append_only`).execute(db);
  }
  return db;
}

const run = (db: Db, statement: string) => sql.raw(statement).execute(db);

test('an honest ledger passes, and says what it checked', async () => {
  const db = await grown();
  await eraseSalt(db, { kind: 'samples.received', subject: '7', reason: 'author-asked', now });
  await run(db, "delete from public.sample where id = '7'");
  expect(await verify(db)).toEqual({
    ok: true,
    size: LEAVES,
    root: (await ledgerHead(db))!.root,
    checkpoints: 3,
    contents: { matching: LEAVES - 1, erased: 1, unchecked: {} },
    pending: 1,
    differences: [],
    found: 0,
  });
  await sequence(db, options);
  expect(await verifyLedger(db)).toMatchObject({
    ok: true,
    size: LEAVES + 1,
    checkpoints: 4,
    contents: { matching: 0, erased: 1, unchecked: { 'samples.received': LEAVES - 1 } },
  });
});

test('an empty ledger passes, before and after its first checkpoint', async () => {
  const { db } = await temporaryDatabase('owner');
  expect(await verifyLedger(db)).toMatchObject({ ok: true, size: 0, checkpoints: 0 });
  await sequence(db, options);
  expect(await verifyLedger(db)).toMatchObject({ ok: true, size: 0, checkpoints: 1 });
});

const forgedText = `replace(data, '"n":41', '"n":99')`;
test.each([
  ['a changed leaf', `update ledger.entry set data = ${forgedText} where index = 41`, 'entry', 41],
  [
    'a changed leaf with its hash recomputed',
    `update ledger.entry set data = ${forgedText},
       leaf_hash = sha256('\\x00'::bytea || convert_to(${forgedText}, 'UTF8'))
     where index = 41`,
    'node',
    41,
  ],
  [
    'a leaf that is no leaf',
    `update ledger.entry set data = 'x', leaf_hash = sha256('\\x0078') where index = 5`,
    'node',
    5,
  ],
  [
    'a changed subtree',
    `update ledger.node set hash = sha256('x') where level = 3 and index = 2`,
    'node',
    16,
  ],
  ['a missing subtree', 'delete from ledger.node where level = 2 and index = 9', 'node', 36],
  ['a superfluous subtree', `insert into ledger.node values (9, 0, sha256('x'))`, 'node', undefined],
  ['a deleted entry', 'delete from ledger.entry where index = 30', 'entry', 30],
  ['a deleted last entry', 'delete from ledger.entry where index = 59', 'checkpoint', undefined],
  ['an added entry', `insert into ledger.entry values (60, sha256('\\x007b7d'), '{}')`, 'node', 60],
  ['everything deleted', 'delete from ledger.entry', 'checkpoint', undefined],
  ['a deleted newest checkpoint', 'delete from ledger.checkpoint where size = 60', 'checkpoint', undefined],
  ['a changed row of a module', `update public.sample set body = 'better' where id = '12'`, 'content', 12],
  ['a vanished row of a module', `delete from public.sample where id = '12'`, 'content', 12],
  ['a secretly erased salt', `delete from ledger.opening where subject = '20'`, 'opening', 20],
  ['a changed salt', `update ledger.opening set salt = sha256(salt) where subject = '20'`, 'content', 20],
  [
    'a salt filed elsewhere',
    `update ledger.opening set kind = 'samples.other' where subject = '20'`,
    'opening',
    20,
  ],
])('fails on %s', async (_, statement, what, index) => {
  const db = await grown();
  await run(db, statement);
  const report = await verify(db);
  expect(report.ok).toBe(false);
  expect(report.differences[0]).toMatchObject(index === undefined ? { what } : { what, index });
});

test('fails on two entries that changed places, even with their leaf hashes moved along', async () => {
  const db = await grown();
  for (const [table, only] of [
    ['entry', ''],
    ['node', 'level = 0 and '],
  ] as const) {
    await run(db, `alter table ledger.${table} drop constraint ${table}_index_check`);
    await run(db, `update ledger.${table} set index = index - 21 where ${only}index in (10, 11)`);
    await run(db, `update ledger.${table} set index = -index where ${only}index < 0`);
  }
  const report = await verify(db);
  expect(report.differences.map(({ what }) => what)).toEqual(expect.arrayContaining(['node', 'checkpoint']));
});

test('fails on a checkpoint signed by another key', async () => {
  const db = await grown();
  const other = await createSigningKey(options.origin);
  const head = { origin: options.origin, size: 40, root: hashLeaf('forged') };
  const note = signNote(checkpointText(head), other);
  await sql`update ledger.checkpoint set note = ${note} where size = 40`.execute(db);
  expect((await verify(db)).differences[0]).toMatchObject({ what: 'checkpoint', detail: /not signed/ });
});

test('fails on a checkpoint of the right key over a wrong root', async () => {
  const db = await grown();
  const { rows } = await sql<{ id: Buffer; publicKey: Buffer; privateKey: Buffer }>`
    select id, public_key as "publicKey", private_key as "privateKey" from ledger.key`.execute(db);
  const head = { origin: options.origin, size: 40, root: hashLeaf('forged') };
  const note = signNote(checkpointText(head), { name: options.origin, ...rows[0]! });
  await sql`update ledger.checkpoint set note = ${note} where size = 40`.execute(db);
  expect((await verify(db)).differences[0]).toMatchObject({
    what: 'checkpoint',
    detail: /40 leaves have the root/,
  });
});

test('fails on a stored root that is not the signed one', async () => {
  const db = await grown();
  await run(db, `update ledger.checkpoint set root = sha256('x') where size = 20`);
  expect((await verify(db)).differences).toEqual([
    { what: 'checkpoint', detail: 'stored checkpoint 20 is not what its signed note says' },
  ]);
});

test('fails on an entry taken out of the queue, and on one altered there', async () => {
  const db = await grown();
  const secret = { subject: 'queued', content: { body: 'x' } };
  await appendAll(db, [{ kind: 'samples.received', secret }], now);
  await run(db, `update ledger.pending set data = '{}'`);
  expect((await verify(db)).differences[0]?.what).toBe('pending');
  await run(db, 'delete from ledger.pending');
  expect((await verify(db)).differences[0]).toMatchObject({ what: 'opening', detail: /queued/ });
});

test('a ledger rewritten and signed again in full is caught by one checkpoint kept elsewhere', async () => {
  const db = await grown();
  const kept = (await ledgerHead(db))!.note;
  const { rows } = await sql<{ data: string }>`select data from ledger.entry order by index`.execute(db);
  for (const table of ['entry', 'node', 'checkpoint', 'opening'])
    await run(db, `delete from ledger.${table}`);
  for (const { data } of rows.filter((_, index) => index !== 13)) {
    const { n } = JSON.parse(data) as { n: number };
    await appendAll(db, [{ kind: 'samples.received', publicFields: { n } }], now);
  }
  await sequence(db, options);
  await appendAll(db, [{ kind: 'samples.received' }], now);
  await sequence(db, options);
  expect((await verify(db)).ok).toBe(true);
  const report = await verify(db, [kept]);
  expect(report.differences[0]).toMatchObject({ what: 'checkpoint', detail: /60 leaves have the root/ });
});

test('reports the first twenty of many differences, and how many there are', async () => {
  const db = await grown();
  await run(db, `update public.sample set body = 'x'`);
  const report = await verify(db);
  expect([report.differences.length, report.found, report.contents.matching]).toEqual([20, LEAVES, 0]);
});
