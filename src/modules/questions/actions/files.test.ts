/** Files of every kind on their way into the bank and out of it again, as an officer brings and takes them. */
import { Document, ImageRun, Packer, Paragraph, TextRun } from 'docx';
import { strToU8, zipSync } from 'fflate';
import ExcelJS from 'exceljs';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findBodyBySymbol, loadBodies } from '#modules/organisation/index.server.ts';
import type { Person, Role } from '#modules/people/index.server.ts';
import { loadPlaces } from '#modules/places/index.server.ts';
import { attachedFiles, fileResponse } from '#platform/files/files.server.ts';
import { redraw } from '#platform/files/image.server.ts';
import { testRuntime, type TestRuntime } from '#platform/testing/runtime.ts';
import { registerCatalogue, translator } from '#platform/words/translate.ts';
import { catalogue } from '#src/words.generated.ts';
import { questionTemplate } from './template.server.ts';
import { readTypedUpload, readUpload } from '../input/upload.ts';
import { exportFormats } from '../rules/exports.ts';
import { EXAMPLES } from '../rules/formats/sheet-write.ts';
import { mediaOfVersions } from '../store/media.server.ts';
import { readBank } from './bank.server.ts';
import { exportBank, readExport } from './export.server.ts';
import { importReport, readImport, saveImport, startImport } from './import.server.ts';
import { understand } from './understand.server.ts';

const now = new Date('2026-11-23T03:00:00Z');
let runtime: TestRuntime;
let body: number;
beforeAll(async () => {
  registerCatalogue(catalogue);
  runtime = await testRuntime();
  await loadPlaces(runtime.db);
  await loadBodies(runtime.db);
  body = (await findBodyBySymbol(runtime.db, 'BTGDVTU', '2026-11-23'))!;
});
afterAll(() => runtime.drop());

const person = (role: Role) => ({
  actor: { kind: 'person', personId: '7c1f3a10-0000-4000-8000-000000000001', name: 'Người mẫu', grants: [{ role, bodyId: body }] } as Person, now,
});
const editor = () => person('editor');
const code = (result: { ok: boolean; problems?: { code: string }[] }) => (result.ok ? 'ok' : result.problems?.[0]?.code);
const everything = { q: '', type: null, state: null, tag: '', page: 1 };

async function upload(format: string, source: Uint8Array | string, name = 'tep.bin') {
  const form = new FormData();
  form.set('format', format);
  form.set('body', String(body));
  form.set('file', new File([source as Uint8Array<ArrayBuffer>], name));
  const read = readUpload(form, readTypedUpload(form));
  return read.ok ? startImport(runtime, read.value, editor()) : read;
}
async function understood(format: string, source: Uint8Array | string, name?: string) {
  const started = await upload(format, source, name);
  if (!started.ok) throw new Error(started.problems[0]!.code);
  const page = await readImport(runtime.db, started.value, editor());
  if (!page.ok) throw new Error(page.problems[0]!.code);
  return page.value;
}

it('the template is filled in, brought back and saved with its difficulties and tags', async () => {
  const template = await questionTemplate(editor());
  const page = await understood('auto', template.ok ? template.value : '');
  expect([page.format, page.items.length, page.notes]).toEqual(['excel', EXAMPLES.length, []]);
  expect(page.items.map(({ item, difficulty = 2 }) => ({ ...item, difficulty }))).toEqual(EXAMPLES);
  expect(page.items.flatMap(({ problems }) => problems)).toEqual([]);
  expect(await saveImport(runtime, page.id, { keep: page.items.map(({ place }) => place), tag: 'đợt 9' }, editor())).toEqual({ ok: true, value: EXAMPLES.length });
});

it.each(exportFormats)('leaves as %s and is told beforehand what the file does not hold', async (format) => {
  const query = { ...everything, tag: 'đợt 9' };
  const page = await readExport(runtime.db, query, format, editor());
  const file = await exportBank(runtime, format, query, editor());
  expect(page.ok && file.ok && [page.value.total, page.value.carried?.count]).toEqual([EXAMPLES.length, file.ok && file.value.count]);
  if (format === 'print' || !file.ok || !page.ok) return;
  const back = await understood('auto', file.value.content, 'tep');
  expect([back.format, back.items.length]).toEqual([format, file.value.count]);
  const left = page.value.carried!.losses.filter((each) => each.left).reduce((sum, each) => sum + each.count, 0);
  expect(left).toBe(EXAMPLES.length - file.value.count);
  expect(back.items.flatMap(({ problems }) => problems)).toEqual([]);
});

