/** A reorganisation by two administrators: what belonged to the body that ends goes on in the other, and the past stays. */
import { addDays, dayOf } from '#platform/clock.ts';
import { shortDate } from '#platform/text/format.ts';
import { withClient } from './database.ts';
import { begin, decide, typeBody } from './reorganisation.ts';
import { expect, numberOf, officers, publicPage, send, signIn, step, t, test, told, track, type Page } from './test.ts';

const LIST = t.href('/desk/organisation/reorganisations');
const today = dayOf(new Date());
const lastMonth = addDays(today, -30);
const main = (page: Page) => page.getByRole('main');

async function add(page: Page, kind: string, fill: () => Promise<void>): Promise<void> {
  await main(page).getByRole('link', { name: t.dynamic(`organisation.desk.reorganise.kind.${kind}`), exact: true }).click();
  await fill();
  await page.locator('#add').getByRole('button', { name: t('organisation.desk.reorganise.form.send'), exact: true }).click();
  await expect(page.locator('#add')).toHaveCount(0);
}

const bodyNamed = (name: string): Promise<number> =>
  withClient(async (client) => {
    const { rows } = await client.query<{ id: number }>('select body_id as id from organisation.body_version where name = $1', [name]);
    return rows[0]!.id;
  });

/** Two members since the founding, and a secretary. */
const fillBody = (body: number, from: string, marker: string): Promise<void> =>
  withClient(async (client) => {
    for (const n of [1, 2]) {
      await client.query(
        `with m as (insert into members.member (code, full_name, created_at, updated_at) values ($1, $2, now(), now()) returning id)
        insert into members.membership (member_id, body_id, valid, began, recorded_at)
        select id, $3::int, daterange($4::date, null), 'joined', now() from m`,
        [`${marker.replace(/\s/g, '')}-${n}`, `Thị Mẫu ${n}`, body, from]);
    }
    await client.query(
      `insert into people.role_grant (person_id, role, body_id, valid_from, granted_at)
      select id, 'secretary', $1, $2, now() from people.person where sign_in_name = $3`, [body, from, officers.writer]);
  });

