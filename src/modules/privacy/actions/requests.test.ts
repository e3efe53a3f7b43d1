import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nameOf, type Person } from '#modules/people/index.server.ts';
import { registerManifests } from '#platform/manifest.ts';
import { catalogue } from '#src/words.generated.ts';
import { loadManifests } from '#src/manifests.ts';
import { registerCatalogue, translator } from '#platform/words/translate.ts';
import type { Db } from '#platform/database/client.ts';
import { asSystem } from '#platform/database/scope.server.ts';
import { copyHtml } from '../rules/present.ts';
import { acknowledge, applyCorrection, approveErasure, refuse } from './desk.server.ts';
import { eraseDue } from './erase.server.ts';
import { readErasePage, readMyData } from './my-data.server.ts';
import { readQueue, readRequest } from './queue.server.ts';
import { remindDue } from './jobs.server.ts';
import { rehoming } from './rehoming.server.ts';
import { askCopy, askCorrection, askErasure, makeCopy, ownCopy, takeBack } from './request.server.ts';
import { readAll } from './sources.server.ts';
import { giveConsent, hasConsent } from './consent.server.ts';
import { account, codes, later, must, NOW, OTHER_WARD, own, peek, privacyRuntime, TOP, WARD, type Place } from './testing.ts';

let members = 0;
/** Puts a person into the list of a body, with what an office knows. */
async function member(db: Db, personId: string, { body, until = null }: { body: number; until?: string | null }): Promise<number> {
  return asSystem(db, 'test', async (tx) => {
    const { rows } = await sql<{ id: number }>`
      insert into members.member (code, full_name, phone, email, person_id, created_at, updated_at)
      values (${`DV-${(members += 1)}`}, 'Thị Ngọc Ánh', '0912345678', 'anh@vi-du.example', ${personId}, ${NOW}, ${NOW})
      returning id`.execute(tx);
    const id = rows[0]!.id;
    await sql`
      insert into members.membership (member_id, body_id, valid, began, ended, recorded_at)
      values (${id}, ${body}, daterange('2025-07-01', ${until}), 'joined', ${until === null ? null : 'left'}, ${NOW})`.execute(tx);
    await sql`
      insert into members.exemption (member_id, valid, reason, recorded_at)
      values (${id}, daterange('2026-01-01', '2026-03-01'), 'điều trị bệnh', ${NOW})`.execute(tx);
    return id;
  });
}


let place: Place;
let ward: Person;
let other: Person;
let top: Person;
beforeAll(async () => {
  registerManifests(await loadManifests());
  registerCatalogue(catalogue);
  place = await privacyRuntime();
  ward = await account(place, { name: 'Nguyễn Thị Thu Hà', email: 'ha@vi-du.example', roles: [['officer', WARD]] });
  other = await account(place, { roles: [['officer', OTHER_WARD]] });
  top = await account(place, { name: 'Lê Minh Khôi', roles: [['administrator', TOP]] });
});
afterAll(() => place.drop());

const officer = (actor: Person, now = NOW) => ({ actor, now });
const mails = (to: string) =>
  peek(place.db, sql<{ key: string; subject: string }>`select key, subject from mail.message where recipient = ${to} order by created_at, key`);
const somebody = async (email?: string) => {
  const person = await account(place, { name: 'Điểu Thị Hương', ...(email ? { email } : {}) });
  await sql`update people.person set email_confirmed = email is not null where id = ${person.personId}`.execute(place.db);
  await member(place.db, person.personId, { body: place.branch });
  return person;
};
const queued = async (who: Person, closed = false) =>
  must(await readQueue(place, { closed, page: 1 }, officer(who))).items.map(({ id }) => id);
const wrongName = { field: 'name', wrong: 'sai dấu', right: 'Điểu Thị Hường' } as const;