it('what is not written in a bank may not be taken from it', async () => {
  expect(code(await readExport(runtime.db, everything, 'word', person('officer')))).toBe('forbidden');
  expect(code(await questionTemplate(person('officer')))).toBe('forbidden');
});

describe('a file that is not as it should be', () => {
  it.each<[string, string, string, string, string]>([
    ['is of another kind than was said', 'word', 'STT,Câu hỏi,A,B,Đáp án\n1,Gì?,a,b,A\n', 'a.docx', 'format.differs'],
    ['is of no kind', 'auto', 'Kính gửi đồng chí', 'thu.txt', 'format.unknown'],
    ['has entities that multiply', 'moodle', '<!DOCTYPE quiz [<!ENTITY a "a">]><quiz>&a;</quiz>', 'a.xml', 'xml.doctype'],
    ['ends in the middle', 'auto', '<quiz><question type="essay">', 'a.xml', 'xml.broken'],
    ['has no question', 'moodle', '<quiz></quiz>', 'a.xml', 'import.empty'],
  ])('%s', async (_, format, source, name, expected) => {
    const started = await upload(format, source, name);
    expect(code(started)).toBe(expected);
    expect(!started.ok && started.problems[0]!.field).toBe('file');
  });

  it('keeps out only the questions that cannot be asked, whatever signs it has', async () => {
    const page = await understood('auto', 'STT,Câu hỏi,A,B,Đáp án,Thẻ\n1,Hai khóa?,a,b,"A, B",\n2,Không khóa?,a,b,,\n3,"Ký tự lạ?",a,b,A,"1,2,3,4,5,6,7,8,9,10,11,12,13,14"\n', 'cau-hoi.csv');
    expect(page.items.map(({ item, problems }) => [item.question.type, problems.map((each) => each.code)])).toEqual([
      ['multiple', []], ['single', ['key.missing']], ['single', []],
    ]);
    expect(page.items[2]!.item.tags.length).toBe(12);
    expect(page.items[2]!.notes.map((note) => note.code)).toEqual(['key.by.column', 'tags.left']);
    expect(code(await saveImport(runtime, page.id, { keep: [0, 2], tag: 'chung' }, editor()))).toBe('ok');
  });

  it('may have signs that no database takes', async () => {
    const page = await understood('gift', `Ký tự \u0000 lạ ${'\ud800'}? {=a\u0000 ~b${'🇻🇳'.repeat(60)}}\n\nKhông đóng ${'🇻🇳'.repeat(60)} {=a`, 'a.txt');
    expect(page.items.map(({ item, problems }) => [item.stem, problems])).toEqual([['Ký tự lạ \ufffd?', []]]);
    expect(page.notes.map((note) => note.code)).toEqual(['braces.open']);
    expect(code(await saveImport(runtime, page.id, { keep: [0], tag: '' }, editor()))).toBe('ok');
  });

  it('has a report with file, line and what was not taken over', async () => {
    const page = await understood('moodle', '<quiz>\n<question type="multichoice"><questiontext><text>Hỏi?</text></questiontext>\n<answer fraction="100"><text>a</text></answer><answer fraction="0"><text>b</text></answer>\n<hint><text>x</text></hint></question>\n<question type="cloze"/></quiz>', 'a.xml');
    const report = await importReport(runtime.db, page.id, translator('vi'), editor());
    expect(report.ok && report.value.split('\r\n').slice(1, 3)).toEqual([
      '2,Hỏi?,Một đáp án đúng,Dòng 4: 1 gợi ý không được nhập', '5,"","",Dạng câu hỏi chưa hỗ trợ: cloze',
    ]);
  });
});

