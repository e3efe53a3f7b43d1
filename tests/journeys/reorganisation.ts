/** The steps of a reorganisation that every plan has: begun, its bodies named, decided. */
import { button, expect, t, type Page } from './test.ts';

/** Types into a search box and leaves it, as somebody who knows the whole name. */
export async function typeBody(page: Page, name: string, text: string): Promise<void> {
  await page.fill(`[name=${name}Text]`, text);
  await page.locator(`[name=${name}Text]`).blur();
}

/** A plan with its day and its legal basis. @returns its address */
export async function begin(page: Page, title: string, on: string): Promise<string> {
  await page.goto(t.href('/desk/organisation/reorganisations/new'));
  await page.fill('[name=title]', title);
  await page.fill('[name=on]', on);
  await page.fill('[name=basisText]', 'Quyết định của Ban Thường vụ Thành ủy');
  await page.fill('[name=basisSymbol]', '15-QĐ/TU');
  await button(page, t('organisation.desk.reorganise.heading.begin')).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
  return page.url();
}

export async function decide(page: Page, plan: string, act: 'submit' | 'confirm' | 'cancel', reason?: string): Promise<void> {
  const name = t(`organisation.desk.reorganise.act.${act}`);
  await page.goto(plan);
  await page.getByRole('main').getByRole('link', { name, exact: true }).click();
  if (reason) await page.fill('[name=reason]', reason);
  await button(page, name).click();
}
