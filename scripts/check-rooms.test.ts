import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { checkRooms, readModules } from './check-rooms.ts';
import { scan } from './rooms/source.ts';

const folders: string[] = [];
afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true })));

/** A small house in which every room does what it may do. */
const clean: Record<string, string> = {
  'src/modules.ts': `// 'ghosts' is a comment\nexport const modules = ['places', 'ideas'] as const;`,
  'src/platform/clock.ts': `export const dayOf = (at: Date): string => at.toISOString();`,
  'src/platform/text/fold.ts': `import { dayOf } from '../clock.ts';\nexport const fold = (text: string): string => dayOf(new Date(0)) + text;`,
  'src/platform/database/client.ts': `import pg from 'pg';\nexport type Db = pg.Pool;\nexport const pool = pg;`,
  'src/platform/files/store.server.ts': `import { readFile } from 'node:fs/promises';\nexport const load = readFile;`,
  'src/platform/files/size.ts': `import { load } from './store.server.ts';\nexport const size = load;`,
  'src/platform/words/context.ts': `import { getContext } from 'svelte';\nexport const words = getContext;`,
  'src/platform/ledger/migrations/1-create.sql': `create schema ledger; create table ledger.leaf (id int);`,
  'src/platform/ledger/append.server.ts': 'import { sql } from "kysely";\nexport const a = sql`insert into ledger.leaf values (1)`;',
  'src/ui/Field.svelte': `<script lang="ts">\n  import { words } from '#platform/words/context.ts';\n</script>\n<p>{words}</p>`,
  'src/ui/RawSvg.svelte': `<script lang="ts">let { svg } = $props();</script>\n{@html svg}`,
  'src/modules/places/index.server.ts': `export { find } from './actions.server.ts';\nexport type { Row } from './rules.ts';`,
  'src/modules/places/rules.ts': `export type Row = { id: number };`,
  'src/modules/places/actions.server.ts': `import { row } from './store.server.ts';\nexport const find = row;`,
  'src/modules/places/store.server.ts': `export const row = (db) => db.selectFrom('places.place');`,
  'src/modules/places/migrations/1-create.sql':
    'create schema places; create table places.place (id int); create view places.place_now as select 1;',
  'src/modules/places/views/PlaceName.svelte': '<p>Bù Đăng</p>',
  'src/modules/ideas/index.server.ts': `export { send } from './actions/send.server.ts';`,
  'src/modules/ideas/rules.ts':
    `import { fold } from '#platform/text/fold.ts';\nimport type { Row } from '#modules/places/index.server.ts';\n` +
    `/* await Date.now() */ export const due = (now: Date, row: Row) => [fold('await'), now, row, /await'/];`,
  'src/modules/ideas/input.ts': `import { z } from 'zod';\nimport { due } from './rules.ts';\nexport const form = z.object({ due });`,
  'src/modules/ideas/store/read.server.ts':
    'import { sql } from "kysely";\nimport type { due } from "../rules.ts";\n' +
    `import { pool } from '#platform/database/client.ts';\n` +
    'export const q = sql`update ideas.idea set x = 1 from places.place_now`;\n' +
    `export const r = (db) => db.insertInto('ideas.idea').innerJoin('places.place_now', 'a', 'b');`,
  'src/modules/ideas/actions/send.server.ts':
    `import { due } from '../rules.ts';\nimport { q } from '../store/read.server.ts';\nimport type { form } from '../input.ts';\n` +
    `import { find } from '#modules/places/index.server.ts';\nimport { load } from '#platform/files/store.server.ts';\n` +
    `export const send = async () => [due, q, find, load];`,
  'src/modules/ideas/hot.server.ts': `import { form } from './input.ts';\nimport { send } from './actions/send.server.ts';\nexport const hot = [form, send];`,
  'src/modules/ideas/views/Form.svelte':
    `<script lang="ts">\n  import Field from '#ui/Field.svelte';\n  import { due } from '../rules.ts';\n` +
    `  import type { send } from '../index.server.ts';\n  import { resolve } from '$app/paths';\n` +
    `  import PlaceName from '#modules/places/views/PlaceName.svelte';\n</script>\n<!-- {@html never} -->\n<Field />`,
  'src/modules/ideas/rules.test.ts': `import { row } from '#modules/places/store.server.ts';\nawait row;`,
  'src/routes/ideas/+page.server.ts': `import { send } from '#modules/ideas/index.server.ts';\nimport { fail } from '@sveltejs/kit';\nexport const actions = { send, fail };`,
  'src/routes/ideas/+page.svelte': `<script lang="ts">import Form from '#modules/ideas/views/Form.svelte';</script>\n<Form />`,
  'src/words.generated.ts': `import a from './modules/ideas/words/vi.json' with { type: 'json' };\nexport const b = a;`,
  'src/hooks.server.ts': `import { send } from '#modules/ideas/index.server.ts';\nexport const handle = send;`,
};

