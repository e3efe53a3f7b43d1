/** An officer brings the list the office already has: messy, with slips, and finds what was wrong with it. */
import { readFile } from 'node:fs/promises';
import ExcelJS from 'exceljs';
import { withClient } from './database.ts';
import { button, expect, signIn, t, test, told, type Page } from './test.ts';

/** Keeps the lists of Đảng ủy phường Đồng Xoài. */
const officer = 'canbo.dongxoai';
/** Its branches, one for each project: they run side by side, and each counts its own. */
const branches: Record<string, { id: number; symbol: string; name: string }> = {
  'nojs-360': { id: 3_252_101, symbol: 'CB-25210-01', name: 'khu phố Tân Lợi' },
  'js-360': { id: 3_252_102, symbol: 'CB-25210-02', name: 'khu phố Thanh Lợi' },
  'js-desktop': { id: 3_252_071, symbol: 'CB-25207-01', name: 'ấp Phú Hòa' },
};
type Branch = (typeof branches)[string];

/** Codes that no other test, project or run has. */
const prefixOf = (marker: string) => `NK-${marker.replace(/[^a-z]/g, '').slice(-10).toUpperCase()}-`;

/** Titles above two rows of headings, merged cells, names in two columns, decomposed letters, three kinds of dates. */
async function messyList(prefix: string, { symbol, name }: Branch): Promise<Buffer> {
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet('DS 2026');
  sheet.addRow(['ĐẢNG BỘ PHƯỜNG ĐỒNG XOÀI']);
  sheet.addRow(['DANH SÁCH ĐẢNG VIÊN']);
  sheet.addRow([]);
  sheet.addRow(['STT', 'Mã đảng viên', 'Họ và tên', '', 'Tổ', 'Số CCCD', 'Ngày về', 'Điện thoại']);
  sheet.addRow(['', '', 'Họ đệm', 'Tên']);
  for (const merge of ['A1:H1', 'A2:H2', 'C4:D4']) sheet.mergeCells(merge);
  const person = (number: string, family: string, given: string, body: string, day: unknown, phone = '') =>
    sheet.addRow(['', `${prefix}${number}`, family, given, body, '075000000001', day, phone]);
  person('1', 'TRẦN VĂN', 'AN', symbol, '05/03/2026', '0976175001');
  person('2', 'Nguyễn Thị'.normalize('NFD'), ' Ánh ', `cb  ${name} `, 46_087);
  person('3', 'Điểu', 'Bé', symbol.toLowerCase(), new Date(Date.UTC(2026, 4, 20)), 'không có');
  person('4', 'Thị', 'Rêm', 'Chi bộ không có', '');
  person('5', 'Lâm Sa', 'Rết', symbol, '31/02/2026');
  sheet.addRow(['', '', 'Tổng cộng: 5 đồng chí']);
  return Buffer.from(await book.xlsx.writeBuffer());
}

async function upload(page: Page, buffer: Buffer): Promise<void> {
  await page.goto(t.href('/desk/imports/new'));
  const mimeType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
  await page.setInputFiles('[name=file]', { name: 'danh sách đảng viên.xlsx', mimeType, buffer });
  await button(page, t('members.desk.import.upload.send')).click();
}

/** Without script the page looks again by itself, with it too. */
const arrived = (page: Page, name: string) => expect(button(page, name)).toBeVisible({ timeout: 60_000 });

/** Other projects apply theirs, one at a time. */
const applyWhenFree = (page: Page, count: number) =>
  expect(async () => {
    const apply = button(page, t('members.desk.import.check.apply', { count }));
    if (await apply.isVisible()) await apply.click();
    await expect(page.getByRole('main')).toContainText(t('members.desk.import.done.title'), { timeout: 5_000 });
  }).toPass({ timeout: 90_000 });

const column = (page: Page, label: string) => page.getByLabel(`${t('members.desk.import.map.fieldHead')}: ${label}`, { exact: true });
const tile = (page: Page, label: string) => page.getByRole('main').getByText(label, { exact: true }).first().locator('..');

async function countOn(page: Page, body: number, day: string): Promise<number> {
  await page.goto(`${t.href('/desk/members')}?body=${body}&day=${day}`);
  const text = (await tile(page, t('members.desk.list.whole')).textContent()) ?? '';
  return Number(/[\d.]+/.exec(text)?.[0].replaceAll('.', ''));
}

