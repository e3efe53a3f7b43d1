import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Db } from '#platform/database/client.ts';
import { ask } from '#platform/postgres/testing.ts';
import { testDatabase, type TestDatabase } from '#platform/testing/database.ts';
import { fromHex } from './bytes.ts';
import { canonical } from './canonical.ts';
import { hashLeaf, sha256, verifyEd25519 } from './crypto.server.ts';
import {
  append,
  appendAll,
  consistencyProof,
  eraseSalt,
  leafHashOf,
  ledgerHead,
  ledgerKeys,
  receiptFor,
  recentEntries,
} from './ledger.server.ts';
import { verifyReceipt } from './browser.ts';
import { openCheckpoint, parseVerifierKey } from './note.ts';
import { ledgerOrigin, sequence, sequenceSoon } from './sequence.server.ts';
import { verifyConsistency } from './tree.ts';
import { verifyLedger } from './verify.server.ts';

const now = new Date('2026-11-23T03:00:00Z');
const options = { origin: ledgerOrigin('https://gopy.dongnai.example'), now };
const content = { title: 'Lắp đèn đường ấp 3', body: 'Đoạn qua trường học chưa có đèn.' };
const idea = (subject: string) => ({ kind: 'ideas.received', secret: { subject, content }, now });

let database: TestDatabase;
let db: Db;
beforeAll(async () => {
  database = await testDatabase();
  db = database.db;
});
afterAll(() => database.drop());

