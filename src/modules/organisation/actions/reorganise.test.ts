import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memberCount } from '#modules/members/index.server.ts';
import { prepareSettings } from '#modules/ideas/actions/settings.server.ts';
import { routeIdea } from '#modules/ideas/actions/moderate.server.ts';
import { sendIdea } from '#modules/ideas/actions/desk-testing.ts';
import { asSystem } from '#platform/database/scope.server.ts';
import { drainEvents } from '#platform/jobs/events.server.ts';
import { sequence } from '#platform/ledger/sequence.server.ts';
import { verifyLedger } from '#platform/ledger/verify.server.ts';
import { registerManifests, type Manifest } from '#platform/manifest.ts';
import type { Result } from '#platform/result.ts';
import { testRuntime, type TestRuntime } from '#platform/testing/runtime.ts';
import { loadManifests } from '#src/manifests.ts';
import { createPerson, grantRole, operator, type Person, type Role } from '#modules/people/index.server.ts';
import { loadPlaces } from '#modules/places/index.server.ts';
import { successorsAt, versionAt } from '#platform/dated/tree.ts';
import { findActs } from '#platform/audit/store.server.ts';
import type { Step } from '../rules/plan.ts';
import { findReorganisation } from '../store/reorganisation.server.ts';
import { applyDue, REORGANISED, reorganisedContent } from './apply.server.ts';
import { bodiesWritten, bodyTree, enterBodies, loadBodies, within } from './bodies.server.ts';
import { readRecord, readReorganisation, readReorganisations } from './reorganisation-pages.server.ts';
import { beginReorganisation, changeDraft, decide, type Officer, type Said } from './reorganise.server.ts';

const NOW = new Date('2026-11-23T02:00:00Z');
const TODAY = '2026-11-23';
/** Đảng ủy phường Đồng Xoài, and another ward's. */
const WARD = 2_225_210;
const OTHER_WARD = 2_225_363;

function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.value;
}
const codeOf = (result: Result<unknown>): string => (result.ok ? 'ok' : (result.problems[0]?.code ?? ''));

let people = 0;
async function somebody(runtime: TestRuntime, role: Role, bodyId: number): Promise<Officer & { actor: Person }> {
  people += 1;
  const name = `Điểu Minh ${people}`;
  const person = { name, signInName: `sapxep.${people}`, email: `sapxep.${people}@vi-du.example`, password: 'Cau-Noi-mau-2026' };
  const { personId } = must(await createPerson(runtime, person, { by: operator, now: NOW }));
  must(await grantRole(runtime, { personId, role, bodyId, validFrom: '2026-01-01' }, { by: operator, now: NOW }));
  return { actor: { kind: 'person', personId, name, grants: [{ role, bodyId }], provenAt: NOW } as Person, now: NOW };
}

type Reorganising = TestRuntime & {
  manifests: Manifest[];
  branches: [number, number, number];
  first: Officer & { actor: Person };
  second: Officer & { actor: Person };
  foreign: Officer & { actor: Person };
};

async function reorganisingRuntime(): Promise<Reorganising> {
  const runtime = await testRuntime();
  const manifests = await loadManifests();
  registerManifests(manifests);
  await loadPlaces(runtime.db);
  await loadBodies(runtime.db);
  const entries = [1, 2, 3].map((n) => ({
    symbol: `SX-${n}`, name: `Chi bộ sắp xếp ${n}`, kind: 'chi bộ', parent: { id: WARD }, from: '2025-07-01', basis: 'mẫu',
  }));
  const ids = await runtime.db.transaction().execute((tx) => enterBodies(tx, entries));
  bodiesWritten(runtime.db);
  const [first, second] = [await somebody(runtime, 'administrator', WARD), await somebody(runtime, 'administrator', 100)];
  const foreign = await somebody(runtime, 'administrator', OTHER_WARD);
  return Object.assign(runtime, { manifests, branches: ids as [number, number, number], first, second, foreign });
}

/** A draft with these steps. */
async function draft(runtime: Reorganising, on: string, steps: Step[], by = runtime.first): Promise<number> {
  const heading = { title: 'Hợp nhất chi bộ', on, basis: { text: 'Quyết định của Đảng ủy phường', symbol: '12-QĐ/ĐU' } };
  const id = must(await beginReorganisation(runtime, heading, by));
  must(await changeDraft(runtime, id, (it) => ({ ok: true, value: { ...it, steps } }), by));
  return id;
}

let runtime: Reorganising;
beforeAll(async () => {
  runtime = await reorganisingRuntime();
  await prepareSettings(runtime.db, TODAY);
});
afterAll(() => runtime.drop());

