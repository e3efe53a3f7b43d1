/** A bank goes out as a file and comes in again: nothing is saved or taken before somebody has read what it holds. */
import ExcelJS from 'exceljs';
import { button, expect, officers, signIn, t, test, type Page } from './test.ts';

async function sheet(marker: string): Promise<Buffer> {
  const book = new ExcelJS.Workbook();
  const page = book.addWorksheet('Câu hỏi');
  page.addRows([
    ['BỘ CÂU HỎI CỦA CHI BỘ'], ['STT', 'Câu hỏi', 'Phương án', '', '', 'Đáp án', 'Mức độ'], ['', '', 'A', 'B', 'C', '', ''],
    [1, `Tỷ lệ tối thiểu ${marker}?`, '95 %', '98 %', '100 %', 'B', 'Vận dụng'], [2, `Ai tham gia ${marker}?`, 'Đảng viên', 'Khách', 'Dự bị', 'A, C', ''],
    [3, `Câu thiếu đáp án ${marker}?`, 'một', 'hai', '', '', ''], [4, `Chi bộ họp mỗi tháng một lần ${marker}.`, '', '', '', 'Đúng', ''],
  ]);
  page.mergeCells('C2:E2');
  return Buffer.from(await book.xlsx.writeBuffer());
}

async function upload(page: Page, name: string, buffer: Buffer): Promise<void> {
  await page.goto(t.href('/desk/questions/imports/new'));
  await page.setInputFiles('[name=file]', { name, mimeType: 'application/octet-stream', buffer });
  await button(page, t('questions.desk.import.read')).click();
}

test('questions of a sheet are kept, taken as Moodle and Word, and brought back', async ({ page, marker }) => {
  const main = page.getByRole('main');
  await signIn(page, officers.reception);
  await upload(page, 'câu hỏi.xlsx', await sheet(marker));
  await expect(main).toContainText(t('questions.desk.import.understood', { count: 4, clean: 3 }));
  await expect(main).toContainText(t('questions.desk.problem.key.missing'));
  await page.fill('[name=tag]', marker);
  await button(page, t('questions.desk.import.save')).click();
  await expect(main).toContainText(t('questions.desk.import.saved', { count: 3 }));

  await page.goto(`${t.href('/desk/questions')}?tag=${encodeURIComponent(marker)}`);
  await main.getByRole('link', { name: t('questions.desk.export') }).click();
  await page.getByLabel(t('questions.desk.export.aiken')).check();
  await button(page, t('questions.desk.export.look')).click();
  await expect(main).toContainText(t('questions.desk.export.left', { count: 2 }));
  await expect(main).toContainText(t('questions.desk.loss.difficulty'));

  const taken: Buffer[] = [];
  for (const format of ['moodle', 'word'] as const) {
    await page.getByLabel(t.dynamic(`questions.desk.export.${format}`), { exact: true }).check();
    await button(page, t('questions.desk.export.look')).click();
    const take = main.getByRole('link', { name: t('questions.desk.export.take', { count: 3 }) });
    // The page that is about to go has such a link too, of the kind looked at before.
    await expect(take).toHaveAttribute('href', new RegExp(`/${format}(\\?|$)`));
    const [download] = await Promise.all([page.waitForEvent('download'), take.click()]);
    taken.push(Buffer.concat(await Array.fromAsync(await download.createReadStream())) as Buffer);
  }
  for (const file of taken) {
    await upload(page, 'tệp đã đổi tên.bin', file);
    await expect(main).toContainText(t('questions.desk.import.understood', { count: 3, clean: 3 }));
    await button(page, t('questions.desk.import.drop')).click();
    await expect(main).toContainText(t('questions.desk.import.dropped'));
  }
});

test('a file that is no bank of questions is refused in words, at its field', async ({ page }) => {
  await signIn(page, officers.reception);
  await upload(page, 'thư.txt', Buffer.from('Kính gửi đồng chí'));
  await expect(page.getByRole('main')).toContainText(t('questions.desk.problem.format.unknown'));
  await upload(page, 'cười.xml', Buffer.from('<!DOCTYPE quiz [<!ENTITY a "ha">]><quiz>&a;</quiz>'));
  await expect(page.getByRole('main')).toContainText(t('questions.desk.problem.xml.doctype'));
});
