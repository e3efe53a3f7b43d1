import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dayOf } from '#platform/clock.ts';
import type { TestRuntime } from '#platform/testing/runtime.ts';
import { registerCatalogue } from '#platform/words/translate.ts';
import '#src/paths.ts';
import { catalogue } from '#src/words.generated.ts';
import { closeAccount, inviteAgain, makeAccount, printLetter, reopenAccount } from './accounts.server.ts';
import { findAccounts, readAccountList, readAccountPage } from './account-pages.server.ts';
import { personNamed } from '../store/person.server.ts';
import { handOn } from './delegation.server.ts';
import { actor, actsAbout, administrator, charge, LOW, MIDDLE, NOW, rolesRuntime, somebody, TOP, type Somebody } from './roles-testing.ts';

const now = NOW;
let runtime: TestRuntime;
let chief: Somebody;
let middle: Somebody;
beforeAll(async () => {
  registerCatalogue(catalogue);
  runtime = await rolesRuntime();
  chief = await administrator(runtime, 'Lê Minh Khôi', TOP);
  middle = await administrator(runtime, 'Trần Thị Hồng Hạnh', MIDDLE);
});
afterAll(() => runtime.drop());

const as = async (who: Somebody) => ({ actor: await actor(runtime, who), now });
const code = (result: { ok: boolean; problems?: { code: string }[] }) => (result.ok ? 'ok' : result.problems?.[0]?.code);
const listed = async (who: Somebody, q: string, state: 'invited' | 'active' | 'closed' | null = null) => {
  const list = await readAccountList(runtime, { q, state, page: 1 }, await as(who));
  if (!list.ok) throw new Error(JSON.stringify(list));
  return list.value.items.map(({ name, state: each }) => [name, each]);
};

const mailsTo = (to: TestRuntime, email: string) =>
  to.db.selectFrom('mail.message').select(['subject', 'body']).where('recipient', '=', email).orderBy('id').execute();

describe('an account for an officer', () => {
  it('is made without a password, invited by mail, found without diacritics, and nobody’s elsewhere', async () => {
    const low = await administrator(runtime, 'Thị Ngọc Ánh', 220);
    const form = { name: 'Điểu K’Sơn', signInName: 'ksond', email: 'ksond@vi-du.example' };
    const made = await makeAccount(runtime, form, { ...(await as(middle)), bodyId: LOW });
    if (!made.ok) throw new Error(JSON.stringify(made));
    expect(made.value.invited).toBe(true);
    const [mail] = await mailsTo(runtime, form.email);
    expect(mail?.body).toMatch(/kich-hoat|activate/);
    expect(await listed(middle, 'dieu kson')).toEqual([['Điểu K’Sơn', 'invited']]);
    expect(await listed(chief, 'ksond', 'invited')).toEqual([['Điểu K’Sơn', 'invited']]);
    expect(await listed(low, 'dieu')).toEqual([]);
    expect(code(await readAccountPage(runtime, made.value.personId, await as(low)))).toBe('forbidden');
    expect(await findAccounts(runtime.db, 'ksond', await as(low))).toEqual([{ id: made.value.personId, name: 'Điểu K’Sơn', signInName: 'ksond' }]);
    expect(await findAccounts(runtime.db, 'K’Sơn', await as(low))).toEqual([]);
    expect(await actsAbout(runtime, `person:${made.value.personId}`)).toEqual(['people.account']);
    const later = { ...(await as(middle)), now: new Date(now.getTime() + 60_000) };
    expect(code(await inviteAgain(runtime, made.value.personId, later))).toBe('ok');
    expect(await mailsTo(runtime, form.email)).toHaveLength(2);
  });

  it('brings few strangers to light an hour by what they sign in with; one’s own people always', async () => {
    const asker = await administrator(runtime, 'Lâm Thị Hương', 222);
    const stranger = await somebody(runtime, 'Thạch Sơn');
    const own = await makeAccount(runtime, { name: 'Điểu Hương', signInName: 'dieuhuong' }, { ...(await as(asker)), bodyId: 222 });
    const find = async (q: string, minutes = 0) =>
      (await findAccounts(runtime.db, q, { ...(await as(asker)), now: new Date(now.getTime() + minutes * 60_000) })).map(({ name }) => name);
    const seen = [];
    for (let time = 0; time < 32; time += 1) seen.push(...(await find(stranger.email)));
    expect(seen).toEqual(Array.from({ length: 30 }, () => 'Thạch Sơn'));
    expect(await find('khong.co.ai@vi-du.example')).toEqual([]);
    expect(own.ok && (await find('dieu huong'))).toEqual(['Điểu Hương']);
    expect(await find(stranger.email, 61)).toEqual(['Thạch Sơn']);
  });

  it('is for administrators of the body, with a name that nobody has', async () => {
    const form = { name: 'Lâm Sơn', signInName: 'lamson' };
    const make = async (who: Somebody, bodyId: number) => code(await makeAccount(runtime, form, { ...(await as(who)), bodyId }));
    expect(await make(middle, TOP)).toBe('forbidden');
    expect(await make(await somebody(runtime, 'Ai đó'), LOW)).toBe('forbidden');
    expect(await make(middle, 987_654)).toBe('forbidden');
    expect(await make(middle, LOW)).toBe('ok');
    expect(await make(middle, LOW)).toBe('signInName.taken');
  });
});

