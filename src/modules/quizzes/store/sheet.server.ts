/** Sheets and the keys that open them. */
import { sql } from 'kysely';
import type { Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { FullSheet } from '../rules/sheet.ts';

export type SheetWrite = { sitting: number; number: number; content: FullSheet; sealed: Buffer };

export async function addSheet(tx: Db, { sitting, number, content, sealed }: SheetWrite): Promise<void> {
  await sql`
    insert into quizzes.sheet (sitting_id, number, content, sealed)
    values (${sitting}, ${number}, ${JSON.stringify(content)}::jsonb, ${sealed})`.execute(tx);
}

export async function readContent(db: Db, sitting: number, number: number): Promise<FullSheet | undefined> {
  const { rows } = await sql<{ content: FullSheet }>`
    select content from quizzes.sheet where sitting_id = ${sitting} and number = ${number}`.execute(db);
  return rows[0]?.content;
}

export async function readSealed(db: Db, sitting: number, number: number): Promise<Buffer | undefined> {
  const { rows } = await sql<{ sealed: Buffer }>`
    select sealed from quizzes.sheet where sitting_id = ${sitting} and number = ${number}`.execute(db);
  return rows[0]?.sealed;
}

export type KeyRow = { key: Buffer | null; opens: Instant; cancelled: boolean };

export async function readKey(db: Db, sitting: number): Promise<KeyRow | undefined> {
  const { rows } = await sql<KeyRow>`
    select s.sheet_key as key, s.opens_at as opens, q.state = 'cancelled' as cancelled
    from quizzes.sitting s join quizzes.quiz q on q.id = s.quiz_id where s.id = ${sitting}`.execute(db);
  return rows[0];
}

export async function setKey(tx: Db, sitting: number, key: Buffer): Promise<void> {
  await sql`update quizzes.sitting set sheet_key = ${key} where id = ${sitting}`.execute(tx);
}