describe('a correction', () => {
  it('is handled in the branch’s ward and above, within its terms, and put right everywhere', async () => {
    const person = await somebody('huong@vi-du.example');
    const id = must(await askCorrection(place, wrongName, own(person)));
    const [mine] = must({ ok: true, value: (await readMyData(place, own(person))).requests });
    expect(mine).toMatchObject({ id, state: 'received', acknowledgeDue: '2026-11-25', doneDue: '2026-12-03', due: '2026-11-25', overdue: false });
    expect(await queued(ward)).toContain(id);
    expect(await queued(top)).toContain(id);
    expect(await queued(other)).not.toContain(id);
    expect(codes(await readRequest(place, id, officer(other)))).toEqual(['request.missing']);
    expect(codes(await acknowledge(place, id, officer(other)))).toEqual(['request.missing']);
    expect(codes(await acknowledge(place, id, officer(person)))).toEqual(['request.own']);
    must(await acknowledge(place, id, officer(ward)));
    expect(codes(await acknowledge(place, id, officer(ward)))).toEqual(['request.step']);
    must(await applyCorrection(place, id, { field: 'name', value: wrongName.right, answer: 'Đã đối chiếu.' }, officer(ward)));
    expect(await nameOf(place.db, person.personId)).toBe('Điểu Thị Hường');
    expect(await peek(place.db, sql`select full_name from members.member where person_id = ${person.personId}`)).toEqual([{ full_name: 'Điểu Thị Hường' }]);
    expect((await mails('huong@vi-du.example')).map(({ key }) => key.split('/')[2]).sort()).toEqual(['acknowledged', 'corrected', 'received']);
    expect((await mails('ha@vi-du.example')).map(({ key }) => key)).toContain(`privacy/${id}/officer/${ward.personId}/new`);
    expect(await queued(ward, true)).toContain(id);
    const acts = await peek(place.db, sql`select kind, actor_name from audit.act where subject = ${`request:${id}`} order by id`);
    expect(acts).toEqual([{ kind: 'privacy.acknowledge', actor_name: ward.name }, { kind: 'privacy.correct', actor_name: ward.name }]);
  });

  it('that changes nothing is not done, and a refusal says why', async () => {
    const person = await somebody('mot@vi-du.example');
    const same = must(await askCorrection(place, { ...wrongName, right: person.name }, own(person)));
    // The list of the branch says another name: that one place is put right.
    must(await applyCorrection(place, same, { field: 'name', value: person.name, answer: '' }, officer(ward)));
    const email = must(await askCorrection(place, { field: 'email', wrong: 'x', right: 'anh@vi-du.example' }, own(person)));
    expect(codes(await applyCorrection(place, email, { field: 'email', value: 'anh@vi-du.example', answer: '' }, officer(ward)))).toEqual(['correct.nothing']);
    must(await refuse(place, email, { refusal: 'already_right', answer: 'Đã đối chiếu với danh sách.' }, officer(ward)));
    const { requests } = await readMyData(place, own(person));
    expect(requests[0]).toMatchObject({ state: 'refused', refusal: 'already_right', answer: 'Đã đối chiếu với danh sách.', due: null });
    expect(codes(await applyCorrection(place, email, { field: 'email', value: 'a@vi-du.example', answer: '' }, officer(ward)))).toEqual(['request.step']);
  });

  it('of somebody in no list is handled at the top, which is reminded when it is due', async () => {
    const person = await account(place);
    const id = must(await askCorrection(place, wrongName, own(person)));
    expect(await queued(ward)).not.toContain(id);
    expect(await queued(top)).toContain(id);
    expect(await remindDue(place, later(1))).toBe(0);
    expect(await remindDue(place, later(2))).toBeGreaterThan(0);
    const page = must(await readRequest(place, id, officer(top, later(3))));
    expect(page).toMatchObject({ overdue: true, body: null, steps: ['acknowledge', 'do', 'refuse'] });
    must(await takeBack(place, id, own(person)));
    expect(codes(await takeBack(place, id, own(person)))).toEqual(['request.step']);
    expect(codes(await takeBack(place, id, own(ward)))).toEqual(['request.missing']);
  });
});

