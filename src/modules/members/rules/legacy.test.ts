import { expect, it } from 'vitest';
import { fromVni } from '#platform/text/legacy.ts';
import { converter, noteCell, type Evidence } from './legacy.ts';

const reader = (...texts: string[]) => {
  const evidence: Evidence = new Map();
  for (const text of texts) noteCell(evidence, 'name', text);
  const convert = converter(evidence);
  return (text: string) => convert('name', text);
};

it('a column in an old font is converted, short names too', () => {
  const read = reader('NguyÔn V¨n An', 'Lª ThÞ Hoa', 'TrÇn Hµ', '§øc');
  expect(['NguyÔn V¨n An', '§øc', 'TrÇn Hµ', 'Lª BÐ'].map(read)).toEqual(['Nguyễn Văn An', 'Đức', 'Trần Hà', 'Lê Bé']);
});

it('beside cells in Unicode only what makes no sense as it stands is converted', () => {
  const read = reader('Trần Văn Ấn', 'THẠCH HOÀNG', 'NguyÔn V¨n', 'Ph¹m §øc', 'Lê Hà', 'Bé');
  expect(['Trần Văn Ấn', 'THẠCH HOÀNG', 'Lê Hà', 'Bé', 'NguyÔn V¨n'].map(read)).toEqual([
    'Trần Văn Ấn',
    'THẠCH HOÀNG',
    'Lê Hà',
    'Bé',
    'Nguyễn Văn',
  ]);
});

it('VNI is told apart from TCVN3', () => {
  const typed = ['Nguyeãn Vaên An', 'Leâ Thò Hoa', 'Phaïm Quoác Ñöùc'];
  expect(typed.map(reader(...typed))).toEqual(typed.map((text) => fromVni(text)));
  expect(typed.map(reader(...typed))).toEqual(['Nguyễn Văn An', 'Lê Thị Hoa', 'Phạm Quốc Đức']);
});

it('ordinary Vietnamese, minority and foreign names are left as they are', () => {
  const names = ['Trần Văn An', 'Điểu K’Rứ', 'Y Bêñ Mlô', 'Lâm Sa Rêm', 'José Müller', 'Lê Hà', 'An'];
  expect(names.map(reader(...names))).toEqual(names);
});
