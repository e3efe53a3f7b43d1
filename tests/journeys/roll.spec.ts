/** The roll of a session, four equal ways: list with and without network, code on a screen, paper typed back in, file. */
import { randomBytes } from 'node:crypto';
import { expect, offline, test } from './cable.ts';
import { button, signIn, t, told, type Page } from './test.ts';
import { withClient } from './database.ts';

/** Chi bộ ấp Phú Hòa of the sample, whose secretary is bithu.phuhoa. */
const BRANCH = 3_252_071;
const SECRETARY = 'bithu.phuhoa';

type Held = { campaign: number; session: number; members: { id: number; name: string; hasAccount: boolean }[] };

/** An announced campaign with the whole branch on its roster, and a session that the branch holds now. */
const held = (marker: string): Promise<Held> => withClient(async (client) => {
  const one = async (text: string, values: unknown[]) => Number((await client.query<{ id: string }>(text, values)).rows[0]!.id);
  const campaign = await one(`insert into study.campaign (body_id, title, state, opens_on, closes_on, roster_on, created_at, announced_at)
    values ($1, $2, 'announced', current_date - 7, current_date + 30, current_date, now(), now()) returning id`, [BRANCH, `Học tập ${marker}`]);
  const session = await one(`insert into study.session (campaign_id, body_id, kind, title, venue, starts_at, ends_at, code_secret, created_at)
    values ($1, $2, 'main', $3, 'Nhà văn hóa ấp', now() - interval '20 minutes', now() + interval '2 hours', $4, now()) returning id`,
  [campaign, BRANCH, `Lớp ${marker}`, randomBytes(32)]);
  await client.query(`insert into study.participant (campaign_id, member_id, body_id)
    select $1, member_id, body_id from members.membership where body_id = $2 and valid @> current_date`, [campaign, BRANCH]);
  const { rows } = await client.query<{ id: string; name: string; hasAccount: boolean }>(`
    select p.member_id as id, m.full_name as name, m.person_id is not null as "hasAccount" from study.participant p join members.member m on m.id = p.member_id
    where campaign_id = $1 order by m.given_name collate "vi-x-icu", m.other_names collate "vi-x-icu", m.id`, [campaign]);
  return { campaign, session, members: rows.map((row) => ({ ...row, id: Number(row.id) })) };
});

const outcomes = (campaign: number) => withClient(async (client) => {
  const { rows } = await client.query<{ member: string; outcome: string; provisional: boolean; reason: string | null }>(
    'select member_id as member, outcome, provisional, reason from study.participant where campaign_id = $1 and outcome is not null', [campaign]);
  return new Map(rows.map((row) => [Number(row.member), row]));
});
/** The counts that are kept are those that the rows give. */
const tallyIsRecount = (campaign: number) => withClient(async (client) => {
  const { rows } = await client.query<{ kept: number; counted: number }>(`
    select (select sum(attended)::int from study.tally where campaign_id = $1) as kept,
      (select count(*)::int from study.participant where campaign_id = $1 and outcome = 'attended' and not provisional and not exempt) as counted`, [campaign]);
  expect(rows[0]!.kept).toBe(rows[0]!.counted);
});

const row = (page: Page, member: number) => page.locator(`li[data-member="${member}"]`);
const press = (page: Page, member: number, key: string) => row(page, member).getByRole('button', { name: t.dynamic(`study.desk.roll.${key}`), exact: true }).click();

