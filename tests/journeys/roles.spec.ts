/** Roles: given, used, handed on for a week, taken away; the log shows all of it, and it can be exported. */
import { bodies } from './bodies.ts';
import { button, expect, t, test, told, type Page } from './test.ts';
import { enterPassword, forgetProof, newOfficer, PASSWORD, setUpApp, type Officer } from './officer.ts';

const AGENCY = 'Sở Xây dựng';
const roles = t.href(`/desk/organisation/${bodies.construction}/roles`);
const answers = t.href('/desk/answers');

/** Signs somebody in who sets up an app first, as every officer must. @returns recovery codes, each a proof */
async function enter(page: Page, officer: Officer): Promise<string[]> {
  await enterPassword(page, officer);
  return (await setUpApp(page)).codes;
}

const statusOf = async (page: Page, path: string): Promise<number | undefined> => (await page.goto(path))?.status();
/** In Viet Nam. */
const day = (later: number): string => new Date(Date.now() + later * 86_400_000 + 7 * 3_600_000).toISOString().slice(0, 10);

test('a role is given, used, handed on for a week and taken away; the log shows all of it', async ({ page, another, marker }) => {
  test.setTimeout(240_000);
  const chief = await newOfficer(`${marker}q`, 'administrator', 'TU');
  const officer = await newOfficer(`${marker}g`, 'reporter', 'SXD');
  const colleague = await newOfficer(`${marker}d`, 'reporter', 'SXD');
  const [own, other] = [await another(), await another()];
  const codes = await enter(page, chief);
  await enter(own, officer);
  await enter(other, colleague);

  await test.step('without the role the page is refused', async () => {
    expect(await statusOf(own, answers)).toBe(403);
    expect(await statusOf(own, roles)).toBe(403);
  });

  await test.step('the administrator finds the person without diacritics and gives the role; an old proof is renewed', async () => {
    await page.goto(roles);
    await page.getByRole('link', { name: t('people.desk.roles.give') }).click();
    await page.fill('[name=personText]', `dieu thi ${marker}`.replace('mẫu', 'mau').concat('g'));
    await page.locator('[name=role][value=answerer]').check();
    await page.fill('[name=from]', day(5));
    await page.fill('[name=to]', day(2));
    await forgetProof(chief);
    await button(page, t('people.desk.roles.send')).click();
    await told(page, 'people.problem.proof.needed');
    await expect(page.locator('[name=role][value=answerer]')).toBeChecked();
    await page.fill('[name=proof]', codes[0] ?? '');
    await button(page, t('people.desk.roles.send')).click();
    await told(page, 'people.problem.grant.endsBeforeStart');
    await page.fill('[name=from]', day(0));
    await page.fill('[name=to]', '');
    await button(page, t('people.desk.roles.send')).click();
    await expect(page.getByRole('main')).toContainText(`Đồng chí ${officer.name} được giao vai trò`);
  });

  await test.step('the next click of the person works', async () => {
    expect(await statusOf(own, answers)).toBe(200);
  });

  await test.step('the officer goes on leave for a week; the colleague works in the officer’s place', async () => {
    await own.goto(t.href('/me/delegation'));
    await own.getByText(t('people.desk.delegation.give'), { exact: true }).click();
    await own.locator('[name=grant]').selectOption({ label: `${t('people.desk.role.answerer')} · ${AGENCY}` });
    await own.fill('[name=personText]', colleague.signInName);
    await own.locator('form[action="?/give"] [name=to]').fill(day(6));
    await own.locator('[name=reason][value=leave]').check();
    await own.locator('[name=away]').check();
    await button(own, t('people.desk.delegation.send')).click();
    await told(own, 'people.desk.delegation.done.give');
    await expect(own.getByRole('main')).toContainText(colleague.name);
    expect(await statusOf(other, answers)).toBe(200);
    await other.goto(t.href('/desk'));
    await told(other, 'people.desk.onBehalf', { name: officer.name });
  });

  await test.step('the log shows who did what, and where it stands in the ledger', async () => {
    await page.goto(`${t.href('/desk/audit')}?name=${encodeURIComponent(officer.name)}`);
    await told(page, 'people.desk.act.delegate');
    await page.goto(`${t.href('/desk/audit')}?kind=people.grant&name=${encodeURIComponent(chief.name)}`);
    await page.getByRole('link', { name: t('people.desk.act.grant') }).click();
    await expect(page.getByRole('main')).toContainText(officer.name);
    await expect(page.getByRole('main')).toContainText(AGENCY);
    await told(page, 'people.desk.audit.ledger');
  });

  await test.step('the role is taken away: the next click of both is refused', async () => {
    await page.goto(roles);
    // The same name stands in the list of what was handed on too.
    const row = page.getByRole('row', { name: new RegExp(`${officer.name}.*${t('people.desk.role.answerer')}`, 's') });
    await row.getByRole('link', { name: officer.name }).click();
    await button(page, t('people.desk.grant.revokeSend')).click();
    await expect(page.getByRole('main')).toContainText('có hiệu lực ngay');
    expect(await statusOf(own, answers)).toBe(403);
    expect(await statusOf(other, answers)).toBe(403);
  });

  await test.step('the log is exported after a fresh proof', async () => {
    const list = `${t.href('/desk/audit/list.csv')}?name=${encodeURIComponent(chief.name)}`;
    await forgetProof(chief);
    const refused = await page.request.get(list, { maxRedirects: 0 });
    expect([refused.status(), refused.headers().location]).toEqual([303, expect.stringContaining(t.href('/me/prove'))]);
    await page.goto(t.href('/me/prove'));
    await page.fill('[name=proof]', codes[1] ?? PASSWORD);
    await button(page, t('people.prove.submit')).click();
    const file = await page.request.get(list);
    expect(file.headers()['content-type']).toBe('text/csv; charset=utf-8');
    const text = await file.text();
    for (const words of [t('people.desk.act.grant'), t('people.desk.act.revoke'), officer.name, AGENCY]) expect(text).toContain(words);
  });
});
