/** A branch is split: two lists say who goes where, a second administrator is asked by mail, reads them and confirms. */
import { addDays, dayOf } from '#platform/clock.ts';
import { withClient } from './database.ts';
import { linkIn, mailsTo } from './mails.ts';
import { begin, decide, typeBody } from './reorganisation.ts';
import { button, expect, signIn, t, test, told, type Page } from './test.ts';

const today = dayOf(new Date());
const main = (page: Page) => page.getByRole('main');
const SECOND = 'quantri.hai';

async function add(page: Page, plan: string, kind: string, fill: () => Promise<void>): Promise<void> {
  await page.goto(`${plan.split(/[?#]/)[0]}?add=${kind}`);
  await fill();
  await page.locator('#add').getByRole('button', { name: t('organisation.desk.reorganise.form.send'), exact: true }).click();
  await expect(page.locator('#add')).toHaveCount(0);
}

const found = (page: Page, plan: string, name: string, place = '') =>
  add(page, plan, 'found', async () => {
    await page.fill('[name=name]', name);
    await page.selectOption('[name=type]', 'chi bộ');
    await typeBody(page, 'parent', 'Đảng ủy phường Đồng Xoài, thành phố Đồng Nai');
    if (place) await typeBody(page, 'place', place);
  });

/** A branch as an import made it, founded two months back, with five members. @returns its id and the codes */
async function branch(name: string, marker: string): Promise<{ body: number; codes: string[] }> {
  const codes = [1, 2, 3, 4, 5].map((n) => `${marker.replace(/\s/g, '')}-${n}`.toUpperCase());
  return withClient(async (client) => {
    const { rows } = await client.query<{ id: number }>('select body_id as id from organisation.body_version where name = $1', [name]);
    for (const [at, code] of codes.entries()) {
      await client.query(
        `with m as (insert into members.member (code, full_name, created_at, updated_at) values ($1, $2, now(), now()) returning id)
        insert into members.membership (member_id, body_id, valid, began, recorded_at)
        select id, $3::int, daterange($4::date, null), 'joined', now() from m`,
        [code, `Điểu Mẫu ${at + 1}`, rows[0]!.id, addDays(today, -60)]);
    }
    return { body: rows[0]!.id, codes };
  });
}

const addressOf = (name: string): Promise<string> =>
  withClient(async (client) => (await client.query<{ email: string }>('select email from people.person where sign_in_name = $1', [name])).rows[0]!.email);

