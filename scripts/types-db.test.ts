import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '#platform/testing/database.ts';
import { generateTypes } from './types-db.ts';

let database: TestDatabase;
let types: string;
beforeAll(async () => {
  database = await testDatabase();
  const client = new pg.Client({ connectionString: database.owner });
  await client.connect();
  await client.query(`create schema sample; create table sample.thing (
    id bigint generated always as identity primary key, day date not null, at timestamptz,
    amount numeric(9, 2), tags text[] not null, note text default '')`);
  await client.end();
  types = await generateTypes(database.owner);
});
afterAll(() => database.drop());

describe('generated database types', () => {
  const column = (name: string): string | undefined =>
    new RegExp(`interface SampleThing \\{[^}]*\\n {2}${name}: ([^;]+);`).exec(types)?.[1];

  it('say what the driver returns', () => {
    expect(column('id')).toBe('Generated<number>');
    expect(column('day')).toBe('string');
    expect(column('at')).toBe('Timestamp | null');
    expect(column('amount')).toBe('Numeric | null');
    expect(types).toMatch(/type Numeric = ColumnType<string,/);
    expect(column('tags')).toBe('string[]');
    expect(column('note')).toBe('Generated<string | null>');
  });

  it('name tables with their schema, and leave out what other libraries own', () => {
    expect(types).toMatch(/export interface Database \{[^}]*"sample\.thing": SampleThing;/);
    expect(types).toContain('"platform.event": PlatformEvent;');
    expect(types).not.toMatch(/"(jobs|public)\./);
  });
});
