import { AlignmentType, Document, LevelFormat, Packer, Paragraph, Table, TableCell, TableRow, TextRun, UnderlineType } from 'docx';
import { describe, expect, it } from 'vitest';
import { openWord } from './open.server.ts';
import { readParagraphs, type WordParagraph } from './read.server.ts';

const letters = { reference: 'letters', levels: [{ level: 0, format: LevelFormat.UPPER_LETTER, text: '%1.', alignment: AlignmentType.LEFT }] };
const questions = { reference: 'questions', levels: [{ level: 0, format: LevelFormat.DECIMAL, text: 'Câu %1:', alignment: AlignmentType.LEFT }] };

async function word(children: (Paragraph | Table)[]): Promise<Uint8Array> {
  const document = new Document({ numbering: { config: [letters, questions] }, sections: [{ children }] });
  return new Uint8Array(await Packer.toBuffer(document));
}
const brief = (paragraphs: WordParagraph[]) =>
  paragraphs.map(({ label, runs }) => [label, ...runs.map(({ text, bold, underline, mark }) =>
    `${bold ? 'b:' : ''}${underline ? 'u:' : ''}${mark ? 'm:' : ''}${text}`)].join('|'));

describe('a Word file', () => {
  it('is read with its looks, tabs and line breaks', async () => {
    const bytes = await word([
      new Paragraph({ children: [new TextRun({ text: 'Câu 1. ', bold: true }), new TextRun('Tỷ lệ?')] }),
      new Paragraph({ children: [new TextRun({ children: ['A. một', new (await import('docx')).Tab(), 'B. hai'] })] }),
      new Paragraph({ children: [
        new TextRun({ text: 'C', underline: { type: UnderlineType.SINGLE } }),
        new TextRun({ text: '. ba', break: 0, color: 'FF0000' }),
        new TextRun({ text: 'D. bốn', break: 1, highlight: 'yellow' }),
        new TextRun({ text: ' thường', color: '000000' }),
      ] }),
    ]);
    expect(brief(await readParagraphs(bytes))).toEqual([
      '|b:Câu 1. |Tỷ lệ?', '|A. một\tB. hai', '|u:C|m:. ba', '|m:D. bốn| thường',
    ]);
  });

  it('is read with its automatic numbers', async () => {
    const listed = (reference: string, text: string) => new Paragraph({ text, numbering: { reference, level: 0 } });
    const bytes = await word([
      listed('questions', 'Một?'), listed('letters', 'a'), listed('letters', 'b'), listed('questions', 'Hai?'), listed('letters', 'c'),
    ]);
    expect(brief(await readParagraphs(bytes))).toEqual(['Câu 1:|Một?', 'A.|a', 'B.|b', 'Câu 2:|Hai?', 'C.|c']);
  });

  it('is read with the places of its tables', async () => {
    const row = (...texts: string[]) => new TableRow({ children: texts.map((text) => new TableCell({ children: [new Paragraph(text)] })) });
    const paragraphs = await readParagraphs(await word([new Paragraph('trước'), new Table({ rows: [row('1', '2'), row('A', 'B')] }), new Paragraph('sau')]));
    expect(paragraphs.map(({ runs, cell }) => [runs[0]?.text, cell && `${cell.table} ${cell.row} ${cell.column}`])).toEqual([
      ['trước', null], ['1', '1 0 0'], ['2', '1 0 1'], ['A', '1 1 0'], ['B', '1 1 1'], ['sau', null],
    ]);
  });

  it('keeps the texts of its footnotes, and hands its pictures over', async () => {
    const { FootnoteReferenceRun, ImageRun } = await import('docx');
    const pixel = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
    const document = new Document({
      footnotes: { 1: { children: [new Paragraph('Nghị quyết 59,'), new Paragraph('trang 3')] } },
      sections: [{ children: [
        new Paragraph({ children: [new TextRun('Câu 1. Gì?'), new FootnoteReferenceRun(1)] }),
        new Paragraph({ children: [new ImageRun({ type: 'png', data: pixel, transformation: { width: 1, height: 1 }, altText: { name: 'a', description: 'Sơ đồ' } })] }),
      ] }],
    });
    const opened = await openWord(new Uint8Array(await Packer.toBuffer(document)));
    if (!opened.ok) throw new Error(opened.problems[0]!.code);
    const [first, second] = opened.value.paragraphs;
    expect([first!.footnotes, first!.pictures]).toEqual([['Nghị quyết 59, trang 3'], undefined]);
    const path = second!.pictures![0]!.path;
    expect([second!.footnotes, second!.pictures]).toEqual([undefined, [{ path, text: 'Sơ đồ' }]]);
    expect(opened.value.pictures.get(path)).toBe(pixel.toString('base64'));
  });

  it('is refused when it is something else', async () => {
    await expect(readParagraphs(new Uint8Array(Buffer.from('%PDF-1.7 nothing of Word in here')))).rejects.toMatchObject({ refusal: { code: 'sheet.broken' } });
  });
});

describe('opened in a process of its own', () => {
  it('gives the same paragraphs', async () => {
    const bytes = await word([new Paragraph('Câu 1. Ấp nào?')]);
    expect(await openWord(bytes)).toEqual({ ok: true, value: { paragraphs: await readParagraphs(bytes), pictures: new Map() } });
  });

  it.each<[string, Uint8Array, string]>([
    ['an old .doc', Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1), 'word.old'],
    ['a picture', new Uint8Array(Buffer.from('\x89PNG')), 'word.type'],
    ['a torn archive', new Uint8Array(Buffer.from('PK\x03\x04torn')), 'word.broken'],
  ])('refuses %s', async (_, bytes, code) => {
    expect(await openWord(bytes)).toEqual({ ok: false, problems: [{ code }] });
  });
});
