/** What writes: only from our own pages, only with a fresh proof where one is asked for, only the fields it names. */
import { Agent, request } from 'node:http';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ownTables } from '#platform/testing/catalogue.ts';
import { addressOf, changedTables, digest, startWorld, tablesHolding, type World } from '../application.ts';
import { ask, isRefused, writes } from '../ask.ts';
import { enter, type Position } from '../people.ts';
import { ways, type Way } from '../routes.ts';
import { makers, type Params } from '../subjects.ts';
import type { Rule } from '../rule.ts';
import { table } from '../table.ts';

const all = (await ways()).filter(({ key }) => table[key]);
const first = (way: Way): Rule => ([table[way.key] ?? []].flat() as Rule[])[0]!;
const writing = all.filter(writes);
let world: World;
const counted = { origins: 0, proofs: 0, fields: 0 };
beforeAll(async () => {
  world = await startWorld();
}, 120_000);
afterAll(async () => {
  console.log(`writes: ${counted.origins} foreign origins, ${counted.proofs} old proofs, ${counted.fields} fields that no form has`);
  await world.close();
});

/** Somebody who may, and a new subject. */
async function ready(rule: Rule, session: Parameters<typeof enter>[2] = {}) {
  const { runtime, bodies } = world;
  const at: Position = rule.of === 'installation' ? 'top' : 'own';
  const grants = typeof rule.who === 'string' ? [] : rule.who.map((role) => ({ role, bodyId: bodies[at] }));
  const asker = await enter(runtime, grants, session);
  const params: Params = rule.of ? await makers[rule.of](runtime, bodies, 'own', 'Việc chung') : {};
  return { asker, params };
}

describe('a page of another site', () => {
  const ours = writing.filter((way) => !first(way).foreign);
  test.each(ours.map((way) => [way.key, way] as const))('cannot send %s', async (_, way) => {
    const rule = first(way);
    const { asker, params } = await ready(rule);
    const before = await digest(world);
    for (const origin of [null, 'null', 'https://evil.example', `${world.origin}.evil.example`]) {
      const answer = await ask(world, { asker, way, rule, params, origin });
      expect([origin, answer.status]).toEqual([origin, 403]);
      counted.origins += 1;
    }
    expect(changedTables(before, await digest(world))).toEqual([]);
  });
});

describe('an old proof', () => {
  const asking = all.filter((way) => first(way).proof);
  const PROVE = /\/tai-khoan\/xac-nhan\?next=/;
  test.each(asking.map((way) => [way.key, way] as const))('is not enough for %s', async (_, way) => {
    const rule = first(way);
    const { asker, params } = await ready(rule, { provenAt: new Date(Date.now() - 3_600_000) });
    const before = await digest(world);
    const answer = await ask(world, { asker, way, rule, params });
    expect([303, 403]).toContain(answer.status);
    if (answer.status === 303) expect(answer.location).toMatch(PROVE);
    expect(changedTables(before, await digest(world))).toEqual([]);
    counted.proofs += 1;
  });
});

/** Values that stand nowhere else; another set each time, because some forms rightly store one. */
type Poison = { text: string; number: string; id: string; year: string };
let poisons = 0;
function newPoison(): Poison {
  poisons += 1;
  const number = String(900_000_000 + poisons);
  return { text: `Zpoison${number}`, number, id: `deadbeef-0000-4000-8000-000${number}`, year: String(4_000 + poisons) };
}

const privileged = ({ text, id, year }: Poison) => ({
  isAdmin: 'true', is_admin: 'true', admin: 'true', administrator: 'true', superuser: 'true', roles: 'administrator',
  grants: '[{"role":"administrator","bodyId":100}]', 'grants[0].role': 'administrator', permissions: '*', scope: '*',
  actor: text, personId: id, userId: id, ownerId: id, grantedBy: id, approvedBy: id, provenAt: `${year}-01-01T00:00:00Z`,
  hasFactor: 'true', sample: 'true', '__proto__.role': 'administrator', __proto__x: text, constructor: text, toString: text,
});

/** What a column of that type would take. */
const poisonFor = (type: string, { text, number, id, year }: Poison): string => {
  if (/int|numeric/.test(type)) return number;
  if (type === 'boolean') return 'true';
  if (type === 'date') return `${year}-02-03`;
  if (type.startsWith('timestamp')) return `${year}-02-03T04:05:06Z`;
  return type === 'uuid' ? id : text;
};