it('follows its person when the branch ends, else it goes to the top', async () => {
  const person = await somebody();
  const id = must(await askCorrection(place, wrongName, own(person)));
  const plan = (to: number | null) => ({ parts: [], since: null, destinations: [{ from: place.branch, to }], on: '2026-12-01', now: NOW, number: 1, by: top });
  const { preview, apply } = rehoming;
  const [line] = await preview(place.db, [place.branch], '2026-12-01');
  expect(line).toMatchObject({ key: 'requests', body: place.branch, becomes: 'moves' });
  expect(await place.db.transaction().execute((tx) => apply(tx, plan(OTHER_WARD)))).toEqual([line]);
  expect(await queued(other)).toContain(id);
  expect(await queued(ward)).not.toContain(id);
  await place.db.transaction().execute((tx) => apply(tx, { ...plan(null), parts: [], since: null, destinations: [{ from: OTHER_WARD, to: null }] }));
  expect(await queued(other)).not.toContain(id);
  expect(await queued(top)).toContain(id);
});

describe('a copy', () => {
  it('has everything, in words and as data, for nobody else', async () => {
    const person = await somebody('ban-sao@vi-du.example');
    must(await giveConsent(place, 'study_mail', own(person)));
    const id = must(await askCopy(place, own(person)));
    const copy = must(await ownCopy(place, id, own(person)));
    const keys = copy.parts.map(({ module, key }) => `${module}.${key}`);
    for (const key of ['people.account', 'people.factors', 'members.member', 'members.stays', 'members.exemptions', 'ideas.acts', 'privacy.consents', 'privacy.log']) expect(keys).toContain(key);
    expect(JSON.stringify(copy)).not.toMatch(/argon2|\$argon|password_hash|token/);
    expect(copy.parts.find(({ key }) => key === 'member')?.records[0]).toMatchObject({ phone: '0912345678', email: 'anh@vi-du.example' });
    for (const language of ['vi', 'en', 'km'] as const) {
      const html = copyHtml(translator(language), copy);
      expect(html, language).toContain('Chi bộ khu phố 1');
      expect(html.match(/(?:privacy|people|members|ideas)\.[a-z]+\.[a-zA-Z.]+/g), 'a key without words').toBeNull();
    }
    expect(codes(await ownCopy(place, id, own(ward)))).toEqual(['copy.missing']);
    expect(await peek(place.db, sql`select 1 from audit.act where kind = 'privacy.export' and actor_id = ${person.personId}`)).toHaveLength(1);
  });

  it('escapes what people wrote', () => {
    const html = copyHtml(translator('vi'), { format: 'caunoi.personal-data/1', madeAt: NOW.toISOString(), name: '<img src=x>', terms: {}, parts: [
      { module: 'members', key: 'member', onErase: 'kept', records: [{ name: '<script>alert(1)</script>', code: '"&' }] },
    ] });
    expect(html).not.toMatch(/<script|<img/);
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  });

  it('of somebody with a great deal is made by a job, once', async () => {
    const person = await account(place);
    await sql`
      insert into audit.act (at, kind, actor_id, actor_name, subject, leaf_hash)
      select ${NOW}, 'people.grant', ${person.personId}, 'x', 'grant:' || n, 'x' from generate_series(1, 2100) as n`.execute(place.db);
    const id = must(await askCopy(place, own(person)));
    expect(codes(await ownCopy(place, id, own(person)))).toEqual(['copy.missing']);
    expect(codes(await askCopy(place, own(person)))).toEqual(['request.open']);
    await makeCopy(place, { id, name: person.name }, NOW);
    await makeCopy(place, { id, name: person.name }, NOW);
    const log = must(await ownCopy(place, id, own(person))).parts.find(({ key }) => key === 'log');
    expect(log?.records.length).toBeGreaterThanOrEqual(2100);
    expect((await readMyData(place, own(person))).parts.find((part) => part.id === 'privacy-log')?.rows.length).toBe(10);
  });
});