test('a messy list is mapped, tried, corrected and applied, and counts as of any day', async ({ page, marker }, { project }) => {
  test.setTimeout(240_000);
  const prefix = prefixOf(marker);
  const branch = branches[project.name]!;
  await signIn(page, officer);
  const [before, beforeMarch] = [await countOn(page, branch.id, '2026-06-01'), await countOn(page, branch.id, '2026-03-01')];

  await test.step('columns are guessed; the one in the office’s own words is said once', async () => {
    await upload(page, await messyList(prefix, branch));
    await arrived(page, t('members.desk.import.map.send'));
    await expect(column(page, 'Mã đảng viên')).toHaveValue('code');
    await expect(page.getByRole('main')).toContainText(t('members.desk.import.map.sensitive'));
    await expect(page.getByRole('main')).not.toContainText('075000000001');
    await column(page, 'Tổ').selectOption('body');
    await column(page, 'Ngày về').selectOption('from');
    await button(page, t('members.desk.import.map.send')).click();
  });

  await test.step('every problem is told by row and cell, and in a marked copy', async () => {
    await arrived(page, t('members.desk.import.check.apply', { count: 3 }));
    const main = page.getByRole('main');
    await expect(main).toContainText('E9');
    await expect(main).toContainText(t('members.desk.finding.body.unknown', { text: 'Chi bộ không có' }));
    await expect(main).toContainText('G10');
    const marked = page.getByRole('link', { name: t('members.desk.import.check.marked') });
    // It is written after the dry run; the page says so.
    await expect(async () => {
      await page.reload();
      await expect(marked).toBeVisible({ timeout: 1_000 });
    }).toPass({ timeout: 60_000 });
    const [download] = await Promise.all([page.waitForEvent('download'), marked.click()]);
    const book = new ExcelJS.Workbook();
    await book.xlsx.load((await readFile(await download.path())).buffer as ArrayBuffer);
    const cell = book.worksheets[0]!.getCell('E9');
    expect(cell.value).toBe('Chi bộ không có');
    expect(JSON.stringify(cell.note)).toContain('Chi bộ không có');
    expect(JSON.stringify(book.worksheets[0]!.getSheetValues())).not.toContain('075000000001');
  });

  await test.step('what is in order is applied, and counted on every day', async () => {
    await applyWhenFree(page, 3);
    await told(page, 'members.desk.import.done.moves', { joined: 3, moved: 0, ended: 0 });
    expect(await countOn(page, branch.id, '2026-06-01')).toBe(before + 3);
    expect(await countOn(page, branch.id, '2026-03-01')).toBe(beforeMarch);
    await page.goto(`${t.href('/desk/members')}?body=${branch.id}&q=${encodeURIComponent(prefix)}`);
    await expect(page.getByRole('main')).toContainText('Trần Văn An');
    await expect(page.getByRole('main')).toContainText('Nguyễn Thị Ánh');
    await page.getByRole('link', { name: 'Điểu Bé' }).first().click();
    await expect(page.getByRole('main')).toContainText('20/05/2026');
  });

  await test.step('the same file again changes nothing', async () => {
    await upload(page, await messyList(prefix, branch));
    await arrived(page, t('members.desk.import.map.send'));
    // What was said of the headings is remembered.
    await expect(column(page, 'Tổ')).toHaveValue('body');
    await button(page, t('members.desk.import.map.send')).click();
    await expect(page.getByRole('main')).toContainText(t('members.desk.import.check.nothing'), { timeout: 60_000 });
    await expect(button(page, t('members.desk.import.check.apply', { count: 3 }))).toHaveCount(0);
  });
});

/** Somebody else's list, in the middle of its work. @returns its id */
async function applyingElsewhere(): Promise<number> {
  let id = 0;
  await expect(async () => {
    id = await withClient(async (client) => {
      const { rows } = await client.query<{ id: number }>(`insert into members.import
        (kind, body_id, as_of, state, file_name, file_bytes, started_by, started_at, progress_at)
        select 'members', 100, current_date, 'applying', 'khác.xlsx', 1, id, now(), now() from people.person where sign_in_name = 'quantri' returning id`);
      return rows[0]!.id;
    });
    // One at a time: another project's may be at work.
  }).toPass({ timeout: 60_000 });
  return id;
}

test('a second list waits while one is being applied, and a file that is no list is refused', async ({ page, marker }, { project }) => {
  test.setTimeout(180_000);
  const prefix = prefixOf(marker);
  const branch = branches[project.name]!;
  await signIn(page, officer);
  await page.goto(t.href('/desk/imports/new'));
  await page.setInputFiles('[name=file]', { name: 'danh sách.xlsx', mimeType: 'application/zip', buffer: Buffer.from('PK\u0003\u0004 không phải bảng tính') });
  await button(page, t('members.desk.import.upload.send')).click();
  await expect(page.getByRole('main')).toContainText(t('members.desk.problem.sheet.broken'));

  await upload(page, Buffer.from(`Mã đảng viên;Họ và tên;Chi bộ\n${prefix}9;Thạch Sô Phia;${branch.symbol}\n`));
  await arrived(page, t('members.desk.import.map.send'));
  await button(page, t('members.desk.import.map.send')).click();
  await arrived(page, t('members.desk.import.check.apply', { count: 1 }));
  const other = await applyingElsewhere();
  try {
    await button(page, t('members.desk.import.check.apply', { count: 1 })).click();
    await expect(page.getByRole('main')).toContainText(t('members.desk.problem.import.busy'));
  } finally {
    await withClient((client) => client.query('delete from members.import where id = $1', [other]));
  }
  await applyWhenFree(page, 1);
});