const act = async (id: number, what: Said['act'], by = runtime.first, now = NOW, reason = '') => {
  const version = (await findReorganisation(runtime.db, id))!.version;
  return decide(runtime, id, { act: what, version, reason }, { ...by, now });
};
const stateOf = async (id: number) => (await findReorganisation(runtime.db, id))!.state;
const merge = (from: number[], into: number | string): Step => ({ kind: 'merge', from, into });
const later = (day: string) => new Date(`${day}T02:00:00Z`);
const house = <T>(query: ReturnType<typeof sql<T>>) => asSystem(runtime.db, 'test', (tx) => query.execute(tx));

async function join(body: number, codes: string[]): Promise<void> {
  for (const code of codes) {
    await house(sql`
      with m as (insert into members.member (code, full_name, created_at, updated_at) values (${code}, ${`Thị ${code}`}, now(), now())
        returning id)
      insert into members.membership (member_id, body_id, valid, began, recorded_at)
      select id, ${body}::int, daterange('2025-08-01', null), 'joined', now() from m`);
  }
}

describe('a merger of two branches', () => {
  it('moves members, roles and open ideas on its day, and leaves the past as it was', async () => {
    const [one, two, three] = runtime.branches;
    const { db, first, second } = runtime;
    await join(one, ['A-1', 'A-2']);
    await join(two, ['B-1']);
    const secretary = await somebody(runtime, 'secretary', two);
    const officer = await somebody(runtime, 'moderator', 100);
    const idea = await sendIdea(runtime);
    must(await routeIdea(runtime, idea.id, { lead: two, cooperating: [three], note: null, due: null }, officer));
    const due = (await sql<{ due: string }>`select answer_due as due from ideas.idea where id = ${idea.id}`.execute(db)).rows[0]!.due;

    await sql`insert into documents.document (symbol, symbol_key, kind, issuer, issued_on, title, body_id, created_at)
      values ('', '', 'khác', 'Ai đó', ${TODAY}, 'Văn bản', ${two}, now())`.execute(db);
    await sql`insert into questions.item (body_id, created_at) values (${two}, now())`.execute(db);

    const id = await draft(runtime, TODAY, [merge([two], one)]);
    const page = must(await readReorganisation(db, id, first));
    expect(page.fits).toBe(true);
    const lines = page.moved.map(({ module, key, count, toName, becomes }) => [`${module}.${key}`, count, becomes === 'moves' ? toName : becomes]);
    expect(lines).toEqual(expect.arrayContaining([
      ['people.roles', 1, 'Chi bộ sắp xếp 1'],
      ['members.members', 1, 'Chi bộ sắp xếp 1'],
      ['ideas.leading', 1, 'Chi bộ sắp xếp 1'],
      ['ideas.deadlines', 1, 'Chi bộ sắp xếp 1'],
      ['documents.documents', 1, 'Chi bộ sắp xếp 1'],
      ['questions.questions', 1, 'Chi bộ sắp xếp 1'],
    ]));

    must(await act(id, 'submit'));
    expect(codeOf(await act(id, 'confirm'))).toBe('reorganisation.act');
    expect(codeOf(await act(id, 'confirm', runtime.foreign))).toBe('forbidden');
    expect(must(await act(id, 'confirm', second))).toBe('applied');

    const tree = await bodyTree(db);
    expect(successorsAt(tree, two, TODAY)).toEqual([one]);
    expect((await memberCount(db, one, TODAY)).members).toBe(3);
    expect([(await memberCount(db, one, '2026-10-31')).members, (await memberCount(db, two, '2026-10-31')).members]).toEqual([2, 1]);
    expect((await memberCount(db, WARD, '2026-10-31')).members).toBe((await memberCount(db, WARD, TODAY)).members);
    const grants = await sql<{ body: number; from: string; to: string | null }>`
      select body_id as body, valid_from as "from", valid_to as "to" from people.role_grant
      where person_id = ${secretary.actor.kind === 'person' ? secretary.actor.personId : ''} order by id`.execute(db);
    expect(grants.rows).toEqual([
      { body: two, from: '2026-01-01', to: '2026-11-22' }, { body: one, from: TODAY, to: null },
    ]);
    const { rows } = await sql<{ lead: number; due: string; steps: string[]; open: number[] }>`
      select lead_body as lead, answer_due as due,
        array(select kind from ideas.step where idea_id = i.id order by id) as steps,
        array(select body_id from ideas.assignment where idea_id = i.id and until is null order by role, body_id) as open
      from ideas.idea i where id = ${idea.id}`.execute(db);
    expect(rows[0]).toMatchObject({ lead: one, due, open: [three, one] });
    expect(rows[0]!.steps.at(-1)).toBe('rehome');
    const kept = await sql<{ body: number }>`
      select body_id as body from documents.document where title = 'Văn bản' union all select body_id from questions.item`.execute(db);
    expect(kept.rows.map(({ body }) => body)).toEqual([one, one]);
  });

  it('is recorded with names, numbers and a leaf, and nobody changes the record', async () => {
    const { db, first, second } = runtime;
    const list = must(await readReorganisations(db, 1, second));
    const { id } = list.items.find(({ state }) => state === 'applied')!;
    const record = must(await readRecord(db, id, first));
    expect(record.profile).toBe('party');
    expect(record.steps).toMatchObject([{ kind: 'merge', bodies: ['Chi bộ sắp xếp 2'], into: ['Chi bộ sắp xếp 1'] }]);
    expect(record.moved.find(({ key }) => key === 'roles')?.who?.[0]).toContain('Điểu Minh');
    expect(record.it).toMatchObject({ proposedName: first.actor.name, confirmedName: second.actor.name });
    const leaf = await sql<{ data: string }>`
      select data from ledger.pending where leaf_hash = decode(${record.it.leaf}, 'hex')`.execute(db);
    expect(leaf.rows[0]!.data).toContain('12-QĐ/ĐU');
    expect(leaf.rows[0]!.data).not.toContain('Điểu');
    await sequence(db, { origin: 'caunoi.example/ledger', now: NOW });
    const report = await verifyLedger(db, { contentOf: { [REORGANISED]: reorganisedContent } });
    expect([report.ok, report.contents.matching]).toEqual([true, 1]);
    await expect(sql`update organisation.reorganisation set title = 'khác' where id = ${id}`.execute(db)).rejects.toThrow('not changed');
    const acts = await asSystem(db, 'test', (tx) => findActs(tx, { bodies: null, subject: `reorganisation:${id}`, limit: 9 }));
    expect(acts.map(({ kind }) => kind)).toEqual(['organisation.applied', 'organisation.confirm', 'organisation.submit']);
    expect(must(await readReorganisations(db, 1, runtime.foreign)).items).toEqual([]);
  });
});