function check(changes: Record<string, string> = {}): ReturnType<typeof checkRooms> {
  const root = mkdtempSync(join(tmpdir(), 'rooms-'));
  folders.push(root);
  for (const [path, text] of Object.entries({ ...clean, ...changes })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return checkRooms(root);
}

type Planted = [title: string, path: string, text: string, says: RegExp];

const ideas = 'src/modules/ideas';
const planted: Planted[] = [
  ['rules → store', `${ideas}/rules.ts`, `import { q } from './store/read.server.ts';`, /rules imports store/],
  ['rules → input', `${ideas}/rules.ts`, `import { form } from './input.ts';`, /rules imports input/],
  ['rules folder → actions', `${ideas}/rules/states.ts`, `import { send } from '../actions/send.server.ts';`, /rules imports actions/],
  ['rules → builtin', `${ideas}/rules.ts`, `import { readFileSync } from 'node:fs';`, /rules imports node:fs/],
  ['rules → builtin without node:', `${ideas}/rules.ts`, `import fs from 'fs/promises';`, /rules imports fs\/promises/],
  ['rules → package', `${ideas}/rules.ts`, `import { z } from 'zod';`, /rules imports zod/],
  ['rules → impure platform', `${ideas}/rules.ts`, `import { load } from '#platform/files/store.server.ts';`, /not pure \(a server file\)/],
  ['rules → platform that is impure further on', `${ideas}/rules.ts`, `import { size } from '#platform/files/size.ts';`, /size\.ts, which is not pure/],
  ['rules → another door', `${ideas}/rules.ts`, `import { find } from '#modules/places/index.server.ts';`, /rules of ideas imports module places/],
  ['rules wait', `${ideas}/rules.ts`, `export const a = async () => 1;`, /waits/],
  ['rules read the clock', `${ideas}/rules.ts`, `export const a = () => new Date();`, /reads the clock/],
  ['rules roll dice', `${ideas}/rules.ts`, `export const a = Math.random();`, /rolls dice/],
  ['rules reach outside', `${ideas}/rules.ts`, `export const a = process.env.A;`, /outside world/],
  ['input → store', `${ideas}/input.ts`, `import { q } from './store/read.server.ts';`, /input imports store/],
  ['input → builtin', `${ideas}/input.ts`, `import { Buffer } from 'node:buffer';`, /input imports node:buffer/],
  ['input waits', `${ideas}/input.ts`, `export const a = await 1;`, /waits/],
  ['store → rules for values', `${ideas}/store.server.ts`, `import { due } from './rules.ts';`, /store imports rules for more than types/],
  ['store → inline type import', `${ideas}/store.server.ts`, `import { type due } from './rules.ts';`, /store imports rules for more than types/],
  ['store → actions', `${ideas}/store.server.ts`, `import { send } from './actions/send.server.ts';`, /store imports actions/],
  ['store → other platform work', `${ideas}/store.server.ts`, `import { load } from '#platform/files/store.server.ts';`, /store imports src\/platform\/files/],
  ['store → another store', `${ideas}/store.server.ts`, `import { row } from '#modules/places/store.server.ts';`, /behind its door \(store\)/],
  ['actions → kit', `${ideas}/actions.server.ts`, `import { error } from '@sveltejs/kit';`, /actions imports @sveltejs\/kit/],
  ['actions → $app', `${ideas}/actions.server.ts`, `import { page } from '$app/state';`, /actions imports \$app\/state/],
  ['actions → input for values', `${ideas}/actions.server.ts`, `import { form } from './input.ts';`, /actions imports input for more than types/],
  ['actions → SQL', `${ideas}/actions.server.ts`, `import { sql } from 'kysely';`, /actions imports kysely/],
  ['actions → views', `${ideas}/actions.server.ts`, `import F from './views/Form.svelte';`, /actions imports views/],
  ['actions → another store, dynamically', `${ideas}/actions.server.ts`, `const a = await import('#modules/places/store.server.ts');`, /behind its door/],
  ['a later module', 'src/modules/places/actions.server.ts', `import { send } from '#modules/ideas/index.server.ts';`, /comes later in src\/modules\.ts/],
  ['a later module, types only', 'src/modules/places/rules.ts', `import type { send } from '#modules/ideas/index.server.ts';`, /comes later/],
  ['a module nobody listed', `${ideas}/actions.server.ts`, `import { a } from '#modules/ghosts/index.server.ts';`, /not listed in src\/modules\.ts/],
  ['hot → store', `${ideas}/hot.server.ts`, `import { q } from './store/read.server.ts';`, /hot imports store/],
  ['views → store', `${ideas}/views/List.svelte`, `<script>import { q } from '../store/read.server.ts';</script>`, /views imports store/],
  ['views → door for values', `${ideas}/views/List.svelte`, `<script>\nimport { send } from '../index.server.ts';</script>`, /List\.svelte:2 {2}views imports door for more/],
  ['views → $app/state', `${ideas}/views/List.svelte`, `<script>import { page } from '$app/state';</script>`, /views imports \$app\/state/],
  ['views → server platform', `${ideas}/views/List.svelte`, `<script>import { load } from '#platform/files/store.server.ts';</script>`, /not pure/],
  ['route → store', 'src/routes/a/+page.server.ts', `import { q } from '#modules/ideas/store/read.server.ts';`, /a route imports the store/],
  ['route → store, relatively', 'src/routes/a/+server.ts', `import { q } from '../../modules/ideas/store.server.ts';`, /a route imports the store/],
  ['route → rules', 'src/routes/a/+page.server.ts', `import { due } from '#modules/ideas/rules.ts';`, /a route imports rules/],
  ['route → database', 'src/routes/a/+page.server.ts', `import { pool } from '#platform/database/client.ts';`, /a route imports the database/],
  ['route → kysely', 'src/routes/a/+page.server.ts', `import { sql } from 'kysely';`, /routes imports kysely/],
  ['platform → module', 'src/platform/mail/send.ts', `import { due } from '#modules/ideas/rules.ts';`, /platform imports src\/modules\/ideas/],
  ['platform → route', 'src/platform/mail/send.ts', `export { load } from '#src/routes/ideas/+page.server.ts';`, /platform imports src\/routes/],
  ['platform → ui', 'src/platform/mail/send.ts', `import F from '#ui/Field.svelte';`, /platform imports src\/ui/],
  ['ui → module', 'src/ui/List.svelte', `<script>import F from '#modules/ideas/views/Form.svelte';</script>`, /ui imports src\/modules/],
  ['ui → kit', 'src/ui/List.svelte', `<script>import { page } from '$app/state';</script>`, /ui imports \$app/],
  ['ui → server platform', 'src/ui/size.ts', `import { size } from '#platform/files/size.ts';`, /ui imports src\/platform\/files/],
  ['enhance → module', 'src/enhance/draft.ts', `import '#modules/ideas/rules.ts';`, /enhance imports/],
  ['hooks → store', 'src/hooks.server.ts', `import { q } from '#modules/ideas/store.server.ts';`, /hooks\.server\.ts imports store/],
  ['raw HTML', `${ideas}/views/List.svelte`, '<p>\n{@html idea.body}</p>', /List\.svelte:2 {2}uses \{@html\}/],
  ['a door with export *', `${ideas}/index.server.ts`, `export * from './actions/send.server.ts';`, /export \*/],
  ['a file in no room', `${ideas}/queries.ts`, 'export const a = 1;', /in no room/],
  ['writing another schema', `${ideas}/store.server.ts`, `db.insertInto('places.place_now')`, /writes places\.place_now/],
  ['reading another table', `${ideas}/store.server.ts`, `db.selectFrom('places.place as p')`, /reads places\.place /],
  ['writing another schema in raw SQL', `${ideas}/store.server.ts`, 'sql`update places.place set a = ${1}`', /writes places\.place \(update\)/],
  ['writing own schema in an action', `${ideas}/actions.server.ts`, `db.updateTable('ideas.idea')`, /writes ideas\.idea/],
  ['writing a platform schema', `${ideas}/store.server.ts`, 'sql<{ id: number }>`delete from ledger.leaf`', /writes ledger\.leaf/],
  ['platform writing a module schema', 'src/platform/mail/send.ts', `db.deleteFrom('ideas.idea')`, /writes ideas\.idea/],
];

describe('check-rooms', () => {
  it('lets a clean house pass', () => {
    expect(check()).toEqual({ files: Object.keys(clean).filter((path) => !path.endsWith('.sql')).length, errors: [], warnings: [] });
  });

  it.each(planted)('refuses %s', (_title, path, text, says) => {
    const { errors } = check({ [path]: text });
    expect(errors, errors.join('\n')).toHaveLength(1);
    expect(errors[0]).toMatch(says);
    expect(errors[0]).toMatch(new RegExp(`^${path.replace(/[+.$]/g, '\\$&')}:\\d+ {2}`));
    expect(errors[0]).toMatch(/harm: .+\n +remedy: .+/);
  });

  const long = (lines: number): string => 'export const a = 1;\n'.repeat(lines);
  it.each<Planted>([
    ['a long file', `${ideas}/rules.ts`, long(301), /301 lines \(over 300\)/],
    ['a long route', 'src/routes/a/+page.ts', long(26), /a route of 26 lines/],
    ['a long function', `${ideas}/rules.ts`, `export function due(): void {\n${'  due();\n'.repeat(40)}}\n`, /due has 42 lines/],
    ['a long arrow function', `${ideas}/rules.ts`, `export const due = (): void => {\n${'  due();\n'.repeat(40)}};\n`, /due has 42 lines/],
    ['a vague name', `${ideas}/rules/utils.ts`, 'export const a = 1;', /the name utils\.ts says nothing/],
  ])('warns about %s without failing', (_title, path, text, says) => {
    const { errors, warnings } = check({ [path]: text });
    expect(errors).toEqual([]);
    expect(warnings.join('\n')).toMatch(says);
  });
});

describe('reading source', () => {
  it('is not misled by comments, strings, templates and regular expressions', () => {
    const text = 'const a = `${b ? `x ${c}` : "}"} // no`; /* ` */ const r = /[`"/]/; // tail\nconst z = 1 / 2;';
    const { code, bare } = scan(text);
    expect(bare).toHaveLength(text.length);
    expect(code).toHaveLength(text.length);
    expect(bare).toMatch(/const a = .*const r = .*\nconst z = 1 \/ 2;$/);
    expect(bare).not.toMatch(/tail|no/);
  });

  it('reads the list of modules without running it', () => {
    expect(readModules(`export const modules = ['a', "b-c", // 'd'\n] as const;`)).toEqual(['a', 'b-c']);
  });
});
