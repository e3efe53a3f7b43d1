import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asSystem } from '../database/scope.server.ts';
import { ask } from '../postgres/testing.ts';
import { testDatabase, type TestDatabase } from '../testing/database.ts';
import { audit, auditContent, AUDITED } from './audit.server.ts';
import { findActs, type ActFilter } from './store.server.ts';

const now = new Date('2026-11-23T02:00:00Z');
const by = { personId: '7c1f3a10-0000-4000-8000-000000000001', name: 'Lê Minh Khôi' };
let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const found = (filter: ActFilter) => asSystem(database.db, 'test', (tx) => findActs(tx, filter));

describe('the log of acts', () => {
  it('keeps an act with the name as it was, and a leaf that commits to it', async () => {
    const { db } = database;
    await db.transaction().execute((tx) =>
      audit(tx, { kind: 'people.grant', by, bodyId: 100, subject: 'grant:7', details: { role: 'officer' }, now }));
    const [act] = await found({ bodies: [100], name: 'khoi', limit: 5 });
    expect(act).toMatchObject({ kind: 'people.grant', actorName: 'Lê Minh Khôi', details: { role: 'officer' } });
    const { rows } = await sql<{ data: string; kind: string; subject: string }>`
      select p.data, o.kind, o.subject from ledger.pending p join ledger.opening o using (leaf_hash)
      where p.leaf_hash = decode(${act!.leafHash}, 'hex')`.execute(db);
    expect(rows).toEqual([expect.objectContaining({ kind: AUDITED, subject: String(act!.id) })]);
    expect(rows[0]!.data).not.toContain('Khôi');
    expect((await auditContent(db, [String(act!.id)])).get(String(act!.id))).toMatchObject({ subject: 'grant:7' });
  });

  it('is not there when the act was rolled back', async () => {
    const { db } = database;
    const failed = db.transaction().execute(async (tx) => {
      await audit(tx, { kind: 'people.revoke', by, bodyId: 100, subject: 'grant:8', now });
      throw new Error('the act failed');
    });
    await expect(failed).rejects.toThrow('the act failed');
    expect(await found({ bodies: null, subject: 'grant:8', limit: 5 })).toEqual([]);
  });

  it.each(['update audit.act set actor_name = $$x$$', 'delete from audit.act', 'truncate audit.act'])(
    'refuses %s',
    async (statement) => {
      await expect(sql.raw(statement).execute(database.db)).rejects.toThrow('permission denied');
      await expect(ask(database.owner, statement)).rejects.toThrow('append-only');
    },
  );
});