test('an entry gets its place after the commit, and a browser can verify its receipt', async () => {
  const ticket = await db
    .transaction()
    .execute((tx) => append(tx, { ...idea('first'), publicFields: { field: 'roads' } }));
  expect(JSON.parse(ticket.leaf)).toEqual({
    kind: 'ideas.received',
    at: '2026-11-23T03:00:00.000Z',
    field: 'roads',
    commitment: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  expect(ticket.leaf).not.toContain('đèn');
  expect(await receiptFor(db, ticket.leafHash)).toEqual({ leaf: ticket.leaf, leafHash: ticket.leafHash });

  await sequence(db, options);
  const receipt = (await receiptFor(db, ticket.leafHash, { withSalt: true }))!;
  expect(receipt.salt).toBe(ticket.salt);
  const keys = (await ledgerKeys(db)).join('\n');
  const verdict = await verifyReceipt(receipt, keys, canonical(content));
  expect(verdict).toEqual({ ok: true, index: 0, size: 1, at: '2026-11-23T03:00:00.000Z' });
  expect((await receiptFor(db, ticket.leafHash))?.salt).toBeUndefined();
  expect(await leafHashOf(db, 'ideas.received', 'first')).toBe(ticket.leafHash);
});

test('an entry of a transaction that rolled back never existed', async () => {
  const before = await ledgerHead(db);
  const broken = db.transaction().execute(async (tx) => {
    await append(tx, idea('rolled back'));
    throw new Error('the idea could not be stored');
  });
  await expect(broken).rejects.toThrow('could not be stored');
  expect(await sequence(db, options)).toEqual({ added: 0, size: before!.size });
  expect(await leafHashOf(db, 'ideas.received', 'rolled back')).toBeUndefined();
});

test('50 transactions at once, every third rolled back, three sequencers: gapless and complete', async () => {
  const before = (await ledgerHead(db))!.size;
  const writers = Array.from({ length: 50 }, async (_, n) => {
    const work = db.transaction().execute(async (tx) => {
      const ticket = await append(tx, idea(`parallel ${n}`));
      await sql`select pg_sleep(${(n % 7) / 200})`.execute(tx);
      if (n % 3 === 0) throw new Error('rolled back');
      return ticket;
    });
    return work.catch(() => undefined);
  });
  const sequencers = Array.from({ length: 3 }, async () => {
    for (let round = 0; round < 8; round += 1) await sequence(db, options);
  });
  const tickets = (await Promise.all(writers)).filter((ticket) => ticket !== undefined);
  await Promise.all(sequencers);
  await sequence(db, options);

  expect(tickets).toHaveLength(33);
  const entries = await recentEntries(db, { limit: 1000 });
  expect(entries.map((entry) => entry.index)).toEqual([...entries.keys()].reverse());
  expect(entries).toHaveLength(before + 33);
  const placed = new Set(entries.map((entry) => entry.leafHash));
  expect(tickets.every((ticket) => placed.has(ticket.leafHash))).toBe(true);
  expect((await verifyLedger(db)).differences).toEqual([]);
});

test('what committed earlier stands earlier', async () => {
  let release = (): void => {};
  const slow = db.transaction().execute(async (tx) => {
    const ticket = await append(tx, idea('queued first, committed last'));
    await new Promise<void>((resolve) => {
      release = resolve;
    });
    return ticket;
  });
  const quick = await append(db, idea('queued later, committed first'));
  await sequence(db, options);
  release();
  const late = await slow;
  await sequence(db, options);
  const place = async (leafHash: string) => (await receiptFor(db, leafHash))!.index!;
  expect(await place(late.leafHash)).toBe((await place(quick.leafHash)) + 1);
});

test('senders in a burst share a run, and each has a place when it ends', async () => {
  const checkpoints = async () =>
    (await sql<{ n: number }>`select count(*) as n from ledger.checkpoint`.execute(db)).rows[0]!.n;
  const before = await checkpoints();
  const senders = Array.from({ length: 30 }, async (_, n) => {
    const ticket = await append(db, idea(`burst ${n}`));
    await sequenceSoon(db, options);
    return receiptFor(db, ticket.leafHash);
  });
  const receipts = await Promise.all(senders);
  expect(receipts.every((receipt) => receipt?.index !== undefined)).toBe(true);
  expect((await checkpoints()) - before).toBeLessThan(30);
});

test('a checkpoint of the past is the beginning of the present', async () => {
  const old = (await ledgerHead(db))!;
  const sealed = Array.from({ length: 700 }, (_, n) => ({ kind: 'surveys.sealed', publicFields: { n } }));
  await appendAll(db, sealed, now);
  await sequence(db, options);
  const head = (await ledgerHead(db))!;
  expect(head.size).toBe(old.size + 700);
  const proof = (await consistencyProof(db, old.size))!;
  const claim = {
    oldSize: old.size,
    oldRoot: fromHex(old.root)!,
    size: head.size,
    root: fromHex(head.root)!,
  };
  const hashes = proof.proof.map((hash) => fromHex(hash)!);
  expect(await verifyConsistency({ ...claim, proof: hashes }, sha256)).toBe(true);
  expect(await consistencyProof(db, head.size + 1)).toBeUndefined();
  expect(await consistencyProof(db, 0, head.size + 1)).toBeUndefined();
});

test('every leaf of a tree beyond one tile has a right receipt', async () => {
  const keys = (await ledgerKeys(db)).join('\n');
  for (const { leafHash, index } of await recentEntries(db, { limit: 300 })) {
    expect(await verifyReceipt((await receiptFor(db, leafHash))!, keys)).toMatchObject({ ok: true, index });
  }
});

test('erasing a salt leaves the tree whole and says in public that it was done', async () => {
  const ticket = await append(db, idea('to be erased'));
  await sequence(db, options);
  const erased = await eraseSalt(db, {
    kind: 'ideas.received',
    subject: 'to be erased',
    reason: 'author-asked',
    now,
  });
  expect(JSON.parse(erased!.leaf)).toMatchObject({ leaf: ticket.leafHash, reason: 'author-asked' });
  await sequence(db, options);
  const receipt = (await receiptFor(db, ticket.leafHash, { withSalt: true }))!;
  expect(receipt.salt).toBeUndefined();
  expect(await verifyReceipt(receipt, (await ledgerKeys(db)).join('\n'))).toMatchObject({ ok: true });
  expect(await verifyLedger(db)).toMatchObject({ ok: true, contents: { erased: 1 } });
  const again = { kind: 'ideas.received', subject: 'to be erased', reason: 'author-asked', now };
  expect(await eraseSalt(db, again)).toBeUndefined();
  const dump = await sql<{ text: string }>`select entry::text as text from ledger.entry`.execute(db);
  expect(dump.rows.some((row) => row.text.includes('to be erased'))).toBe(false);
});

test('the origin is fixed when the first checkpoint is signed', async () => {
  await append(db, idea('after a move'));
  await sequence(db, { ...options, origin: 'elsewhere.example/ledger' });
  const [line] = await ledgerKeys(db);
  const key = (await parseVerifierKey(line!, sha256))!;
  const head = await openCheckpoint((await ledgerHead(db))!.note, [key], verifyEd25519);
  expect(head?.origin).toBe('gopy.dongnai.example/ledger');
});

test('one row of a module has one leaf', async () => {
  await append(db, idea('twice'));
  await expect(append(db, idea('twice'))).rejects.toThrow(/unique/);
});

test.each([
  ['a kind without a module', { kind: 'received' }],
  ['a field of the ledger itself', { kind: 'ideas.received', publicFields: { at: 'yesterday' } }],
  ['more than 64 KiB', { kind: 'ideas.received', publicFields: { text: 'đ'.repeat(33_000) } }],
])('refuses %s', async (_, entry) => {
  await expect(append(db, { ...entry, now })).rejects.toThrow(/kind|field/);
});

test('unknown and malformed hashes have no receipt', async () => {
  for (const hash of ['', 'zz', '00', 'f'.repeat(64)]) expect(await receiptFor(db, hash)).toBeUndefined();
});

test('history cannot be changed by a slip', async () => {
  const slips = [
    'update ledger.entry set data = data',
    'delete from ledger.node',
    'truncate ledger.checkpoint',
  ];
  for (const statement of slips) {
    await expect(sql.raw(statement).execute(db)).rejects.toThrow(/permission denied/);
    await expect(ask(database.owner, statement)).rejects.toThrow(/append-only/);
  }
});

test('a damaged tree is not extended', async () => {
  const other = await testDatabase('owner');
  try {
    await appendAll(other.db, [idea('a'), idea('b'), idea('c')], now);
    await sequence(other.db, options);
    await sql`alter table ledger.node disable trigger append_only`.execute(other.db);
    await sql`update ledger.node set hash = ${hashLeaf('forged') as Buffer} where level = 1`.execute(
      other.db,
    );
    await append(other.db, idea('d'));
    await expect(sequence(other.db, options)).rejects.toThrow(/verify-ledger/);
    expect(await sequenceSoon(other.db, options)).toBeUndefined();
  } finally {
    await other.drop();
  }
});