test('two bodies are merged by two administrators, with members, a role and an open idea', async ({ page, another, marker }) => {
  test.setTimeout(180_000);
  const [stays, ends] = [`Ban thứ nhất ${marker}`, `Ban thứ hai ${marker}`];
  const founding = addDays(today, -60);
  const second = await another();
  await signIn(page, 'quantri');
  await signIn(second, 'quantri.hai');

  await test.step('both are founded, two months back', async () => {
    const plan = await begin(page, `Thành lập hai ban ${marker}`, founding);
    for (const name of [stays, ends]) {
      await add(page, 'found', async () => {
        await page.fill('[name=name]', name);
        await page.selectOption('[name=type]', 'cơ quan đảng');
        await typeBody(page, 'parent', 'Thành ủy Đồng Nai');
      });
    }
    await decide(page, plan, 'submit');
    await told(page, 'organisation.desk.reorganise.done.submit');
    await expect(main(page).getByRole('link', { name: t('organisation.desk.reorganise.act.confirm'), exact: true })).toHaveCount(0);
    await decide(second, plan, 'confirm');
    await told(second, 'organisation.desk.reorganise.done.applied');
  });

  const [left, gone] = [await bodyNamed(stays), await bodyNamed(ends)];
  await fillBody(gone, founding, marker);
  const author = await another();
  const code = await send(author, { title: `Ghế đá ở công viên ${marker}`, body: 'Đề xuất đặt thêm ghế đá dọc lối đi bộ của công viên.' });
  await track(author, code);
  const idea = await numberOf(author);
  const reception = await another();
  await signIn(reception, officers.reception);
  await step(reception, idea, 'route', (form) => form.locator('[name=lead]').selectOption(String(gone)).then());
  await told(reception, 'ideas.desk.done.route');

  const plan = await begin(page, `Hợp nhất hai ban ${marker}`, today);
  await test.step('what was mistyped comes back, and the preview counts what moves', async () => {
    await main(page).getByRole('link', { name: t('organisation.desk.reorganise.kind.merge'), exact: true }).click();
    await typeBody(page, 'from1', `không có ${marker}`);
    await typeBody(page, 'into', stays);
    await page.locator('#add').getByRole('button', { name: t('organisation.desk.reorganise.form.send'), exact: true }).click();
    await told(page, 'organisation.desk.problem.body.unknown', { text: `không có ${marker}` });
    await expect(page.locator('[name=intoText]')).toHaveValue(stays);
    await typeBody(page, 'from1', ends);
    await page.locator('#add').getByRole('button', { name: t('organisation.desk.reorganise.form.send'), exact: true }).click();
    await told(page, 'organisation.desk.reorganise.fits');
    const line = (key: string) => main(page).getByRole('row').filter({ hasText: t.dynamic(key) });
    await expect(line('members.desk.rehoming.members')).toContainText('2');
    await expect(line('people.desk.rehoming.roles')).toContainText('Điểu Thị Bé');
    await expect(line('ideas.desk.rehoming.leading')).toContainText(stays);
  });

  await test.step('the second officer confirms, and it has taken place', async () => {
    await decide(page, plan, 'submit');
    await decide(second, plan, 'confirm');
    await told(second, 'organisation.desk.reorganise.done.applied');
    await main(second).getByRole('link', { name: t('organisation.desk.reorganise.record.open') }).click();
    await expect(second.getByRole('heading', { level: 1 })).toHaveText(t('organisation.desk.reorganise.record.head'));
    for (const text of ['Lê Minh Khôi', 'Lâm Thị Ngọc Mai', '15-QĐ/TU', ends, stays]) await expect(main(second)).toContainText(text);
  });

  await test.step('members, role and idea are in the other body; last month counts as it did', async () => {
    const counted = async (body: number, day: string) => {
      await page.goto(`${t.href('/desk/members')}?body=${body}&day=${day}&below=0`);
      return main(page).getByRole('row').filter({ hasText: 'Thị Mẫu' }).count();
    };
    expect(await counted(left, today)).toBe(2);
    expect(await counted(gone, lastMonth)).toBe(2);
    expect(await counted(left, lastMonth)).toBe(0);
    await page.goto(t.href(`/desk/organisation/${left}/roles`));
    await expect(main(page)).toContainText('Điểu Thị Bé');
    await author.goto(publicPage(idea));
    await told(author, 'ideas.step.rehome', { lead: stays });
  });
});

test('a plan for next month waits for its day and is cancelled before it', async ({ page, another, marker }) => {
  test.setTimeout(120_000);
  const later = addDays(today, 31);
  const second = await another();
  await signIn(page, 'quantri');
  await signIn(second, 'quantri.hai');
  const title = `Thành lập ban lâm thời ${marker}`;
  const plan = await begin(page, title, later);
  await add(page, 'found', async () => {
    await page.fill('[name=name]', `Ban lâm thời ${marker}`);
    await page.selectOption('[name=type]', 'cơ quan đảng');
    await typeBody(page, 'parent', 'Thành ủy Đồng Nai');
  });
  await decide(page, plan, 'submit');
  await decide(second, plan, 'confirm');
  await told(second, 'organisation.desk.reorganise.done.confirm');
  await told(second, 'organisation.desk.reorganise.waitsDay', { day: shortDate(later) });

  await decide(page, plan, 'cancel', 'Văn bản được thu hồi');
  await told(page, 'organisation.desk.reorganise.done.cancel');
  await expect(main(page)).toContainText('Văn bản được thu hồi');
  await page.goto(LIST);
  await expect(main(page).getByRole('row').filter({ hasText: title })).toContainText(t('organisation.desk.reorganise.state.cancelled'));
  await expect(withClient(async (client) =>
    (await client.query('select from organisation.body_version where name = $1', [`Ban lâm thời ${marker}`])).rowCount)).resolves.toBe(0);
});
