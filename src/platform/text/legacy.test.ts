import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import golden from '#platform/testing/golden.json' with { type: 'json' };
import { detectLegacy, fromTcvn3, fromVni } from './legacy.ts';
import { isSyllable } from './syllable.ts';

/** Small letters: the font decides about capitals in TCVN 3. */
const sentences = [
  'Ủy ban nhân dân thành phố đề nghị các phường, xã báo cáo kết quả trước ngày 15 tháng 11',
  'về việc sửa chữa đường giao thông nông thôn và cầu tạm qua suối ở ấp biên giới',
  'kính gửi đồng chí bí thư chi bộ: hội nghị học tập, quán triệt nghị quyết được tổ chức vào thứ bảy',
  'trạm y tế thiếu thuốc, người dân phải đi xa; kiến nghị bổ sung bác sĩ và xe cứu thương',
  'ruộng lúa bị ngập úng, mương thoát nước đã hỏng từ lâu, vẫn chưa thấy ai khắc phục',
];
const TCVN3_SIGNS = Array.from({ length: 0x5f }, (_, at) => String.fromCharCode(0xa1 + at));
const toTcvn3 = new Map(
  TCVN3_SIGNS.map((sign) => [fromTcvn3(sign), sign] as const).filter(([to, from]) => to !== from),
);
const encodeTcvn3 = (text: string) => [...text].map((letter) => toTcvn3.get(letter) ?? letter).join('');

const VNI_SIGNS = [...'ùøûõïâáàåãäêéèúüëÙØÛÕÏÂÁÀÅÃÄÊÉÈÚÜË'];
const pairs = [...'aeouyôöAEOUYÔÖ'].flatMap((vowel) => VNI_SIGNS.map((sign) => vowel + sign));
const sameCase = (pair: string) => (pair === pair.toLowerCase()) || (pair === pair.toUpperCase());
const toVni = new Map(
  [...pairs.filter(sameCase), ...'ôöñíìæóòîÔÖÑÍÌÆÓÒÎ']
    .map((signs) => [fromVni(signs), signs] as const)
    .filter(([to]) => to.length === 1),
);
const encodeVni = (text: string) => [...text].map((letter) => toVni.get(letter) ?? letter).join('');

describe('legacy fonts', () => {
  it.each(golden.legacyTcvn3)('$input is $output', ({ input, output }) => {
    expect(detectLegacy(input)).toEqual({ kind: 'tcvn3', converted: output });
  });
  it('reads VNI', () => {
    const found = detectLegacy('UÛy ban nhaân daân phöôøng Ñoàng Xoaøi');
    expect(found).toEqual({ kind: 'vni', converted: 'Ủy ban nhân dân phường Đồng Xoài' });
  });
  it.each(sentences)('reads back: %s', (sentence) => {
    const small = sentence.toLowerCase();
    expect(detectLegacy(encodeTcvn3(small))).toEqual({ kind: 'tcvn3', converted: small });
    expect(detectLegacy(encodeVni(sentence))).toEqual({ kind: 'vni', converted: sentence });
  });
  it('covers every letter', () => {
    const letters = 'áàảãạăắằẳẵặâấầẩẫậđéèẻẽẹêếềểễệíìỉĩịóòỏõọôốồổỗộơớờởỡợúùủũụưứừửữựýỳỷỹỵ';
    for (const letter of letters) {
      expect(fromTcvn3(encodeTcvn3(letter))).toBe(letter);
      expect(fromVni(encodeVni(letter))).toBe(letter);
      expect(fromVni(encodeVni(letter.toUpperCase()))).toBe(letter.toUpperCase());
    }
  });
});

describe('text that is not legacy', () => {
  it.each([
    ...sentences,
    'Cô bé bán cá, bà già và con bò',
    'Toà án, hoà bình, thuý, quý, khoá, loà xoà',
    'Là bã mía, cá rô, tôi có hai bò',
    'Copyright © 2024 Ủy ban – Microsoft® Windows®, 5 µm ± 2 µm, 12 m², ½ giờ, 30 °C',
    'Copyright © 2024 Company®, 5 µm and 7 µm, «hello»',
    "L'été, le café où la mère a goûté des crêpes était déjà fermé; François naît à Nîmes, né à Orléans",
    'Die Mädchen grüßen für über zwölf Brüder, schön, Tür, süß',
    'El niño mañana comió piñas en el jardín; não, coração, São José',
    'ភូមិថ្មីត្រូវការផ្លូវល្អ',
    '👍👍 ok !!! ©©©',
    '',
  ])('%s', (text) => {
    expect(detectLegacy(text)).toBeUndefined();
  });

  it('is any sentence of Vietnamese syllables', () => {
    const syllables = sentences.join(' ').normalize('NFC').split(/[\s,;:]+/);
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...syllables), { minLength: 1, maxLength: 12 }), (words) => {
        expect(detectLegacy(words.join(' '))).toBeUndefined();
      }),
    );
  });

  it('is any sentence of Vietnamese words that use no letter beyond Latin-1', () => {
    const words = 'cá là bé hoà toà án cô tôi quê nhà bò có và khoá ý kê bã xã vì thú em ba'.split(' ');
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words), { maxLength: 12 }), (some) => {
        expect(detectLegacy(some.join(' '))).toBeUndefined();
      }),
      { numRuns: 2_000 },
    );
  });
});

it('knows the shape of a syllable', () => {
  for (const word of sentences.join(' ').match(/\p{L}+/gu) ?? []) expect(isSyllable(word), word).toBe(true);
  for (const word of ['this', 'road', 'nhaân', 'nh©n', 'toàt', 'àá', 'Windows']) {
    expect(isSyllable(word), word).toBe(false);
  }
});
