/** A hall of 300 phones through the real server: at once, twice, cut in the middle, out of order, signed off in between. */
import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readScreen } from '#modules/study/index.server.ts';
import { asSystem } from '#platform/database/scope.server.ts';
import { addCampaign, addMember, addSession, marksIn, must, tallies } from '../../roll/hall.ts';
import { startWorld, type World } from '../application.ts';
import { enter } from '../people.ts';

const PHONES = 300;
type Phone = { cookie: string; member: number };
let world: World;
let secretaries: { personId: string; cookie: string }[];
beforeAll(async () => {
  world = await startWorld();
  secretaries = [0, 1].map(() => ({ personId: '', cookie: '' }));
  for (const at of [0, 1]) secretaries[at] = await enter(world.runtime, [{ role: 'secretary', bodyId: world.bodies.own }]);
}, 120_000);
afterAll(() => world.close());

const db = () => world.runtime.db;
async function hallOf(phones: number): Promise<{ campaign: number; session: number; phones: Phone[] }> {
  const campaign = await addCampaign(db(), new Date());
  const session = await addSession(db(), campaign, new Date(Date.now() - 600_000), world.bodies.own);
  const made: Phone[] = [];
  for (let at = 0; at < phones; at += 1) {
    const { personId, cookie } = await enter(world.runtime, []);
    made.push({ cookie, member: await addMember(db(), campaign, { name: `Người ${at}`, body: world.bodies.own, personId }) });
  }
  return { campaign, session, phones: made };
}
const agree = async (campaign: number) => {
  const { kept, counted } = await tallies(db(), campaign);
  expect(kept).toEqual(counted);
  return kept[0]!;
};

const post = (path: string, cookie: string, body: unknown) => fetch(world.origin + path, {
  method: 'POST', body: JSON.stringify(body), headers: { cookie, origin: world.origin, 'content-type': 'application/json' },
});
let refusedForNow = 0;
/** As phones do: "not now" and no answer are sent again, later each time and never all together. */
async function insist(path: string, cookie: string, body: unknown): Promise<Response> {
  for (let tries = 1; ; tries += 1) {
    const response = await post(path, cookie, body).catch(() => undefined);
    if (response && response.status < 500) return response;
    if (tries === 12) throw new Error(`${path}: ${response?.status}`);
    refusedForNow += 1;
    await new Promise((resolve) => setTimeout(resolve, 300 * tries * (0.5 + Math.random())));
  }
}
/** The first half of a request, and then nobody. */
const cut = (path: string, cookie: string, body: unknown) => new Promise<void>((resolve) => {
  const text = JSON.stringify(body);
  const { host, port } = new URL(world.origin);
  const socket = connect(Number(port), '127.0.0.1', () => {
    socket.write([`POST ${path} HTTP/1.1`, `host: ${host}`, `origin: ${world.origin}`, `cookie: ${cookie}`, 'content-type: application/json',
      `content-length: ${text.length}`, '', text.slice(0, text.length / 2)].join('\r\n'));
    setTimeout(() => socket.resetAndDestroy(), 50);
  });
  socket.on('error', () => undefined);
  socket.on('close', () => resolve());
});

test(`${PHONES} phones scan at once, each twice, a third of them cut off first: everybody once`, async () => {
  const { campaign, session, phones } = await hallOf(PHONES);
  const actor = { kind: 'person' as const, personId: secretaries[0]!.personId, name: 'Bí thư', grants: [{ role: 'secretary' as const, bodyId: world.bodies.own }] };
  const code = must(await readScreen(world.runtime, session, { actor, now: new Date() })).codes[0]!;
  const path = `/hoc-tap/co-mat/${session}/arrive`;
  const began = Date.now();
  const answers = await Promise.all(phones.map(async ({ cookie }, at) => {
    if (at % 3 === 0) await cut(path, cookie, { code });
    const both = await Promise.all([insist(path, cookie, { code }), insist(path, cookie, { code })]);
    return Promise.all(both.map(async (response) => `${response.status} ${((await response.json()) as { final: boolean }).final}`));
  }));
  console.log(`hall: ${PHONES} phones, each twice, in ${Date.now() - began} ms, ${refusedForNow} asked to come back`);
  expect(new Set(answers.flat())).toEqual(new Set(['200 false']));
  expect(await marksIn(db(), campaign)).toHaveLength(PHONES);
  expect(await agree(campaign)).toMatchObject({ members: PHONES, attended: PHONES });
}, 120_000);

test('two devices send the same list in portions, out of order, twice, cut, and signed off in between', async () => {
  const { campaign, session, phones } = await hallOf(60);
  const path = `/hoc-tap/diem-danh/${session}/marks`;
  const ledgers = secretaries.map(({ cookie }, device) => ({
    cookie,
    taps: phones.map(({ member }, at) => ({
      id: randomUUID(), member, outcome: device === 1 && at % 5 === 0 ? 'unexcused' : 'attended', reason: null, seen: null, at: Date.now() - 60_000 + at,
    })),
    told: new Map<string, string>(),
  }));
  const signOff = asSystem(db(), 'test', async (tx) => {
    await new Promise((resolve) => setTimeout(resolve, 120));
    await sql`select pg_advisory_xact_lock(hashtext('study.roll'), ${campaign}::int)`.execute(tx);
    await sql`insert into study.sign_off (campaign_id, body_id, figures, signed_by, signed_at)
      select ${campaign}, ${world.bodies.own}, to_jsonb(t), ${secretaries[0]!.personId}, now() from study.tally t
      where campaign_id = ${campaign} and body_id = ${world.bodies.own}`.execute(tx);
  });
  const portions = ledgers.flatMap((ledger) => {
    const each = Array.from({ length: 6 }, (_, at) => ledger.taps.slice(at * 10, at * 10 + 10));
    return [...each.toReversed(), ...each].map((taps) => ({ ledger, taps }));
  });
  await Promise.all([signOff, ...portions.map(async ({ ledger, taps }, at) => {
    const body = { sentAt: Date.now(), taps };
    if (at % 4 === 0) await cut(path, ledger.cookie, body);
    const response = await insist(path, ledger.cookie, body);
    const { told } = (await response.json()) as { told: { id: string; verdict: string }[] };
    for (const { id, verdict } of told) ledger.told.set(id, verdict);
  })]);
  const stored = new Map((await marksIn(db(), campaign)).map((mark) => [mark.id, mark.verdict]));
  for (const ledger of ledgers) {
    expect(ledger.told.size).toBe(60);
    // What was told as taken is there; what was told as refused stands there as refused.
    for (const [id, verdict] of ledger.told) expect([verdict === 'locked', stored.has(id)]).toEqual([stored.get(id) === 'locked', true]);
  }
  expect(stored.size).toBe(120);
  const { attended } = await agree(campaign);
  const { rows } = await sql<{ signed: number }>`select (figures ->> 'attended')::int as signed from study.sign_off where campaign_id = ${campaign}`.execute(db());
  // Nothing came in after the signature.
  expect(rows[0]!.signed).toBe(attended);
}, 120_000);
