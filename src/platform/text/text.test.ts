import { describe, expect, it } from 'vitest';
import golden from '#platform/testing/golden.json' with { type: 'json' };
import { comparePeople, compareVi } from './collation.ts';
import { fold, toneKey } from './fold.ts';
import { characters, hasLetters, normalise, normaliseLine } from './normalise.ts';
import { asSymbol, findSymbols, symbolKey } from './symbols.ts';

describe('normalise', () => {
  it.each(golden.nfc)('stores $nfc in composed form', ({ nfd, nfc }) => {
    expect(normalise(nfd)).toBe(nfc.normalize('NFC'));
  });
  it('unifies line ends, drops control characters and ends of lines, keeps ZWSP', () => {
    expect(normalise(' a \r\nb\u0000\u0007\t\rc\u200bd\n\n')).toBe('a\nb\nc\u200bd');
    expect(normaliseLine(' một\n hai\t\tba ')).toBe('một hai ba');
    expect(normalise('\ufeffx\ud800')).toBe('x\ufffd');
  });
  it('counts what a person counts', () => {
    expect(characters('abc')).toBe(3);
    expect(characters('việt'.normalize('NFD'))).toBe(4);
    expect(characters('👨‍👩‍👧')).toBe(1);
    expect(characters('')).toBe(0);
  });
  it('tells letters from signs', () => {
    expect(hasLetters('👍👍 123 !')).toBe(false);
    expect(hasLetters('👍 ạ')).toBe(true);
    expect(hasLetters('ភូមិ')).toBe(true);
  });
});

describe('fold', () => {
  it.each(golden.nfc)('finds $nfc however it was typed', ({ nfd, nfc, foundBy }) => {
    for (const form of [nfd, ...foundBy]) expect(fold(form)).toBe(fold(nfc));
  });
  it.each(golden.tonePlacementSameWord)('%s and %s are one word', (a, b) => {
    expect(fold(a)).toBe(fold(b));
    expect(toneKey(a)).toBe(toneKey(b));
    expect(toneKey(a)).not.toBe(fold(a));
  });
  it("knows one S'tiêng", () => {
    expect(new Set(golden.stiengSpellings.map(fold))).toEqual(new Set(['stieng']));
    expect(new Set(golden.stiengSpellings.map(toneKey))).toEqual(new Set(['stiêng']));
    expect(fold('nextiengs')).toBe('nextiengs');
  });
  it('folds đ, stroked letters, apostrophes and white space', () => {
    expect(fold('  ĐẮK\u00a0Ơ \n K’Rứ ƀă ')).toBe('dak o kru ba');
    expect(fold('ÐỒNG XOÀI')).toBe('dong xoai');
  });
  it('keeps different tones different in the tone key', () => {
    const keys = ['hoa', 'hòa', 'hóa', 'hỏa', 'hõa', 'họa'].map(toneKey);
    expect(new Set(keys).size).toBe(6);
    expect(toneKey('tiến')).not.toBe(toneKey('tién'));
  });
  it('leaves Khmer letters alone', () => {
    expect(fold('ភូមិ\u200bថ្មី')).toBe('ភូមិថ្មី'.normalize('NFC'));
  });
});

describe('collation', () => {
  it('orders words', () => {
    expect([...golden.collationVi].reverse().sort(compareVi)).toEqual(golden.collationVi);
  });
  it('orders people by given name', () => {
    expect([...golden.peopleOrder].reverse().sort(comparePeople)).toEqual(golden.peopleOrder);
  });
});

describe('document symbols', () => {
  it.each(golden.documentSymbols)('%o', ({ same, different }) => {
    if (same) expect(new Set(same.map(symbolKey)).size).toBe(1);
    if (different) expect(new Set(different.map(symbolKey)).size).toBe(different.length);
  });
  it('finds symbols in running text, also across a pasted line break', () => {
    const text =
      'Nghị quyết số 16-\nNQ/TW, NĐ 30/2020/NĐ-CP; Luật 91/2025/QH15, báo cáo 05/BC-STTTT và 780 – QĐ/TU.';
    expect(findSymbols(text)).toEqual([
      ...['16-nq/tw', '30/2020/nd-cp', '91/2025/qh15', '05/bc-stttt', '780-qd/tu'],
    ]);
  });
  it('takes no dates, ranges or addresses for symbols', () => {
    const text = 'ngày 24/11/2026, 3-5 ngày, 378/400, số 12/3 Trần Phú, 3 - Nguyễn Văn An, 60 km/h';
    expect(findSymbols(text)).toEqual([]);
  });
  it('recognises a query that is a symbol', () => {
    expect(asSymbol('780 - qđ/tu')).toBe(symbolKey('780-QĐ/TU'));
    expect(asSymbol('đường 3')).toBeUndefined();
    expect(asSymbol('24/11/2026')).toBeUndefined();
  });
});
