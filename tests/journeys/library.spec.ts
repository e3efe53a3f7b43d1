/** A document comes into the library by two people, is amended, and questions about it come from a Word file. */
import { Document, Packer, Paragraph, TextRun } from 'docx';
import { button, expect, officers, signIn, t, test, type Page } from './test.ts';

const done = (page: Page, key: string) => expect(page.getByRole('main')).toContainText(t.dynamic(key));

async function word(marker: string): Promise<Buffer> {
  const lines = [
    new Paragraph({ children: [new TextRun({ text: `Câu 1. Tỷ lệ tối thiểu theo ${marker}?`, bold: true })] }),
    new Paragraph('A. 95 %'),
    new Paragraph({ children: [new TextRun({ text: 'B. 98 %', bold: true })] }),
    new Paragraph(`Câu 2. Câu không có đáp án ${marker}?`),
    new Paragraph('A. một'),
    new Paragraph('B. hai'),
  ];
  return Packer.toBuffer(new Document({ sections: [{ children: lines }] }));
}

test('a document is written, published by a second person, amended, and read clause by clause', async ({ page, another, marker }) => {
  await signIn(page, officers.reception, t.href('/desk/documents/new'));
  await page.fill('[name=title]', `Quy định ${marker}`);
  await page.selectOption('[name=kind]', 'regulation');
  await page.fill('[name=issuer]', 'Ban Thường vụ Thành ủy');
  await page.fill('[name=text]', 'Điều 1. Tỷ lệ\nÍt nhất 95 %.\nĐiều 2. Hiệu lực\nTừ ngày ký.');
  await button(page, t('documents.desk.saveFirst')).click();
  await done(page, 'documents.desk.done.start');
  await expect(page.getByRole('main')).toContainText(t('documents.desk.understood', { count: 2 }));
  const desk = new URL(page.url()).pathname;
  const id = desk.split('/').at(-1);
  await button(page, t('documents.desk.submit')).click();
  await done(page, 'documents.desk.done.submit');

  const reviewer = await another();
  await signIn(reviewer, officers.reviewer, desk);
  await button(reviewer, t('documents.desk.publish')).click();
  await done(reviewer, 'documents.desk.done.publish');

  await page.goto(desk);
  await page.getByText(t('documents.desk.amend')).click();
  await page.fill('[name=basis]', `Quy định sửa đổi ${marker}`);
  await page.fill('[name=text]', 'Điều 1. Tỷ lệ\nÍt nhất 98 %.\nĐiều 2. Hiệu lực\nTừ ngày ký.');
  await button(page, t('documents.desk.save')).click();
  await done(page, 'documents.desk.done.version');
  await button(page, t('documents.desk.submit')).click();
  await reviewer.goto(desk);
  await button(reviewer, t('documents.desk.publish')).click();
  await done(reviewer, 'documents.desk.done.publish');

  const reader = await another();
  await reader.goto(`${t.href('/documents')}?q=${encodeURIComponent(marker)}`);
  await reader.getByRole('link', { name: `Quy định ${marker}` }).click();
  await expect(reader.locator('#dieu-1')).toContainText('Ít nhất 98 %.');
  await expect(reader.locator('#dieu-1')).toContainText(t('documents.change.changed'));
  await reader.goto(t.href(`/documents/${id}/changes`));
  await expect(reader.locator('del')).toHaveText(/95/);
  await expect(reader.locator('ins')).toHaveText(/98/);
});

test('questions of a Word file are shown as understood, and only whole ones are saved', async ({ page, marker }) => {
  await signIn(page, officers.reception, t.href('/desk/questions/imports/new'));
  await page.setInputFiles('[name=file]', { name: 'bo-cau-hoi.docx', mimeType: 'application/octet-stream', buffer: await word(marker) });
  await button(page, t('questions.desk.import.read')).click();
  await expect(page.getByRole('main')).toContainText(t('questions.desk.import.understood', { count: 2, clean: 1 }));
  await expect(page.getByRole('main')).toContainText(t('questions.desk.note.key.by.bold', { text: 'B' }));
  await expect(page.getByRole('main')).toContainText(t('questions.desk.problem.key.missing'));
  await page.fill('[name=tag]', marker);
  await button(page, t('questions.desk.import.save')).click();
  await expect(page.getByRole('main')).toContainText(t('questions.desk.import.saved', { count: 1 }));
  await page.goto(`${t.href('/desk/questions')}?tag=${encodeURIComponent(marker)}`);
  await page.getByRole('link', { name: `Tỷ lệ tối thiểu theo ${marker}?` }).click();
  await button(page, t('questions.desk.submit')).click();
  await done(page, 'questions.desk.done.submit');
});
