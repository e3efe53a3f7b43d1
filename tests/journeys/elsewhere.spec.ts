/** What is not a proposal is shown where it goes by law, and nothing of it stays here. */
import { tablesWith } from './database.ts';
import { expect, sendButton, t, test, told, write } from './test.ts';

for (const matter of ['complaint', 'denunciation', 'request'] as const) {
  test(`a ${matter} stops with where to go, and nothing is stored`, async ({ page, marker }) => {
    await write(page, { matter, title: `Việc của tôi ${marker}`, body: `Nội dung chỉ của tôi ${marker}` });
    await page.getByText(t('ideas.form.more')).click();
    await page.fill('[name=name]', `Tên ${marker}`);
    await page.setInputFiles('[name=files]', { name: `${marker}.pdf`, mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4 x') });
    await sendButton(page).click();
    await expect(page).toHaveURL(new RegExp(t.href('/ideas/where')));
    await told(page, `ideas.where.${matter}.title`);
    await told(page, 'ideas.where.nothingKept');
    expect(page.url(), 'the address says nothing of it').not.toContain(encodeURIComponent(marker));
    expect(await tablesWith(marker)).toEqual([]);
  });
}

test('the same words sent as a proposal are stored, so that the look into the tables is no empty look', async ({ page, marker }) => {
  await write(page, { title: `Việc chung ${marker}`, body: 'Đề xuất làm lối đi cho xe lăn.' });
  await sendButton(page).click();
  await told(page, 'ideas.sent.title');
  expect(await tablesWith(marker)).toContain('ideas.idea');
});