test('a secretary keeps the list: one press a person, a reason, a mistake put right', async ({ page, marker }) => {
  const { campaign, session, members } = await held(marker);
  await signIn(page, SECRETARY, t.href('/learn/roll'));
  await page.getByRole('link', { name: `Lớp ${marker}`, exact: true }).first().click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Lớp ${marker}`);
  const [an, binh, chi] = members.map(({ id }) => id) as [number, number, number];
  await press(page, an, 'attended');
  await expect(row(page, an).getByRole('button', { name: t('study.desk.roll.attended') })).toHaveAttribute('aria-pressed', 'true');
  await press(page, binh, 'excused');
  await row(page, binh).locator('[name=reason]').fill('đi viện');
  await press(page, binh, 'saveReason');
  await press(page, chi, 'attended');
  await press(page, chi, 'unexcused');
  await expect(row(page, chi).getByRole('button', { name: t('study.desk.roll.unexcused') })).toHaveAttribute('aria-pressed', 'true');
  await expect.poll(async () => [...(await outcomes(campaign)).values()].map(({ outcome, reason }) => `${outcome} ${reason ?? ''}`.trim()).sort())
    .toEqual(['attended', 'excused đi viện', 'unexcused']);
  await page.goto(t.href(`/learn/roll/campaign/${campaign}/${chi}`));
  await told(page, 'study.mine.corrects');
  await tallyIsRecount(campaign);
  await page.goto(`${t.href(`/learn/roll/${session}`)}?q=khong+co+ten+nay`);
  await expect(page.locator('li[data-member]')).toHaveCount(0);
});

test('a list goes on without network, through a reload, and everything arrives @js', async ({ page, context, marker }) => {
  const { campaign, session, members } = await held(marker);
  await signIn(page, SECRETARY, t.href(`/learn/roll/${session}`));
  await expect(page.getByText(t('study.desk.roll.sent'))).toBeVisible();
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (!navigator.serviceWorker.controller) await new Promise((resolve) => navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true }));
  });
  const [an, binh, chi] = members.map(({ id }) => id) as [number, number, number];
  await offline(context, true);
  await press(page, an, 'attended');
  await expect(row(page, an)).toContainText(t('study.desk.roll.here'));
  await press(page, binh, 'unexcused');
  await expect(row(page, binh)).toContainText(t('study.desk.roll.here'));
  await page.reload();
  await expect(page.getByRole('heading', { level: 1, name: `Lớp ${marker}` })).toBeVisible();
  await expect(row(page, an)).toContainText(t('study.desk.roll.here'));
  await press(page, chi, 'attended');
  expect((await outcomes(campaign)).size).toBe(0);
  await offline(context, false);
  await expect(row(page, chi)).toContainText(t('study.desk.roll.received', { at: '' }).trim());
  await expect(page.getByText(t('study.desk.roll.sent'))).toBeVisible();
  expect([...(await outcomes(campaign)).entries()].map(([member, { outcome }]) => [member, outcome]).sort()).toEqual(
    [[an, 'attended'], [binh, 'unexcused'], [chi, 'attended']].sort());
  await tallyIsRecount(campaign);
  // Names are not to be read from the disk of the phone, and are gone with whoever signs out.
  const stored = await page.evaluate(async () => {
    const opened = indexedDB.open('caunoi-roll');
    const database = await new Promise<IDBDatabase>((resolve) => (opened.onsuccess = () => resolve(opened.result)));
    const read = <T>(request: IDBRequest<T>) => new Promise<T>((resolve) => (request.onsuccess = () => resolve(request.result)));
    const lists = await read(database.transaction('lists').objectStore('lists').getAll());
    const held = (await read(database.transaction('key').objectStore('key').get('held'))) as { key: CryptoKey };
    database.close();
    const text = lists.map((each: { bytes: ArrayBuffer }) => new TextDecoder('latin1').decode(each.bytes)).join('');
    return { text, lists: lists.length, extractable: held.key.extractable };
  });
  expect(stored).toMatchObject({ lists: 1, extractable: false });
  expect(stored.text).not.toContain('data-member');
  expect(stored.text).not.toContain('"people"');
  await page.evaluate((address) => {
    const form = Object.assign(document.createElement('form'), { method: 'post', action: address });
    document.body.append(form);
    form.submit();
  }, t.href('/sign-out'));
  await page.waitForURL((url) => !url.pathname.includes('diem-danh'));
  await expect.poll(() => page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name))).not.toContain('caunoi-roll');
});

const MEMBERS: Record<string, string> = { 'js-360': 'traloi.xaydung', 'js-desktop': 'traloi.nnmt' };
/** The account of a sample person becomes that of a member of the branch. */
const own = (signInName: string, member: number) => withClient(async (client) => {
  await client.query(`update members.member set person_id = null where person_id = (select id from people.person where sign_in_name = $1)`, [signInName]);
  await client.query(`update members.member set person_id = (select id from people.person where sign_in_name = $1) where id = $2`, [signInName, member]);
});

test('a member scans the code of the hall: at once, from a picture, and without network @js', async ({ page, another, marker }, info) => {
  const { campaign, session, members } = await held(marker);
  const phone = await another();
  // Two projects at once: a member each, who is nobody whom other journeys sign in.
  const who = members.filter(({ hasAccount }) => !hasAccount).at(info.project.name === 'js-360' ? 0 : -1)!;
  await own(MEMBERS[info.project.name]!, who.id);
  await signIn(page, SECRETARY, t.href(`/desk/study/sessions/${session}/code`));
  const svg = page.locator('[data-screen] svg');
  await expect(svg).toHaveAttribute('data-code', /^[0-9a-z]+\.[\w-]{16}$/);
  const address = `${t.href(`/learn/check-in/${session}`)}?m=${await svg.getAttribute('data-code')}`;
  // Not signed in: the code does not grow old meanwhile.
  await phone.goto(address);
  await phone.fill('[name=identifier]', MEMBERS[info.project.name]!);
  await phone.fill('[name=password]', 'Cau-Noi-mau-2026');
  await button(phone, t('people.signIn.submit')).click();
  await phone.fill('[name=code]', (await phone.getByTestId('sample-code').textContent()) ?? '');
  await button(phone, t('people.second.submit')).click();
  await told(phone, 'study.checkIn.verdict.counts');
  expect((await outcomes(campaign)).get(who.id)).toMatchObject({ outcome: 'attended', provisional: false });
  await phone.goto(t.href('/learn/mine'));
  await phone.getByRole('link', { name: `Học tập ${marker}` }).click();
  await told(phone, 'study.mine.way.code');
  await phone.fill('[name=text]', 'Tôi dự cả buổi.');
  await button(phone, t('study.mine.send')).click();
  await told(phone, 'study.mine.sent');

  // Without network: kept here, sent later, waiting until the room is counted.
  await withClient((client) => client.query('update study.participant set outcome = null, session_id = null, way = null, recorded_at = null where campaign_id = $1', [campaign]));
  await withClient((client) => client.query('delete from study.mark where campaign_id = $1', [campaign]));
  await phone.evaluate(() => navigator.serviceWorker.ready);
  await phone.goto(t.href('/learn/mine'));
  const secret = await withClient(async (client) => (await client.query<{ secret: Buffer }>('select code_secret as secret from study.session where id = $1', [session])).rows[0]!.secret);
  const { createHmac } = await import('node:crypto');
  const window = Math.floor(Date.now() / 30_000) - 10;
  const old = `${window.toString(36)}.${createHmac('sha256', secret).update(`caunoi roll ${session} ${window}`).digest('base64url').slice(0, 16)}`;
  await offline(phone.context(), true);
  await phone.goto(`${t.href(`/learn/check-in/${session}`)}?m=${old}`);
  await expect(phone.getByRole('status').first()).toContainText(t('study.checkIn.shell.kept', { at: '\u0000' }).split('\u0000')[0]!);
  await offline(phone.context(), false);
  await expect(phone.getByRole('status').first()).toContainText(t('study.checkIn.verdict.waits'));
  expect((await outcomes(campaign)).get(who.id)).toMatchObject({ outcome: 'attended', provisional: true });
  await page.goto(`${t.href(`/learn/roll/${session}/room`)}?counted=3&nonMembers=2`);
  await page.locator(`[name="waiting-${who.id}"][value=confirm]`).check();
  await button(page, t('study.desk.room.save')).click();
  await told(page, 'study.desk.room.done');
  expect((await outcomes(campaign)).get(who.id)).toMatchObject({ outcome: 'attended', provisional: false });
  await tallyIsRecount(campaign);
});

test('a sheet is printed and typed back in by its numbers, a file is read row by row', async ({ page, marker }) => {
  const { campaign, session, members } = await held(marker);
  await signIn(page, SECRETARY, t.href(`/learn/roll/${session}/sheet`));
  await page.getByRole('main').getByRole('button').first().click();
  await expect(page.locator('.paper tbody tr')).toHaveCount(members.length);
  await page.fill('[name=numbers]', `1-2, 99`);
  await button(page, t('study.desk.sheet.preview')).click();
  await told(page, 'study.desk.problem.numbers.wrong', { text: '99', most: members.length });
  await page.fill('[name=numbers]', `1-2, 4`);
  await button(page, t('study.desk.sheet.preview')).click();
  await expect(page.locator('.lines li')).toHaveCount(3);
  await button(page, t('study.desk.sheet.apply')).click();
  await told(page, 'study.desk.sheet.taken', { n: 3 });
  expect([...(await outcomes(campaign)).keys()].sort()).toEqual([members[0]!.id, members[1]!.id, members[3]!.id].sort());

  await page.goto(t.href(`/learn/roll/${session}/import`));
  const csv = `Họ và tên,Kết quả,Lý do\n${members[0]!.name},có mặt,\n${members[2]!.name},vắng,đi công tác\nKhông Có Ai,có mặt,\n`;
  await page.setInputFiles('[name=file]', { name: 'ds.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
  await button(page, t('study.desk.file.read')).click();
  await told(page, 'study.desk.file.problem.unknown');
  await told(page, 'study.desk.file.same');
  await button(page, t('study.desk.file.apply', { n: 1 })).click();
  await told(page, 'study.desk.file.taken', { n: 1 });
  expect((await outcomes(campaign)).get(members[2]!.id)).toMatchObject({ outcome: 'excused', reason: 'đi công tác' });
  await tallyIsRecount(campaign);
});