describe('a plan for a later day', () => {
  const ON = '2026-12-01';
  const jobs = () => runtime.manifests.flatMap((manifest) => manifest.jobs ?? []).filter(({ name }) => name === 'people.tell');

  it('takes place by itself on that day, and the rights follow', async () => {
    const { db, second } = runtime;
    const [one, , three] = runtime.branches;
    const id = await draft(runtime, ON, [
      { kind: 'found', body: { key: 'n1', symbol: 'SX-N', name: 'Chi bộ mới', fullName: 'Chi bộ mới', type: 'chi bộ', parent: WARD, place: 225210 } },
      merge([one, three], 'n1'),
    ]);
    must(await act(id, 'submit'));
    expect(must(await act(id, 'confirm', second))).toBe('confirm');
    expect(await applyDue(runtime, later('2026-11-30'))).toBe(0);
    expect(await applyDue(runtime, new Date('2026-11-30T17:01:00Z'))).toBe(1);
    expect(await applyDue(runtime, later(ON))).toBe(0);
    const tree = await bodyTree(db);
    const [founded] = successorsAt(tree, one, ON);
    expect(versionAt(tree, founded!, ON)).toMatchObject({ name: 'Chi bộ mới', parent: WARD, basis: 'Quyết định của Đảng ủy phường, số 12-QĐ/ĐU' });
    expect(versionAt(tree, one, '2026-11-30')).toBeDefined();
    expect((await memberCount(db, founded!, ON)).members).toBe(3);
    expect((await within(db, ON))(one, WARD)).toBe(true);
    const reach = await sql`select from organisation.reach where ancestor_id = ${WARD} and body_id = ${founded} and valid @> ${ON}::date`.execute(db);
    expect(reach.rows).toHaveLength(1);
  });

  it('is cancelled with a reason before it, and then never takes place', async () => {
    const { second } = runtime;
    const rename: Step = { kind: 'rename', body: WARD, name: 'Đảng ủy thử', fullName: 'Đảng ủy thử', symbol: 'ĐUT' };
    const id = await draft(runtime, '2027-01-01', [rename]);
    must(await act(id, 'submit'));
    must(await act(id, 'confirm', second));
    expect(codeOf(await act(id, 'cancel'))).toBe('reason.missing');
    must(await act(id, 'cancel', second, NOW, 'Văn bản được thu hồi'));
    expect(await applyDue(runtime, later('2027-01-02'))).toBe(0);
    expect(await stateOf(id)).toBe('cancelled');
  });

  it('goes back with the reasons when it no longer fits, and both officers hear of it', async () => {
    const { db, second } = runtime;
    const id = await draft(runtime, '2027-02-01', [{ kind: 'rename', body: WARD, name: 'Đảng ủy A', fullName: 'Đảng ủy A', symbol: '' }]);
    must(await act(id, 'submit'));
    must(await act(id, 'confirm', second));
    // Somebody else's later version of the same body.
    const other = await draft(runtime, '2027-03-01', [{ kind: 'rename', body: WARD, name: 'Đảng ủy B', fullName: 'Đảng ủy B', symbol: '' }]);
    must(await act(other, 'submit'));
    await sql`update organisation.reorganisation set state = 'confirmed', confirmed_by = gen_random_uuid(), confirmed_name = 'x',
      confirmed_at = now() where id = ${other}`.execute(db);
    expect(await applyDue(runtime, later('2027-01-30'))).toBe(0);
    await sql`update organisation.reorganisation set effective_on = '2026-11-01' where id = ${other}`.execute(db);
    expect(await applyDue(runtime, NOW)).toBe(1);
    await sql`update organisation.reorganisation set effective_on = '2026-10-01' where id = ${id}`.execute(db);
    expect(await applyDue(runtime, NOW)).toBe(0);
    const back = (await findReorganisation(db, id))!;
    expect([back.state, back.returned?.map(({ code }) => code)]).toEqual(['draft', ['plan.later']]);
    await drainEvents(runtime, jobs());
    const mails = await house(sql<{ key: string }>`select key from mail.message where key like ${`organisation.returned/${id}/%`}`);
    expect(mails.rows).toHaveLength(2);
  });
});

