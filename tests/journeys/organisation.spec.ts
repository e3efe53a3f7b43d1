/** The trees of bodies and places as of any day: looking back, putting right, and what is refused by name. */
import { button, expect, signIn, t, test, type Page } from './test.ts';

const main = (page: Page) => page.getByRole('main');
const tell = async (page: Page, text: string) => expect(main(page)).toContainText(text);
const DAY = '2022-12-01';
const AN_LOC = 2_225_333;

test('a reader opens the tree of 12/2022, goes down to xã Thanh Lương and learns what it is part of today', async ({ page }) => {
  await page.goto(`${t.href('/organisation')}?day=${DAY}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Tỉnh ủy Bình Phước');
  await tell(page, t('ui.dated.past', { day: '01/12/2022' }));
  await main(page).getByRole('link', { name: /chi bộ – Thị ủy Bình Long$/ }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Thị ủy Bình Long');
  await main(page).getByRole('link', { name: 'Đảng ủy xã Thanh Lương', exact: true }).click();
  await tell(page, `${t('ui.dated.merged')} Đảng ủy phường An Lộc`);
  await tell(page, 'Chi bộ Công an xã Thanh Lương');
  await main(page).getByRole('link', { name: 'Đảng ủy phường An Lộc' }).first().click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Đảng ủy phường An Lộc');
  await tell(page, t('ui.dated.cameFrom'));
  await tell(page, 'Thành ủy Đồng Nai');
});

test('a search knows former names, and a code means something only on a day', async ({ page }) => {
  await page.goto(t.href('/organisation'));
  await page.fill('[name=q]', 'thi uy binh long');
  await button(page, t('ui.dated.find')).click();
  await main(page).getByRole('link', { name: 'Thị ủy Bình Long', exact: true }).click();
  await tell(page, t('ui.dated.story.ended.with'));

  await signIn(page, 'quantri', `${t.href('/desk/places')}?q=25333`);
  await main(page).getByRole('link', { name: /^xã Thanh Lương/ }).click();
  await tell(page, t('places.tree.sameCode', { code: '25333' }));
  await tell(page, 'xã Thanh Lương, thị xã Bình Long, tỉnh Bình Phước');
});

test('anybody asks what a commune of before is part of today, and who was responsible for it', async ({ page }) => {
  await page.goto(`${t.href('/organisation')}?day=${DAY}`);
  await main(page).getByRole('link', { name: t('organisation.tree.places') }).click();
  await tell(page, t('ui.dated.past', { day: '01/12/2022' }));
  await tell(page, 'tỉnh Bình Phước');
  await page.fill('[name=q]', 'thanh luong');
  await button(page, t('ui.dated.find')).click();
  await main(page).getByRole('link', { name: /^xã Thanh Lương/ }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Xã Thanh Lương');
  await tell(page, `${t('ui.dated.merged')} phường An Lộc`);
  await tell(page, t('places.tree.sameCode', { code: '25333' }));
  await main(page).getByRole('link', { name: 'Đảng ủy xã Thanh Lương', exact: true }).click();
  await main(page).getByRole('link', { name: 'xã Thanh Lương', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Xã Thanh Lương');
});

test('an administrator enters a branch and puts its name right; the reason stays beside it', async ({ page, marker }) => {
  const wrong = `Chi bộ Hợp tác xã ${marker}`;
  await signIn(page, 'quantri', t.href(`/desk/organisation/${AN_LOC}`));
  await page.getByText(t('organisation.desk.body.found'), { exact: true }).click();
  const form = page.locator('form[action="?/found"]');
  await form.locator('[name=name]').fill(wrong);
  await button(page, t('organisation.desk.body.foundSend')).click();
  await expect(form.getByRole('alert')).toContainText(t('ui.desk.dated.problem.text.missing'));
  await expect(form.locator('[name=name]')).toHaveValue(wrong);
  await form.locator('[name=basis]').fill('Quyết định số 15-QĐ/ĐU');
  await button(page, t('organisation.desk.body.foundSend')).click();
  await tell(page, t('organisation.desk.body.done.found'));

  await page.getByText(t('organisation.desk.body.correct'), { exact: true }).click();
  const correct = page.locator('form[action="?/correct"]');
  await correct.locator('[name=name]').fill(`${wrong} Thanh Lương`);
  await correct.locator('[name=reason]').fill(`Thiếu địa danh, ${marker}`);
  await button(page, t('organisation.desk.body.correctSend')).click();
  await tell(page, t('organisation.desk.body.done.correct'));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`${wrong} Thanh Lương`);
  await tell(page, `Thiếu địa danh, ${marker}`);
  await tell(page, `${wrong} → ${wrong} Thanh Lương`);
});

test('a place cannot stand below what is below it: refused by name, and what was typed stays', async ({ page }) => {
  await signIn(page, 'quantri', t.href('/desk/places/75'));
  await page.getByText(t('places.desk.edit.change'), { exact: true }).click();
  const form = page.locator('form[action="?/change"]');
  await form.locator('[name=kind][value=move]').check();
  await form.locator('[name=targetText]').fill('phường An Lộc, thành phố Đồng Nai');
  await form.locator('[name=on]').fill('2026-12-01');
  await form.locator('[name=basis]').fill('Nghị quyết thử');
  await button(page, t('places.desk.edit.changeSend')).click();
  const circle = { name: 'thành phố Đồng Nai', other: 'phường An Lộc', day: '01/12/2026' };
  await expect(form.getByRole('alert')).toContainText(t('ui.desk.dated.problem.fault.circle', circle));
  await expect(form.locator('[name=basis]')).toHaveValue('Nghị quyết thử');
  await page.goto(t.href('/desk/places/225333'));
  await tell(page, 'phường An Lộc, thành phố Đồng Nai');
});
