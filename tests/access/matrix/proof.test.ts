/** Publishing asks once more who it is; the form comes back with the question and with everything that was typed. */
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Role } from '#modules/people/index.server.ts';
import { startWorld, type World } from '../application.ts';
import { ask } from '../ask.ts';
import { enter } from '../people.ts';
import { makers, type Params, type SubjectName } from '../subjects.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
}, 120_000);
afterAll(() => world.close());

const WORDS = 'Chữ đã gõ, không được mất.';
const FILE = '/desk/ideas/[id=number]';
const ANSWER = '/desk/answers/[id=number]';
type Case = { route: string; action: string | null; role: Role; of: SubjectName; form?: Record<string, string>; query?: string; kept?: string; then?: number };
const cases: Case[] = [
  { route: FILE, action: 'accept', role: 'moderator', of: 'idea', form: {} },
  { route: FILE, action: 'refuse', role: 'moderator', of: 'idea', form: { reason: 'not_a_proposal', text: WORDS }, kept: WORDS },
  { route: FILE, action: 'reword', role: 'moderator', of: 'idea', form: { title: 'Tên mới', body: WORDS, note: 'gọn' }, kept: WORDS },
  { route: FILE, action: 'quarantine', role: 'moderator', of: 'idea', form: {} },
  { route: '/desk/ideas/bulk', action: null, role: 'moderator', of: 'idea', query: '?step=refuse&id={id}', then: 200,
    form: { id: '{id}', reason: 'not_a_proposal', text: WORDS }, kept: WORDS },
  { route: `${FILE}/quarantine`, action: 'hand', role: 'reviewer', of: 'locked', form: { receiver: WORDS, taken: 'yes' }, kept: WORDS },
  // No day is asked for: with the proof it is refused for that, at that field.
  { route: ANSWER, action: 'extend', role: 'reviewer', of: 'led', form: { to: '', reason: WORDS }, kept: WORDS, then: 400 },
];

async function oldProof(role: Role) {
  return enter(world.runtime, [{ role, bodyId: world.bodies.own }], { provenAt: new Date(Date.now() - 3_600_000) });
}

const send = (one: Case, cookie: string, params: Params) =>
  ask(world, {
    asker: { cookie }, params, query: one.query ?? `?/${one.action}`,
    way: { key: '', route: one.route, method: 'POST', action: one.action },
    rule: { who: [one.role], ...(one.form ? { form: one.form } : {}) },
  });

test.each(cases.map((one) => [`${one.route} ${one.action ?? ''}`, one] as const))('%s asks, and loses nothing', async (_, one) => {
  const { personId, cookie } = await oldProof(one.role);
  const params = await makers[one.of](world.runtime, world.bodies, 'own', 'Việc chung');
  const asked = await send(one, cookie, params);
  expect(asked.status).toBe(403);
  expect(asked.text).toContain('name="proof"');
  expect(asked.text).toContain('href="#f-proof"');
  if (one.kept) expect(asked.text).toContain(one.kept);
  await sql`update people.session set proven_at = now() where person_id = ${personId}`.execute(world.runtime.db);
  const taken = await send(one, cookie, params);
  expect(taken.status).toBe(one.then ?? 303);
});

test('a document is taken out of the library only with a fresh proof, and its reason stays', async () => {
  const { db } = world.runtime;
  const { personId, cookie } = await oldProof('reviewer');
  const params = await makers.document(world.runtime, world.bodies, 'own', 'Quy định chung');
  await sql`update documents.version set state = 'published', published_at = now() where document_id = ${params.id}`.execute(db);
  const one: Case = { route: '/desk/documents/[id=number]', action: 'withdraw', role: 'reviewer', of: 'document', form: { note: WORDS } };
  const asked = await send(one, cookie, params);
  expect(asked.status).toBe(403);
  for (const part of [WORDS, 'name="proof"', 'href="#f-proof"']) expect(asked.text).toContain(part);
  const withdrawn = async () => (await sql<{ at: Date | null }>`
    select withdrawn_at as at from documents.document where id = ${params.id}`.execute(db)).rows[0]!.at;
  expect(await withdrawn()).toBe(null);
  await sql`update people.session set proven_at = now() where person_id = ${personId}`.execute(db);
  expect((await send(one, cookie, params)).status).toBe(303);
  expect(await withdrawn()).not.toBe(null);
});