test('a branch is split by two lists, which the second administrator reads before confirming', async ({ page, another, marker }) => {
  test.setTimeout(180_000);
  const [old, one, two] = [`Chi bộ ${marker}`, `Chi bộ Một ${marker}`, `Chi bộ Hai ${marker}`];
  const second = await another();
  await signIn(page, 'quantri');
  await signIn(second, SECOND);

  const founding = await begin(page, `Thành lập ${old}`, addDays(today, -60));
  await found(page, founding, old);
  await decide(page, founding, 'submit');
  await decide(second, founding, 'confirm');
  await told(second, 'organisation.desk.reorganise.done.applied');
  const { codes: [a, b, c, d, e] } = await branch(old, marker);

  const title = `Tách ${old}`;
  const plan = await begin(page, title, today);
  await test.step('two branches are founded, one with its place, and take over', async () => {
    await found(page, plan, one, 'phường Đồng Xoài');
    await found(page, plan, two);
    await expect(main(page)).toContainText('phụ trách địa bàn phường Đồng Xoài');
    await add(page, plan, 'split', async () => {
      await typeBody(page, 'body', old);
      await page.selectOption('[name=newinto1]', { label: one });
      await page.selectOption('[name=newinto2]', { label: two });
    });
  });

  const lists = main(page).getByRole('link', { name: t('organisation.desk.reorganise.sharing.members', { body: old }) });
  const listOf = (name: string) => page.getByLabel(t('members.desk.share.listFor', { name }), { exact: true });
  await test.step('a code in both lists and one that nobody has are told by list and row; what was typed stays', async () => {
    await lists.click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('members.desk.share.title', { body: old }));
    await listOf(one).fill(`${a}\n${b}`);
    await listOf(two).fill(`${c}\nKHONG-CO-9\n${a}`);
    await button(page, t('members.desk.share.listsSave')).click();
    const summary = page.getByRole('alert');
    await expect(summary).toContainText(`${t('members.desk.share.rowOf', { list: two, row: 2 })}: ${t('members.desk.problem.share.unknown', { code: 'KHONG-CO-9' })}`);
    await expect(summary).toContainText(t('members.desk.problem.share.twice', { code: a!, first: 1, firstList: one }));
    await expect(listOf(two)).toHaveValue(`${c}\nKHONG-CO-9\n${a}`);
    await listOf(two).fill(`${c}`);
    await button(page, t('members.desk.share.listsSave')).click();
    await told(page, 'members.desk.share.done');
  });

  await test.step('one is chosen by name, a spreadsheet says another, and the rest has its place', async () => {
    await page.getByLabel(t('members.desk.share.choose', { name: 'Điểu Mẫu 4' })).selectOption({ label: two });
    await button(page, t('members.desk.share.membersSave')).click();
    await told(page, 'members.desk.share.done');
    const content = `Mã đảng viên,Chuyển về\n${b},${two}\n`;
    await page.locator('[name=file]').setInputFiles({ name: 'chia.csv', mimeType: 'text/csv', buffer: Buffer.from(content) });
    await button(page, t('members.desk.share.fileSend')).click();
    await told(page, 'members.desk.share.done');
    await page.selectOption('[name=rest]', { label: two });
    await button(page, t('members.desk.share.restSave')).click();
    await expect(listOf(one)).toHaveValue(`${a}`);
    await expect(listOf(two)).toHaveValue(`${b}\n${c}\n${d}`);
    await page.goto(plan);
    const line = (key: 'members' | 'membersRest', count: number, name: string) =>
      main(page).getByRole('row').filter({ hasText: new RegExp(`^\\s*${RegExp.escape(t(`members.desk.rehoming.${key}`))}\\D*${count}\\D.*${name}`) });
    await expect(line('members', 1, one)).toHaveCount(1);
    await expect(line('members', 3, two)).toHaveCount(1);
    await expect(line('membersRest', 1, two)).toHaveCount(1);
  });

  await test.step('the second administrator is asked by mail, follows its link and reads the lists', async () => {
    await decide(page, plan, 'submit');
    const address = await addressOf(SECOND);
    const asked = () => mailsTo(address).then((mails) => mails.find(({ subject }) => subject.includes(title)));
    await expect.poll(asked, { timeout: 60_000 }).toBeDefined();
    await second.goto(linkIn(await asked(), 'sap-xep'));
    await main(second).getByRole('link', { name: t('organisation.desk.reorganise.sharing.membersRead', { body: old }) }).click();
    await told(second, 'members.desk.share.closed');
    await expect(main(second).getByRole('row').filter({ hasText: 'Điểu Mẫu 1' })).toContainText(one);
    await expect(button(second, t('members.desk.share.listsSave'))).toHaveCount(0);
    await decide(second, plan, 'confirm');
    await told(second, 'organisation.desk.reorganise.done.applied');
  });

  await test.step('everybody is where the lists said, and the record and its annex say so', async () => {
    const moved = await withClient(async (client) => (await client.query<{ code: string; body: string }>(
      `select m.code, v.name as body from members.member m join members.membership s on s.member_id = m.id and s.valid @> $1::date
      join organisation.body_version v on v.body_id = s.body_id and v.valid @> $1::date where m.code = any($2) order by m.code`,
      [today, [a, b, c, d, e]])).rows);
    expect(moved.map(({ body }) => body)).toEqual([one, two, two, two, two]);
    await main(second).getByRole('link', { name: t('organisation.desk.reorganise.record.open') }).click();
    await expect(main(second)).toContainText('phường Đồng Xoài');
    await expect(main(second).getByRole('row').filter({ hasText: t('members.desk.rehoming.membersRest') })).toContainText(two);
    await page.goto(plan);
    await main(page).getByRole('link', { name: t('organisation.desk.reorganise.sharing.membersRead', { body: old }) }).click();
    await expect(main(page).getByRole('row').filter({ hasText: 'Điểu Mẫu 5' })).toContainText(t('members.desk.share.outcome.rest'));
  });
});