describe('an erasure', () => {
  it('waits seven days, can be taken back, and is then done at once, everywhere', async () => {
    const person = await somebody('xoa@vi-du.example');
    must(await giveConsent(place, 'branch_phone', own(person)));
    const page = must(await readErasePage(place, own(person)));
    expect(page.gone.map(({ id }) => id)).toContain('people-factors');
    expect(page.kept.map(({ id }) => id)).toContain('members-stays');
    const first = must(await askErasure(place, own(person)));
    expect(codes(await askErasure(place, own(person)))).toEqual(['request.open']);
    must(await takeBack(place, first, own(person)));
    const id = must(await askErasure(place, own(person)));
    expect(must(await approveErasure(place, id, officer(ward, later(3))))).toEqual({ done: false });
    expect(await eraseDue(place, later(6.9))).toBe(0);
    expect(await eraseDue(place, later(7))).toBe(1);
    expect(await eraseDue(place, later(8))).toBe(0);

    const [row] = await peek(place.db, sql<{ full_name: string; email: string | null; closed: boolean }>`
      select full_name, email, sign_in_name, closed_at is not null as closed from people.person where id = ${person.personId}`);
    expect(row).toMatchObject({ full_name: '(đã xóa theo yêu cầu)', email: null, sign_in_name: null, closed: true });
    for (const table of ['session', 'credential', 'identifier', 'totp', 'passkey', 'activation']) {
      expect(await peek(place.db, sql.raw(`select 1 from people.${table} where person_id = '${person.personId}'`)), table).toEqual([]);
    }
    const [listed] = await peek(place.db, sql<{ full_name: string }>`select full_name, phone, email, person_id from members.member where code like 'DV-%' and full_name = 'Thị Ngọc Ánh' order by id desc limit 1`);
    expect(listed, 'still in the branch: name stays in its list').toMatchObject({ phone: null, email: null, person_id: null });
    expect(await hasConsent(place.db, person.personId, 'branch_phone')).toBe(false);
    const [done] = await peek(place.db, sql<{ state: string; outcome: { key: string; reason?: string }[] }>`select state, outcome from privacy.request where id = ${id}`);
    expect(done?.state).toBe('done');
    expect(done?.outcome.find(({ key }) => key === 'member')).toMatchObject({ kept: 1, reason: 'register' });
    expect((await mails('xoa@vi-du.example')).map(({ key }) => key), 'the last mail still leaves').toContain(`privacy/${id}/erased`);
    const again = await asSystem(place.db, 'test', (tx) => readAll(tx, { personId: person.personId }, later(8)));
    expect(again.filter(({ records, onErase }) => records.length > 0 && onErase === 'erased').map(({ key }) => key)).toEqual([]);
  });

  it('after the seven days is done when the officer approves; a name stays on what was signed; who has left becomes nobody', async () => {
    const signed = await account(place, { name: 'Lâm Văn Sáng', roles: [['moderator', WARD]] });
    await member(place.db, signed.personId, { body: place.branch, until: '2026-06-01' });
    const id = must(await askErasure(place, own(signed)));
    expect(must(await approveErasure(place, id, officer(top, later(7.5))))).toEqual({ done: true });
    expect(await nameOf(place.db, signed.personId)).toBe('Lâm Văn Sáng');
    const roles = await peek(place.db, sql<{ revoked: boolean }>`select revoked_at is not null as revoked from people.role_grant where person_id = ${signed.personId}`);
    expect(roles).toEqual([{ revoked: true }]);
    expect(await peek(place.db, sql`select full_name, code like 'XOA-%' as gone from members.member where code like 'XOA-%'`)).toEqual([{ full_name: '(đã xóa theo yêu cầu)', gone: true }]);
  });

  it('of the only administrator at the top waits for another one', async () => {
    const id = must(await askErasure(place, own(top)));
    const second = await account(place, { roles: [['officer', TOP]] });
    expect(codes(await approveErasure(place, id, officer(second, later(8))))).toEqual(['erase.lastAdministrator']);
    must(await takeBack(place, id, own(top)));
  });

  it('is all or nothing', async () => {
    const person = await somebody();
    const id = must(await askErasure(place, own(person)));
    const manifests = await loadManifests();
    registerManifests(manifests.map((manifest, at) => at !== 2 ? manifest : { ...manifest, personal: { ...manifest.personal!, erase: () => Promise.reject(new Error('a disk failed')) } }));
    await expect(approveErasure(place, id, officer(ward, later(8)))).rejects.toThrow('a disk failed');
    registerManifests(manifests);
    expect(await nameOf(place.db, person.personId)).toBe('Điểu Thị Hương');
    expect(await peek(place.db, sql`select phone from members.member where person_id = ${person.personId}`)).toEqual([{ phone: '0912345678' }]);
    expect((await readMyData(place, own(person))).requests[0]?.state).toBe('received');
  });
});
