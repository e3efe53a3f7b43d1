/** What a person takes home on paper: the code, the QR, what happens next, and nothing that only works on a screen. */
import { expect, send, t, test } from './test.ts';

test('the page after sending prints the code and its QR on paper', async ({ page, marker }) => {
  await send(page, { title: `In giấy ${marker}`, body: 'In mã cho người không có điện thoại thông minh.' });
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByTestId('tracking-code')).toBeVisible();
  await expect(page.getByRole('main').locator('svg[role=img], figure svg, .qr svg').first()).toBeVisible();
  await expect(page.getByText(t('ideas.sent.next')).first()).toBeVisible();
  for (const screenOnly of ['header nav', 'footer a', 'footer button', '[data-live]']) {
    await expect(page.locator(screenOnly).first(), screenOnly).toBeHidden();
  }
  const pdf = await page.pdf({ format: 'A4' });
  const pages = pdf.toString('latin1').match(/\/Type\s*\/Page[^s]/g)?.length ?? 0;
  expect(pages, 'a notice board takes one sheet').toBeLessThanOrEqual(2);
  expect(pages).toBeGreaterThan(0);
});
