/** Writes a Word file: the blocks on the input as JSON, the bytes of the .docx on the output. Decree 30/2020: A4, Times New Roman. */
import { buffer } from 'node:stream/consumers';
import {
  AlignmentType, BorderStyle, Document, Footer, Header, ImageRun, Packer, PageNumber, Paragraph, Table, TableCell, TableRow, TextRun, WidthType,
} from 'docx';
import type { WordBlock, WordOrder, WordText } from './block.ts';

const { title, author } = JSON.parse(process.argv[2] ?? '') as WordOrder;
const blocks = JSON.parse((await buffer(process.stdin)).toString('utf8')) as WordBlock[];

/** Half points; twentieths of a point. */
const SIZE = 26;
const MM = 56.7;
const mm = (millimetres: number): number => Math.round(millimetres * MM);
const EDGE = { style: BorderStyle.SINGLE, size: 4, color: '000000' };

const runs = (texts: readonly WordText[]): TextRun[] => texts.map(({ text, bold }) => new TextRun({ text, bold }));

type Picture = Extract<WordBlock, { kind: 'picture' }>;
/** At 96 pixels to the inch, of a page whose lines are 165 mm long. */
const ROOM: Record<Picture['below'], { width: number; height: number }> = { question: { width: 480, height: 360 }, option: { width: 240, height: 180 } };

function picture({ below, name, text, base64, width, height }: Picture): Paragraph {
  const room = ROOM[below];
  const scale = Math.min(1, room.width / width, room.height / height);
  const transformation = { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
  const image = new ImageRun({ type: 'jpg', data: Buffer.from(base64, 'base64'), transformation, altText: { name, description: text } });
  return new Paragraph({ children: [image], ...(below === 'question' ? { keepNext: true } : { indent: { left: mm(8) } }) });
}

function paragraph(block: Extract<WordBlock, { runs: WordText[] }>): Paragraph {
  const children = runs(block.runs);
  if (block.kind === 'heading') return new Paragraph({ children, alignment: AlignmentType.CENTER, pageBreakBefore: true, spacing: { after: 120 } });
  if (block.kind === 'option') return new Paragraph({ children, indent: { left: mm(8), hanging: mm(8) }, keepLines: true });
  return new Paragraph({ children, ...(block.kind === 'question' ? { keepNext: true, spacing: { before: 160 } } : {}) });
}

const table = (rows: readonly (readonly string[])[]): Table =>
  new Table({
    width: { size: 100, type: WidthType.PERCENTAGE },
    rows: rows.map((cells) => new TableRow({
      cantSplit: true,
      children: cells.map((text) => new TableCell({
        borders: { top: EDGE, bottom: EDGE, left: EDGE, right: EDGE },
        children: [new Paragraph({ children: [new TextRun(text)] })],
      })),
    })),
  });

const small = (children: (string | TextRun)[]): Paragraph =>
  new Paragraph({ alignment: AlignmentType.CENTER, children: children.map((each) => (typeof each === 'string' ? new TextRun({ text: each, size: 20 }) : each)) });

const document = new Document({
  creator: author,
  title,
  styles: { default: { document: { run: { font: 'Times New Roman', size: SIZE }, paragraph: { spacing: { line: 288 } } } } },
  sections: [{
    properties: {
      page: { size: { width: mm(210), height: mm(297) }, margin: { top: mm(20), bottom: mm(20), left: mm(30), right: mm(15) } },
    },
    headers: { default: new Header({ children: [small([title])] }) },
    footers: { default: new Footer({ children: [small([new TextRun({ children: [PageNumber.CURRENT], size: 20 })])] }) },
    children: blocks.map((block) => (block.kind === 'table' ? table(block.rows) : block.kind === 'picture' ? picture(block) : paragraph(block))),
  }],
});
process.stdout.write(await Packer.toBuffer(document));
