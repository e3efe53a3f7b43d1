import { expect, it } from 'vitest';
import { openWord } from './open.server.ts';
import { readParagraphs } from './read.server.ts';
import { writeWordFile } from './write.server.ts';

it('a Word file of ours is read as it was written', async () => {
  const bytes = await writeWordFile({ title: 'Ngân hàng câu hỏi', author: 'Cầu Nối' }, [
    { kind: 'question', runs: [{ text: 'Câu 1. ', bold: true }, { text: 'Ấp nào? <b> & "ក"', bold: false }] },
    { kind: 'option', runs: [{ text: 'A. Phú Hòa', bold: true }] },
    { kind: 'heading', runs: [{ text: 'BẢNG ĐÁP ÁN', bold: true }] },
    { kind: 'table', rows: [['Câu', '1'], ['Đáp án', 'A']] },
  ]);
  const opened = await openWord(bytes);
  expect(opened).toEqual({ ok: true, value: { paragraphs: await readParagraphs(bytes), pictures: new Map() } });
  expect(opened.ok && opened.value.paragraphs.map(({ runs, cell }) => [runs.map(({ text, bold }) => `${bold ? 'b:' : ''}${text}`).join('|'), cell && `${cell.row} ${cell.column}`])).toEqual([
    ['b:Câu 1. |Ấp nào? <b> & "ក"', null], ['b:A. Phú Hòa', null], ['b:BẢNG ĐÁP ÁN', null],
    ['Câu', '0 0'], ['1', '0 1'], ['Đáp án', '1 0'], ['A', '1 1'],
  ]);
});
