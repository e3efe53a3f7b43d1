/** Every format through its real bytes and the processes that open them. */
import { strToU8, zipSync } from 'fflate';
import fc from 'fast-check';
import { Document, FootnoteReferenceRun, Packer, Paragraph, Table, TableCell, TableRow, TextRun } from 'docx';
import { describe, expect, it } from 'vitest';
import type { Format } from '../rules/bank.ts';
import { exportFormats, picturedFormats, type ExportFormat } from '../rules/exports.ts';
import { bankItems, type BankItem } from '../rules/formats/carry.ts';
import { EXAMPLES } from '../rules/formats/sheet-write.ts';
import { problemsOf } from '../rules/item.ts';
import { recognise } from '../rules/recognise.ts';
import { bytesOf, carriedBy } from './export-file.server.ts';
import { bankItem, expectKept, illustratedItem } from './formats-testing.ts';
import { understand } from './understand.server.ts';

const readable = exportFormats.filter((format): format is Exclude<ExportFormat, 'print'> => format !== 'print');
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const code = (result: Awaited<ReturnType<typeof understand>>) => (result.ok ? 'ok' : result.problems[0]!.code);

describe.each(readable)('a file of %s', (format) => {
  it('of 250 questions of every kind comes back as it left, and is known by what is in it', async () => {
    const given: BankItem[] = [...EXAMPLES, ...fc.sample(bankItem, { numRuns: 250, seed: 59 })];
    const { items, told } = await carriedBy(format, given);
    const file = await bytesOf(format, items);
    expect(recognise(file, 'tep')).toBe(format);
    const understood = await understand(format, file);
    expect(code(understood)).toBe('ok');
    expectKept(given, told, understood.ok ? bankItems(understood.value.understood) : []);
  });

  it('that is torn, turned or mere noise is refused or understood, and never fails', async () => {
    const file = await bytesOf(format, EXAMPLES.slice(0, format === 'aiken' ? 1 : undefined));
    const random = fc.sample(fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), byte: fc.nat({ max: 255 }) }), { numRuns: 6, seed: 7 });
    const files = [
      ...random.map(({ at }) => file.slice(0, Math.floor(at * file.length))),
      ...random.map(({ at, byte }) => file.with(Math.floor(at * (file.length - 1)), byte)),
      fc.sample(fc.uint8Array({ minLength: 500, maxLength: 5_000 }), { numRuns: 1, seed: 3 })[0]!,
    ];
    for (const each of files) {
      recognise(each, 'tep.docx');
      const understood = await understand(format, each);
      if (!understood.ok) expect(understood.problems[0]!.code).toMatch(/^(?:word|sheet|xml)\./u);
    }
  });
});

it.each(picturedFormats.filter((format) => format !== 'print'))('a file of %s brings pictures and recordings back to their places, as their bytes were', async (format) => {
  const given = fc.sample(illustratedItem, { numRuns: 80, seed: 12 });
  const { items, told } = await carriedBy(format, given);
  const brought = await understand(format as Format, await bytesOf(format, items));
  const { understood, pictures } = brought.ok ? brought.value : { understood: { items: [], notes: [] }, pictures: new Map<string, string>() };
  expectKept(given, told, bankItems(understood));
  const lost = new Set(told.filter(({ losses }) => losses.includes('picture') || losses.includes('recording')).map(({ place }) => given[place]));
  expect(lost.size).toBeLessThan(format === 'qti' ? 1 : 40);
  expect(items.flatMap((item, at) => (lost.has(item) ? [] : (understood.items[at]!.pictures ?? []).map(({ key }) => pictures.get(key)))))
    .toEqual(items.flatMap((item) => (lost.has(item) ? [] : (item.shown ?? []).map(({ base64 }) => base64))));
});

