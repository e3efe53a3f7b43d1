import { afterAll, beforeAll, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '#platform/testing/database.ts';
import { sequence } from './sequence.server.ts';
import { openStatement, signStatement } from './statement.server.ts';

const sequencing = { origin: 'caunoi.example/ledger', now: new Date('2026-11-23T03:00:00Z') };
const text = 'caunoi certificate 1\nname: Điểu Thị Hằng\n';
let test: TestDatabase;
beforeAll(async () => void (test = await testDatabase()));
afterAll(() => test.drop());

it('signs before the ledger has begun, and with the same key afterwards', async () => {
  const note = await test.db.transaction().execute((tx) => signStatement(tx, text, sequencing));
  await sequence(test.db, sequencing);
  expect(await openStatement(test.db, note)).toBe(text);
  const again = await signStatement(test.db, text, sequencing);
  expect(again).toBe(note);
});

it('opens nothing that was changed, or signed by somebody else', async () => {
  const note = await signStatement(test.db, text, sequencing);
  expect(await openStatement(test.db, note.replace('Hằng', 'Hạnh'))).toBeUndefined();
  expect(await openStatement(test.db, text)).toBeUndefined();
  const stranger = await testDatabase();
  const theirs = await signStatement(stranger.db, text, sequencing);
  await stranger.drop();
  expect(await openStatement(test.db, theirs)).toBeUndefined();
});

it('never signs what could be taken for a checkpoint', async () => {
  const checkpoint = `caunoi.example/ledger\n7\n${Buffer.alloc(32).toString('base64')}\n`;
  await expect(signStatement(test.db, checkpoint, sequencing)).rejects.toThrow(TypeError);
});