it('a sheet as an office keeps it: titles, headings of two rows, merged questions, a hidden sheet and row, a formula', async () => {
  const book = new ExcelJS.Workbook();
  const cover = book.addWorksheet('Bìa');
  cover.addRow(['BỘ CÂU HỎI']);
  const sheet = book.addWorksheet('Phần I');
  sheet.addRows([
    ['ĐẢNG ỦY PHƯỜNG ĐỒNG XOÀI'], ['BỘ CÂU HỎI TÌM HIỂU NGHỊ QUYẾT'], [],
    ['TT', 'Nội dung câu hỏi', 'Phương án trả lời', '', '', 'Đáp án', 'Chủ đề', 'Điểm'],
    ['', '', 'A', 'B', 'C', '', '', ''], ['(1)', '(2)', '(3)', '(4)', '(5)', '(6)', '(7)', '(8)'],
    [1, 'Tỷ lệ tối thiểu\ntheo kế hoạch?', 95, 98, 100, 'B', 'Chương I', 1], [2, 'Ai dự?', 'Đảng viên', 'Quần chúng', 'Cả hai', 'A, C', '', 1],
    ['PHẦN RIÊNG'], [3, 'Đúng hay sai?', '', '', '', 'Sai', 'Chương II', 1], [4, { formula: 'A1&"x"' }, 'a', 'b', '', 'A', '', 1],
  ]);
  for (const range of ['A1:H1', 'A2:H2', 'A4:A5', 'B4:B5', 'C4:E4', 'F4:F5', 'G4:G5', 'H4:H5', 'G7:G8']) sheet.mergeCells(range);
  sheet.getRow(10).hidden = true;
  const rows = book.addWorksheet('Phần II');
  rows.addRows([['STT', 'Câu hỏi', 'Các phương án', 'Đáp án'], [1, 'Học bù?', 'A. 15 ngày', 'x'], ['', '', 'B. 30 ngày', '']]);
  rows.mergeCells('A2:A3');
  rows.mergeCells('B2:B3');
  book.addWorksheet('Nháp', { state: 'hidden' }).addRow(['x']);
  const page = await understood('auto', new Uint8Array(await book.xlsx.writeBuffer()), 'Bo cau hoi (chinh thuc).xlsx');
  const brief = page.items.map(({ part, line, item: { stem, question, tags }, problems }) => [
    `${part} ${line}`, stem, 'options' in question ? question.options.map(({ text, right }) => (right ? `*${text}` : text)).join(' | ') : JSON.stringify(question), tags.join(), problems.length,
  ]);
  expect(brief).toEqual([
    ['Phần I 7', 'Tỷ lệ tối thiểu\ntheo kế hoạch?', '95 | *98 | 100', 'Chương I', 0],
    ['Phần I 8', 'Ai dự?', '*Đảng viên | Quần chúng | *Cả hai', 'Chương I', 0],
    ['Phần I 10', 'Đúng hay sai?', '{"type":"truefalse","answer":false}', 'Chương II', 0],
    ['Phần I 11', '#CALC!', '*a | b', '', 0],
    ['Phần II 2', 'Học bù?', '*15 ngày | 30 ngày', '', 0],
  ]);
  expect(page.items.map(({ notes }) => notes.map((note) => note.code).filter((each) => each !== 'key.by.column'))).toEqual([[], [], ['row.hidden'], ['formula.uncalculated'], []]);
  expect(page.notes.map(({ part = '', line, code: each, text }) => `${part} ${line} ${each} ${text}`)).toEqual([
    'Bìa 0 heading.missing Bìa', 'Phần I 5 columns.left Điểm', 'Phần I 9 ignored PHẦN RIÊNG', ' 0 sheet.hidden Nháp',
  ]);
});

