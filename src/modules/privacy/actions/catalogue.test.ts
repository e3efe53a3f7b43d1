import { existsSync } from 'node:fs';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { registerManifests } from '#platform/manifest.ts';
import { testDatabase, type TestDatabase } from '#platform/testing/database.ts';
import { catalogue } from '#src/words.generated.ts';
import { loadManifests } from '#src/manifests.ts';
import { modules } from '#src/modules.ts';
import { rules } from './retention.server.ts';
import { sources } from './sources.server.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
  registerManifests(await loadManifests());
});
afterAll(() => database.drop());

/** Columns by whose name one can tell that they say who somebody is, or how to reach them. */
const TELLS_WHO = /^(person_id|.*_person|.*_persons|actor_id|actor_name|delegate_id|holder_id|by|.*_by|.*email.*|.*phone.*|full_name|holder_name|recipient|signer_name|supporter)$/;
/** Not about a person, although the name reads so. */
const NOT_A_PERSON: Record<string, string> = {
  'organisation.body_version.full_name': 'How a body signs, not how a person is called.',
  'ideas.step.by_author': 'Whether a step was the author’s: yes or no.',
  'ideas.message.by_author': 'Whether a message was the author’s: yes or no.',
};

it('every column that says who somebody is belongs to a module’s account of personal data, or is left out with a reason', async () => {
  const { rows } = await sql<{ name: string }>`
    select format('%s.%s.%s', table_schema, table_name, column_name) as name from information_schema.columns
    where table_schema not in ('pg_catalog', 'information_schema', 'jobs', 'public')`.execute(database.db);
  // A module in the making says it when it is put on the list of modules.
  const isMade = (schema: string) => (modules as readonly string[]).includes(schema) || !existsSync(`src/modules/${schema}`);
  const all = new Set(rows.map(({ name }) => name).filter((name) => isMade(name.split('.')[0]!)));
  const said = new Map<string, string>(Object.entries(NOT_A_PERSON));
  for (const { module, personal } of sources()) {
    for (const column of personal.columns.covered) said.set(column, module);
    for (const [column, reason] of Object.entries(personal.columns.leftOut ?? {})) {
      expect(reason.length, column).toBeGreaterThan(15);
      said.set(column, reason);
    }
  }
  const forgotten = [...all].filter((name) => TELLS_WHO.test(name.split('.')[2]!) && !said.has(name));
  expect(forgotten, 'add each to `columns` in the personal data of its module (actions/personal.server.ts)').toEqual([]);
  expect([...said.keys()].filter((name) => !all.has(name)), 'no such column any more').toEqual([]);
});

it('every kind of record and every rule has its words', () => {
  const { vi, en, km } = catalogue;
  for (const rule of rules()) {
    const key = rule.key.replace('.', '.desk.retention.');
    for (const words of [vi, en]) expect(words[key] && words[`${key}.why`], key).toBeTruthy();
    expect(rule.least <= rule.days && rule.days <= rule.most, rule.key).toBe(true);
  }
  // Kinds appear only when somebody has them; their words are asked for by name in requests.test.ts.
  expect(Object.keys(km).length).toBeGreaterThan(0);
});
