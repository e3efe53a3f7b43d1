import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { depthOf, readOutline, romanValue, type Clause } from './outline.ts';

const brief = (clauses: readonly Clause[]) => clauses.map(({ anchor, heading, text }) => [anchor, heading, text]);

describe('the outline of a document of the State', () => {
  const text = `Căn cứ Luật Tổ chức Chính phủ;
Chương I
QUY ĐỊNH CHUNG

Điều 1. Phạm vi điều chỉnh
Nghị định này quy định về công tác văn thư
theo Điều 5 Luật Lưu trữ.
Điều 2. Đối tượng áp dụng
1. Nghị định này áp dụng đối với:
a) Cơ quan, tổ chức nhà nước;
đ) Doanh nghiệp.
2. Tổ chức chính trị căn cứ khoản
1 Điều này và ngày
30. tháng ấy.
Chương II
SOẠN THẢO VĂN BẢN
Mục 1
THỂ THỨC
Điều 3. Giải thích
Trong Nghị định này:
1. Văn bản là thông tin.
TM. CHÍNH PHỦ
THỦ TƯỚNG
Nơi nhận:
- Ban Bí thư;
- Lưu: VT.`;

  it('has chapters, articles, clauses and points, with anchors as people cite them', () => {
    expect(brief(readOutline(text).clauses)).toEqual([
      ['mo-dau', '', 'Căn cứ Luật Tổ chức Chính phủ;'],
      ['chuong-i', 'QUY ĐỊNH CHUNG', ''],
      ['dieu-1', 'Phạm vi điều chỉnh', 'Nghị định này quy định về công tác văn thư theo Điều 5 Luật Lưu trữ.'],
      ['dieu-2', 'Đối tượng áp dụng', ''],
      ['dieu-2.khoan-1', '', 'Nghị định này áp dụng đối với:'],
      ['dieu-2.khoan-1.diem-a', '', 'Cơ quan, tổ chức nhà nước;'],
      ['dieu-2.khoan-1.diem-dd', '', 'Doanh nghiệp.'],
      ['dieu-2.khoan-2', '', 'Tổ chức chính trị căn cứ khoản 1 Điều này và ngày 30. tháng ấy.'],
      ['chuong-ii', 'SOẠN THẢO VĂN BẢN', ''],
      ['chuong-ii.muc-1', 'THỂ THỨC', ''],
      ['dieu-3', 'Giải thích', 'Trong Nghị định này:'],
      ['dieu-3.khoan-1', '', 'Văn bản là thông tin.'],
      ['ket-thuc', '', 'TM. CHÍNH PHỦ\nTHỦ TƯỚNG\nNơi nhận:\n- Ban Bí thư;\n- Lưu: VT.'],
    ]);
  });

  it('says where a letter was left out', () => {
    expect(readOutline(text).notes).toEqual([{ line: 11, code: 'gap', label: 'đ', expected: '2' }]);
  });

  it('an article keeps its anchor when chapters are put around it', () => {
    const flat = readOutline('Điều 1. A\nĐiều 2. B').clauses.map(({ anchor }) => anchor);
    const chaptered = readOutline('Chương I\nCHUNG\nĐiều 1. A\nChương II\nRIÊNG\nĐiều 2. B').clauses;
    expect(chaptered.filter(({ kind }) => kind === 'article').map(({ anchor }) => anchor)).toEqual(flat);
  });
});

describe('the real plan of the province, as pasted from its PDF', () => {
  const plan = readFileSync(join(import.meta.dirname, '../fixtures/ke-hoach-2022-2025.txt'), 'utf8');
  const { clauses, notes } = readOutline(plan);

  it('has its three parts and their numbers, and nothing else', () => {
    expect(clauses.map(({ anchor }) => anchor)).toEqual([
      'mo-dau', 'I', 'I.1', 'I.2',
      'II', 'II.1', 'II.2', 'II.3', 'II.4', 'II.5', 'II.6', 'II.7', 'II.8',
      'III', 'III.1', 'III.2', 'III.3', 'ket-thuc',
    ]);
    expect(notes).toEqual([]);
  });

  it('has titles that lines of the PDF had cut, and sentences where there is no title', () => {
    const of = (anchor: string) => clauses.find((clause) => clause.anchor === anchor)!;
    expect(of('II.4').heading).toBe('Chú trọng hiệu quả việc học tập, quán triệt các chỉ thị, nghị quyết của Đảng');
    expect(of('III.3').heading).toBe('');
    expect(of('III.3').text).toContain('theo dõi đôn đốc, kiểm tra, giám sát');
    // "phần mềm" and "mục" begin lines of the PDF.
    expect(of('II.8').text).toContain('xây dựng phần mềm ứng dụng (App)');
    expect(depthOf(clauses, of('II.8'))).toBe(1);
  });
});

const word = fc.constantFrom('cán', 'bộ', 'Phần', 'thứ', 'tư', 'mềm', 'Điều', '5.', '1.', 'a)', 'I.', 'Nơi', 'nhận:', 'đảng', '-', 'VÀ', 'Mục', '2');
const page = fc.array(fc.array(word, { maxLength: 6 }), { maxLength: 30 }).map((lines) => lines.map((line) => line.join(' ')).join('\n'));

describe('whatever is pasted', () => {
  it('every word stands in exactly one clause, in its order', () => {
    fc.assert(
      fc.property(page, (text) => {
        const { clauses } = readOutline(text);
        const letters = (value: string) => value.replace(/[^\p{L}\p{N}]/gu, '');
        const kept = clauses.map((clause) => clause.label + clause.heading + clause.text).join('');
        expect(letters(kept)).toBe(letters(text));
      }),
      { numRuns: 2_000 },
    );
  });

  it('anchors are unique, fit an address, and every parent comes before its children', () => {
    fc.assert(
      fc.property(page, (text) => {
        const { clauses } = readOutline(text);
        const anchors = clauses.map(({ anchor }) => anchor);
        expect(new Set(anchors).size).toBe(anchors.length);
        for (const [at, { anchor, parent }] of clauses.entries()) {
          expect(anchor).toMatch(/^[A-Za-z0-9.-]+$/);
          if (parent !== null) expect(anchors.indexOf(parent)).toBeLessThan(at);
          if (parent !== null) expect(anchors).toContain(parent);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it.each([['I', 1], ['IV', 4], ['IX', 9], ['XIV', 14], ['XL', 40], ['IIII', undefined], ['VX', undefined], ['', undefined]])(
    'the numeral %s is %s',
    (text, value) => expect(romanValue(text)).toBe(value),
  );
});