describe('what goes wrong leaves nothing behind', () => {
  it('a module that fails in the middle undoes all of it', async () => {
    const { db, second, manifests } = runtime;
    const tree = await bodyTree(db);
    const [founded] = successorsAt(tree, runtime.branches[0], '2026-12-01');
    const id = await draft(runtime, '2026-12-02', [{ kind: 'end', body: founded!, heir: null }], {
      ...runtime.first, now: later('2026-12-01'),
    });
    must(await act(id, 'submit', runtime.first, later('2026-12-01')));
    must(await act(id, 'confirm', second, later('2026-12-01')));
    const count = async () => (await sql`select from organisation.body_event`.execute(db)).rows.length;
    const before = await count();
    const failing = { module: 'test', finishes: true, preview: async () => [], apply: () => Promise.reject(new Error('cut')) };
    registerManifests([...manifests, { rehoming: failing }]);
    expect(await applyDue(runtime, later('2026-12-02'))).toBe(0);
    expect([await stateOf(id), await count()]).toEqual(['confirmed', before]);
    registerManifests(manifests);
    expect(await applyDue(runtime, later('2026-12-02'))).toBe(1);
    bodiesWritten(db);
    expect((await memberCount(db, WARD, '2026-12-02')).members).toBe(3);
    expect((await within(db, '2026-12-02'))(founded!, WARD)).toBe(false);
  });

  it('who has read something else does not confirm it, and who administers less neither reads nor writes it', async () => {
    const { db, first, second, foreign } = runtime;
    const id = await draft(runtime, '2027-05-01', [{ kind: 'rename', body: WARD, name: 'Đảng ủy C', fullName: 'Đảng ủy C', symbol: '' }]);
    const seen = (await findReorganisation(db, id))!.version;
    must(await act(id, 'submit'));
    expect(codeOf(await decide(runtime, id, { act: 'confirm', version: seen, reason: '' }, second))).toBe('reorganisation.changed');
    expect(codeOf(await readReorganisation(db, id, foreign))).toBe('forbidden');
    expect(codeOf(await changeDraft(runtime, id, (it) => ({ ok: true, value: it }), first))).toBe('reorganisation.notDraft');
    must(await act(id, 'withdraw'));
    const beyond: Step = { kind: 'move', body: WARD, parent: 100 };
    expect(codeOf(await changeDraft(runtime, id, (it) => ({ ok: true, value: { ...it, steps: [beyond] } }), first))).toBe('reorganisation.beyond');
    expect(codeOf(await changeDraft(runtime, 99_999, (it) => ({ ok: true, value: it }), first))).toBe('reorganisation.missing');
    expect(codeOf(await readReorganisations(db, 1, { actor: { kind: 'anonymous' }, now: NOW }))).toBe('forbidden');
  });
});