it('without an address is opened by a letter, whose code is shown once and to nobody below the person’s roles', async () => {
  const made = await makeAccount(runtime, { name: 'Thị Mơ', signInName: 'thi.mo' }, { ...(await as(middle)), bodyId: LOW });
  if (!made.ok) throw new Error(JSON.stringify(made));
  expect(made.value.invited).toBe(false);
  const letter = await printLetter(runtime, made.value.personId, await as(middle));
  expect(letter).toMatchObject({ ok: true, value: { name: 'Thị Mơ', signInName: 'thi.mo', body: 'Sở Nông nghiệp và Môi trường' } });
  const code1 = letter.ok ? letter.value.code : '';
  const rows = await runtime.db.selectFrom('people.activation').selectAll().where('person_id', '=', made.value.personId).execute();
  expect(JSON.stringify(rows)).not.toContain(code1);
  const high = await somebody(runtime, 'Người cấp trên');
  await charge(runtime, high, 'reviewer', TOP);
  await charge(runtime, high, 'reporter', LOW);
  expect(code(await printLetter(runtime, high.personId, await as(middle)))).toBe('account.notInvited');
});

describe('closing an account', () => {
  it('ends sessions, roles and delegations at once; the name stays; opening it again gives no role back', async () => {
    const [who, holder] = [await somebody(runtime, 'Thạch Văn Bình'), await somebody(runtime, 'Người giữ')];
    const officer = await charge(runtime, who, 'officer', LOW);
    const grant = await charge(runtime, holder, 'answerer', LOW);
    const handing = { person: { id: who.personId, text: '' }, grant, from: dayOf(now), to: dayOf(now), reason: 'leave' as const };
    expect(code(await handOn(runtime, handing, await as(holder)))).toBe('ok');
    expect((await actor(runtime, who)).grants).toHaveLength(2);
    await runtime.db.insertInto('people.session').values({
      person_id: who.personId, token: 'mã của phiên', created_at: now, updated_at: now, expires_at: new Date(now.getTime() + 9e6),
    }).execute();
    expect(code(await closeAccount(runtime, { personId: who.personId, reason: 'moved' }, await as(middle)))).toBe('ok');
    expect(await personNamed(runtime.db, who.signInName, now)).toBeUndefined();
    expect(await runtime.db.selectFrom('people.session').select('id').where('person_id', '=', who.personId).execute()).toEqual([]);
    expect(await listed(middle, 'thach van binh')).toEqual([['Thạch Văn Bình', 'closed']]);
    expect(code(await closeAccount(runtime, { personId: who.personId, reason: 'moved' }, await as(middle)))).toBe('account.missing');
    expect(code(await reopenAccount(runtime, who.personId, await as(middle)))).toBe('ok');
    expect((await actor(runtime, who)).grants).toEqual([]);
    const revoked = await runtime.db.selectFrom('people.role_grant').select('revoked_by').where('id', '=', officer).executeTakeFirst();
    expect(revoked?.revoked_by).toBe(middle.personId);
    expect(await actsAbout(runtime, `person:${who.personId}`)).toEqual(['people.account', 'people.accountClose', 'people.accountReopen']);
  });

  it('is not for somebody with a role elsewhere, for oneself, nor for the last administrator of the highest body', async () => {
    const who = await somebody(runtime, 'Nguyễn Hữu Phước');
    await charge(runtime, who, 'reporter', LOW);
    await charge(runtime, who, 'reporter', TOP);
    const close = async (personId: string, by: Somebody) => code(await closeAccount(runtime, { personId, reason: 'left' }, await as(by)));
    expect(await close(who.personId, middle)).toBe('account.elsewhere');
    expect(await close(middle.personId, middle)).toBe('account.self');
    expect(await close(chief.personId, middle)).toBe('forbidden');
    const second = await administrator(runtime, 'Quản trị thứ hai', TOP);
    expect(await close(chief.personId, second)).toBe('ok');
    expect(code(await reopenAccount(runtime, chief.personId, await as(second)))).toBe('ok');
    await charge(runtime, chief, 'administrator', TOP);
    expect(await close(second.personId, chief)).toBe('ok');
  });

  it('lets somebody else take the sign-in name, and then does not open again', async () => {
    const who = await somebody(runtime, 'Người cũ');
    await charge(runtime, who, 'editor', LOW);
    expect(code(await closeAccount(runtime, { personId: who.personId, reason: 'mistake' }, await as(middle)))).toBe('ok');
    const form = { name: 'Người mới', signInName: who.signInName };
    expect(code(await makeAccount(runtime, form, { ...(await as(middle)), bodyId: LOW }))).toBe('ok');
    expect(code(await reopenAccount(runtime, who.personId, await as(middle)))).toBe('account.nameTaken');
    expect(await personNamed(runtime.db, who.signInName, now)).toMatchObject({ name: 'Người mới' });
  });
});