describe('pictures', () => {
  const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
  const bytes = (text: string) => Uint8Array.from(Buffer.from(text, 'base64'));
  const html = (inner: string, ...files: string[]) =>
    `<questiontext format="html"><text><![CDATA[<p>Nhìn ${inner}</p>]]></text>${files.map((name) => `<file name="${name}" encoding="base64">${pixel}</file>`).join('')}</questiontext>`;
  const img = (name: string, alt = '') => `<img src="@@PLUGINFILE@@/${name}" alt="${alt}">`;

  const held = async (id: number) => [...(await attachedFiles(runtime.db, 'questions.import', [String(id)])).values()].flat().length;
  async function saved(id: number, stem: string) {
    expect(code(await saveImport(runtime, id, { keep: [0], tag: '' }, editor()))).toBe('ok');
    const bank = await readBank(runtime.db, { ...everything, q: stem }, editor());
    const media = bank.ok ? await mediaOfVersions(runtime.db, [bank.value.rows[0]!.id]) : [];
    return media.map(({ kind, option, type, text }) => [kind, option, type, text]);
  }

  it('of Moodle are put to the question and its options; what is no picture is named', async () => {
    const page = await understood('moodle', `<quiz><question type="multichoice">${html(`${img('s%C6%A1.png', 'Sơ đồ tổ chức')}${img('thua.png', 'Hình thừa')}${img('khong.png', 'Không có')}`, 'sơ.png', 'thua.png', 'la.png')}
      <answer fraction="100" format="html"><text><![CDATA[a ${img('a.png')}]]></text><file name="a.png" encoding="base64">${pixel}</file></answer>
      <answer fraction="0" format="html"><text><![CDATA[b <img src="data:image/png;base64,AAAA" alt="Hỏng">]]></text></answer></question></quiz>`, 'a.xml');
    expect(page.items[0]!.notes.map(({ code: each, text }) => `${each} ${text}`)).toEqual([
      'picture.left Hình thừa', 'picture.left Không có', 'picture.left la.png', 'picture.kept Sơ đồ tổ chức', 'picture.wordless a.png', 'picture.refused Hỏng',
    ]);
    expect(await held(page.id)).toBe(2);
    expect(await saved(page.id, 'nhin')).toEqual([['picture', null, 'image/webp', 'Sơ đồ tổ chức'], ['picture', 0, 'image/webp', 'Hình a.png']]);
    const file = await exportBank(runtime, 'moodle', { ...everything, q: 'nhin' }, editor());
    const again = await understood('moodle', file.ok ? file.value.content : '', 'lai.xml');
    expect(again.items[0]!.pictures?.map(({ option, text }) => [option, text])).toEqual([[null, 'Sơ đồ tổ chức'], [0, 'Hình a.png']]);
    expect(again.items[0]!.item.stem).toBe(page.items[0]!.item.stem);
    expect(await held(page.id)).toBe(0);
  });

  it('of a QTI package are found by their paths', async () => {
    const item = '<assessmentItem title="t"><responseDeclaration identifier="R" cardinality="single" baseType="identifier"><correctResponse><value>x</value></correctResponse></responseDeclaration><itemBody><p>Xem gói <img src="../img/s.png" alt="Bản đồ"/></p><choiceInteraction responseIdentifier="R"><simpleChoice identifier="x">a<img src="../img/no.png" alt="Mất"/></simpleChoice><simpleChoice identifier="y">b</simpleChoice></choiceInteraction></itemBody></assessmentItem>';
    const file = zipSync({
      'imsmanifest.xml': strToU8('<manifest><resources><resource type="imsqti_item_xmlv2p1" href="items/1.xml"/></resources></manifest>'),
      'items/1.xml': strToU8(item), 'img/s.png': bytes(pixel),
    });
    const page = await understood('auto', file, 'a.zip');
    expect(page.items[0]!.notes.map(({ code: each, text }) => `${each} ${text}`)).toEqual(['picture.left Mất', 'picture.kept Bản đồ']);
    expect(await saved(page.id, 'xem goi')).toEqual([['picture', null, 'image/webp', 'Bản đồ']]);
  });

  it.each(['word', 'moodle', 'qti'] as const)('leave as %s and come back as any upload would be stored, with what is said of them', async (format) => {
    const stem = `Hình đi rồi về ${format}`;
    const frame = Buffer.alloc(417);
    frame.set([0xff, 0xfb, 0x90, 0x64]);
    const recording = Buffer.concat(Array.from({ length: 8 }, () => frame)).toString('base64');
    const noise = Buffer.from(Array.from({ length: 1_200 * 700 * 3 }, (_, at) => (at * 7 + (at >> 9) * 13) % 256));
    const photo = (await sharp(noise, { raw: { width: 1_200, height: 700, channels: 3 } }).jpeg().toBuffer()).toString('base64');
    const first = await understood('moodle', `<quiz><question type="multichoice"><questiontext format="html"><text><![CDATA[<p>${stem}</p>${img('a.jpg', 'Ảnh &lt;chụp&gt; &quot;đẹp&quot;')}<audio src="@@PLUGINFILE@@/c.mp3" lang="sti">Lời đọc<br>hai dòng</audio>]]></text><file name="a.jpg" encoding="base64">${photo}</file><file name="c.mp3" encoding="base64">${recording}</file></questiontext>
      <answer fraction="100" format="html"><text><![CDATA[một ${img('b.png', 'Biển báo')}]]></text><file name="b.png" encoding="base64">${pixel}</file></answer><answer fraction="0"><text>hai</text></answer></question></quiz>`, 'a.xml');
    const sound = ['audio', null, 'audio/mpeg', 'Lời đọc\nhai dòng'];
    expect((await saved(first.id, stem)).at(-1)).toEqual(sound);
    const query = { ...everything, q: stem };
    const page = await readExport(runtime.db, query, format, editor());
    expect(page.ok && page.value.carried!.losses.map(({ loss }) => loss).filter((loss) => loss === 'picture' || loss === 'recording')).toEqual(format === 'word' ? ['recording'] : []);
    const file = await exportBank(runtime, format, query, editor());
    const content = file.ok ? file.value.content : new Uint8Array();
    const sent = await understand(format, content);
    const pictures = sent.ok ? sent.value.understood.items[0]!.pictures!.map(({ key }) => bytes(sent.value.pictures.get(key)!)) : [];
    const { width, height } = await sharp(pictures[0]).metadata();
    expect([pictures.length, width, height]).toEqual([format === 'word' ? 2 : 3, 960, 560]);
    const again = (await understood('auto', content, 'lai.bin')).items[0]!.pictures!;
    const heard = format === 'word' ? [] : [[null, 'sti', 'Lời đọc\nhai dòng']];
    expect(again.map(({ option, language, text }) => [option, language, text])).toEqual([[null, undefined, 'Ảnh <chụp> "đẹp"'], ...heard, [0, undefined, 'Biển báo']]);
    for (const [at, { fileId, language }] of again.entries()) {
      const drawn = await redraw(pictures[at]!, format === 'word' ? 'jpeg' : 'webp');
      const expected = language ? recording : typeof drawn === 'object' && Buffer.from(drawn.picture.bytes).toString('base64');
      const stored = await fileResponse(runtime.db, runtime.files, fileId, 'original');
      expect(Buffer.from(await stored.arrayBuffer()).toString('base64')).toBe(expected);
    }
  });

  it('of Word stand with the question, or with the option on whose line they are', async () => {
    const picture = (description: string) => new ImageRun({ type: 'png', data: Buffer.from(pixel, 'base64'), transformation: { width: 9, height: 9 }, altText: { name: 'x', description } });
    const line = (...children: (string | ImageRun)[]) => new Paragraph({ children: children.map((each) => (typeof each === 'string' ? new TextRun(each) : each)) });
    const file = await Packer.toBuffer(new Document({ sections: [{ children: [
      line('Câu 1. Biển nào trong Word?'), line(picture('Biển báo')), line('A. một'), line('*B. hai ', picture('Biển cấm')), line('C. ba'),
      line('Câu 2. Hai hình?', picture('Một'), picture('Hai')), line('*A. x'), line('B. y'),
    ] }] }));
    const page = await understood('auto', new Uint8Array(file), 'a.docx');
    expect(page.items.map(({ notes }) => notes.map(({ code: each, text }) => `${each} ${text}`))).toEqual([
      ['key.by.star B', 'picture.kept Biển báo', 'picture.kept Biển cấm'], ['picture.left Hai', 'key.by.star A', 'picture.kept Một'],
    ]);
    expect(await saved(page.id, 'bien nao')).toEqual([['picture', null, 'image/webp', 'Biển báo'], ['picture', 1, 'image/webp', 'Biển cấm']]);
  });
});