/** Fields of these forms that bear the name of a column and are meant to be stored. */
const MEANT: Record<string, readonly string[]> = {
  'POST /desk/documents/new': ['documents.version.basis'],
  'POST /desk/documents/[id=number]?/save': ['documents.version.basis'],
  'POST /desk/documents/[id=number]?/version': ['documents.version.basis'],
  'POST /desk/organisation/reorganisations/new': ['organisation.reorganisation.basis_symbol'],
  'POST /desk/organisation/reorganisations/[id=number]?/heading': ['organisation.reorganisation.basis_symbol'],
  'POST /desk/papers/new': ['questions.paper.about'],
  'POST /desk/questions/[id=number]/languages/[language]?/save': ['questions.translation.explanation'],
  'POST /desk/questions/new': ['questions.version.explanation', 'questions.version.tags'],
  'POST /desk/questions/[id=number]?/save': ['questions.version.explanation', 'questions.version.tags'],
};

describe('fields that no form has', () => {
  let columns: { name: string; type: string }[];
  beforeAll(async () => {
    const found = (await ownTables(world.runtime.db)).flatMap((one) => one.columns);
    const camel = (name: string) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
    columns = found.flatMap(({ name, type }) => [{ name, type }, { name: camel(name), type }]);
  });

  test.each(writing.map((way) => [way.key, way] as const))('change nothing: %s', async (key, way) => {
    const rule = first(way);
    const [plain, poisoned] = [await ready(rule), await ready(rule)];
    const before = await digest(world);
    await ask(world, { ...plain, way, rule });
    const between = await digest(world);
    const poison = newPoison();
    const taken = Object.fromEntries(columns.map(({ name, type }) => [name, poisonFor(type, poison)]));
    const more = { ...taken, ...privileged(poison) };
    const answer = await ask(world, { ...poisoned, way, rule, more });
    const after = await digest(world);
    expect(answer.status).toBeLessThan(500);
    const usual = changedTables(before, between);
    expect(changedTables(between, after).filter((name) => !usual.includes(name)), 'tables that it changes otherwise not').toEqual([]);
    const meant = MEANT[key] ?? [];
    // A whole date: two of its parts stand in a random UUID sooner or later.
    const held = await tablesHolding(world, [poison.text, poison.number, poison.id, `${poison.year}-0[12]-0[13]`]);
    expect(held.filter((column) => !meant.includes(column)), 'columns that took a value').toEqual([]);
    counted.fields += Object.keys(more).length;
  });
});

test('a role that is taken away during a kept connection is gone at the next request on it', async () => {
  const { runtime, bodies, origin } = world;
  const { personId, cookie } = await enter(runtime, [{ role: 'officer', bodyId: bodies.own }]);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const sockets = new Set<unknown>();
  const status = (path: string) => new Promise<number>((resolve, reject) => {
    const asked = request(origin + addressOf(path, {}), { agent, headers: { cookie } }, (answer) => {
      answer.resume().on('end', () => resolve(answer.statusCode ?? 0));
    });
    asked.on('socket', (socket) => sockets.add(socket)).on('error', reject).end();
  });
  try {
    expect(await status('/desk/members')).toBe(200);
    await sql`update people.role_grant set revoked_at = now() where person_id = ${personId}`.execute(runtime.db);
    expect(await status('/desk/members')).toBe(403);
    await sql`delete from people.session where person_id = ${personId}`.execute(runtime.db);
    expect(await status('/desk/members')).toBe(303);
    expect(sockets.size).toBe(1);
  } finally {
    agent.destroy();
  }
});

test('what is refused is refused the same way whether it is there or not', async () => {
  const { runtime, bodies } = world;
  const asker = await enter(runtime, [{ role: 'officer', bodyId: bodies.foreign }]);
  for (const [key, of, missing] of [
    ['GET /desk/members/[id=number]', 'member', 987_654],
    ['GET /desk/imports/[id=number]', 'import', 987_654],
    ['GET /desk/privacy/[id=number]', 'request', 987_654],
  ] as const) {
    const way = all.find((one) => one.key === key)!;
    const rule = first(way);
    const there = await ask(world, { asker, way, rule, params: await makers[of](runtime, bodies, 'own', 'Việc chung') });
    const nowhere = await ask(world, { asker, way, rule, params: { id: missing } });
    expect([key, isRefused(there), there.status]).toEqual([key, true, nowhere.status]);
  }
});