describe('what is no file of questions', () => {
  const bomb = zipSync({ 'imsmanifest.xml': strToU8('<m/>'), 'xl/workbook.xml': strToU8('<w/>'), '[Content_Types].xml': strToU8('<t/>'), 'word/document.xml': new Uint8Array(30_000_000) });
  const macros = (path: string) => zipSync({ '[Content_Types].xml': strToU8('<t/>'), [path]: strToU8('<w/>'), 'word/vbaProject.bin': strToU8('x'), 'imsmanifest.xml': strToU8('<m/>') });
  const laughs = bytes('<?xml version="1.0"?><!DOCTYPE quiz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><quiz>&b;</quiz>');

  it.each<[string, Format, Uint8Array, string]>([
    ['a bomb as Word', 'word', bomb, 'word.bomb'],
    ['a bomb as Excel', 'excel', bomb, 'sheet.bomb'],
    ['a bomb as QTI', 'qti', bomb, 'xml.bomb'],
    ['Word with macros, renamed', 'word', macros('word/document.xml'), 'word.macros'],
    ['Excel with macros, renamed', 'excel', macros('xl/workbook.xml'), 'sheet.macros'],
    ['a package with macros', 'qti', macros('a.xml'), 'xml.macros'],
    ['entities that multiply', 'moodle', laughs, 'xml.doctype'],
    ['XML of somebody else', 'moodle', bytes('<rss/>'), 'xml.notMoodle'],
    ['a test without items', 'qti', bytes('<assessmentTest/>'), 'xml.notQti'],
    ['a list of people', 'excel', bytes('Mã,Họ và tên\n1,Thị Bé\n'), 'sheet.heading'],
    ['nothing', 'excel', new Uint8Array(), 'sheet.empty'],
  ])('%s is refused in words', async (_, format, file, expected) => {
    expect(code(await understand(format, file))).toBe(expected);
  });

  it.each<[string, Uint8Array, string, Format | undefined]>([
    ['a sheet as .docx', zipSync({ 'xl/workbook.xml': strToU8('<w/>') }), 'cau-hoi.docx', 'excel'],
    ['an old .xls', Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1), 'cau-hoi.xls', 'excel'],
    ['a torn archive by its ending', bytes('PK\x03\x04torn'), 'cau-hoi.zip', 'qti'],
    ['a page', bytes('<!DOCTYPE html><html/>'), 'cau-hoi.xml', undefined],
    ['Moodle below a comment', bytes('\uFEFF<?xml version="1.0"?>\n<!-- question: 1 -->\n<quiz/>'), 'a.txt', 'moodle'],
    ['an item with a prefix', bytes('<qti:assessmentItem xmlns:qti="x"/>'), 'a.xml', 'qti'],
    ['a letter', bytes('Kính gửi đồng chí,'), 'thu.txt', undefined],
    ['a text table', bytes('STT;Câu hỏi;A;B;Đáp án\n1;Gì?;a;b;A\n'), 'a.txt', 'excel'],
  ])('%s is known for what it is', (_, file, name, expected) => {
    expect(recognise(file, name)).toBe(expected);
  });
});

const cell = (...lines: string[]) => new TableCell({ children: lines.map((line) => new Paragraph(line)) });
const row = (...cells: string[]) => new TableRow({ children: cells.map((text) => cell(...text.split('\n'))) });

it('a Word file of 2,000 questions with tables and footnotes is understood to the last one', async () => {
  const footnotes = Object.fromEntries(Array.from({ length: 500 }, (_, at) => [at + 1, { children: [new Paragraph(`Nghị quyết ${at + 1}, trang ${at % 90}`)] }]));
  const children: (Paragraph | Table)[] = [];
  for (let number = 1; number <= 1_500; number += 1) {
    const key = number % 4;
    const note = number % 3 === 0 ? [new FootnoteReferenceRun(number / 3)] : [];
    children.push(new Paragraph({ children: [new TextRun({ text: `Câu ${number}. `, bold: true }), new TextRun(`Nội dung thứ ${number} của nghị quyết quy định điều gì?`), ...note] }));
    if (number % 5 === 0) children.push(new Table({ rows: [row('Năm', '2024', '2025'), row('Tỷ lệ', '97,5', '98,2')] }));
    const options = ['A', 'B', 'C', 'D'].map((letter, at) => ({ text: `${letter}. Phương án ${at + 1} của câu ${number}`, bold: at === key }));
    if (number % 7 === 0) {
      const side = (at: number) => new TableCell({ children: [new Paragraph({ children: [new TextRun(options[at]!)] })] });
      children.push(new Table({ rows: [new TableRow({ children: [side(0), side(2)] }), new TableRow({ children: [side(1), side(3)] })] }));
    } else children.push(...options.map((option) => new Paragraph({ children: [new TextRun(option)] })));
  }
  const rows = Array.from({ length: 500 }, (_, at) => row(String(at + 1), `Câu trong bảng số ${at + 1}?`, 'một', 'hai', 'ba', 'bốn', 'ABCD'[at % 4]!));
  children.push(new Table({ rows: [row('TT', 'Nội dung câu hỏi', 'A', 'B', 'C', 'D', 'Đáp án'), ...rows] }));
  const file = new Uint8Array(await Packer.toBuffer(new Document({ footnotes, sections: [{ children }] })));
  const understood = await understand('word', file);
  const { items, notes } = understood.ok ? understood.value.understood : { items: [], notes: [] };
  expect([items.length, notes]).toEqual([2_000, []]);
  expect(items.filter(({ item }) => problemsOf(item).length > 0)).toEqual([]);
  const rightOf = (at: number) => {
    const { question } = items[at]!.item;
    return 'options' in question ? question.options.map(({ right }) => right).indexOf(true) : -1;
  };
  expect(items.every((_, at) => rightOf(at) === (at < 1_500 ? (at + 1) % 4 : (at - 1_500) % 4))).toBe(true);
  expect(items[34]!.item).toMatchObject({ stem: 'Nội dung thứ 35 của nghị quyết quy định điều gì?\nNăm | 2024 | 2025\nTỷ lệ | 97,5 | 98,2' });
  expect(items[34]!.notes.map((note) => note.code)).toContain('table.inside');
  expect(items[2]!.item.explanation).toBe('Nghị quyết 1, trang 0');
  expect(items.filter(({ notes: own }) => own.some((note) => note.code === 'footnote.moved')).length).toBe(500);
}, 60_000);
