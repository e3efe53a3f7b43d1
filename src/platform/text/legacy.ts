import { isSyllable } from './syllable.ts';

/**
 * Before Unicode, Vietnamese was typed with fonts that draw Vietnamese letters in the places of Latin-1
 * signs. Such text still surfaces in old papers: TCVN 3 ("Uû ban nh©n d©n") and VNI ("UÛy ban nhaân daân").
 */
export type LegacyKind = 'tcvn3' | 'vni';
export type Legacy = { kind: LegacyKind; converted: string };

/**
 * TCVN 5712:1993 VN3: one sign a letter. Capitals with a tone exist only as fonts (.VnTimeH), so they come
 * out small.
 */
const TCVN3_FROM =
  '¸µ¶·¹¨¾»¼½Æ©ÊÇÈÉË®ÐÌÎÏÑªÕÒÓÔÖÝ×ØÜÞãßáâä«èåæçé¬íêëìîóïñòô\u00adøõö÷ùýúûüþ¡¢§£¤¥¦';
const TCVN3_TO =
  'áàảãạăắằẳẵặâấầẩẫậđéèẻẽẹêếềểễệíìỉĩịóòỏõọôốồổỗộơớờởỡợúùủũụưứừửữựýỳỷỹỵĂÂĐÊÔƠƯ';
const tcvn3 = new Map([...TCVN3_FROM].map((sign, at) => [sign, [...TCVN3_TO][at] ?? sign]));

/** VNI-Windows: a vowel followed by a sign for its marks; these are the signs of the small letters. */
const VNI_TONES: Record<string, string> = { ù: '\u0301', ø: '\u0300', û: '\u0309', õ: '\u0303', ï: '\u0323' };
const VNI_CIRCUMFLEX: Record<string, string> = {
  ...{ â: '\u0302', á: '\u0302\u0301', à: '\u0302\u0300' },
  ...{ å: '\u0302\u0309', ã: '\u0302\u0303', ä: '\u0302\u0323' },
};
const VNI_BREVE: Record<string, string> = {
  ...{ ê: '\u0306', é: '\u0306\u0301', è: '\u0306\u0300' },
  ...{ ú: '\u0306\u0309', ü: '\u0306\u0303', ë: '\u0306\u0323' },
};
const VNI_ALONE: Record<string, string> = {
  ...{ ô: 'ơ', ö: 'ư', ñ: 'đ', í: 'í', ì: 'ì', æ: 'ỉ', ó: 'ĩ', ò: 'ị', î: 'ỵ' },
};
const VNI_SIGN = /([aeouyôö])([ùøûõïâáàåãäêéèúüë])|[ôöñíìæóòî]/gi;

export function fromTcvn3(text: string): string {
  return [...text].map((sign) => tcvn3.get(sign) ?? sign).join('');
}

export function fromVni(text: string): string {
  return text.normalize('NFC').replace(VNI_SIGN, (whole, vowel?: string, sign?: string) => {
    if (!vowel || !sign) return matchCase(VNI_ALONE[whole.toLowerCase()] ?? whole, whole);
    const base = matchCase(VNI_ALONE[vowel.toLowerCase()] ?? vowel, vowel);
    const marks = vniMarks(vowel.toLowerCase(), sign.toLowerCase());
    return marks ? (base + marks).normalize('NFC') : base + sign;
  });
}

function vniMarks(vowel: string, sign: string): string | undefined {
  return (
    VNI_TONES[sign] ??
    ('aeo'.includes(vowel) ? VNI_CIRCUMFLEX[sign] : undefined) ??
    (vowel === 'a' ? VNI_BREVE[sign] : undefined)
  );
}

const matchCase = (letter: string, model: string): string =>
  model === model.toUpperCase() && model !== model.toLowerCase() ? letter.toUpperCase() : letter;

/**
 * Letters that only Unicode Vietnamese has: a text with one of them is not legacy, whatever else it contains.
 */
const UNICODE_VIETNAMESE = /[ĂăĐđĨĩŨũƠơƯư\u1ea0-\u1ef9\u0300-\u036f]/;
const LATIN1_SIGN = /[\u00a1-\u00ff]/;

/**
 * Recognises text in a legacy font and converts it, for a preview that a person confirms. Conservative: at
 * least two different words must be no Vietnamese as they stand and Vietnamese after conversion, they must be
 * a good part of the text, and nothing may speak against. Undefined for everything else, ordinary Vietnamese
 * above all.
 */
export function detectLegacy(text: string): Legacy | undefined {
  if (!LATIN1_SIGN.test(text) || UNICODE_VIETNAMESE.test(text)) return undefined;
  const words = [...new Set(text.match(/[A-Za-z\u00a1-\u00ff]+/g) ?? [])];
  const tcvn3Words = evidence(words, fromTcvn3);
  const vniWords = evidence(words, fromVni);
  if (Math.max(tcvn3Words, vniWords) === 0) return undefined;
  return tcvn3Words >= vniWords
    ? { kind: 'tcvn3', converted: fromTcvn3(text) }
    : { kind: 'vni', converted: fromVni(text) };
}

/** How many different words only make sense after conversion; 0 when anything speaks against it. */
function evidence(words: string[], convert: (text: string) => string): number {
  let becomes = 0;
  let noise = 0;
  for (const word of words) {
    const converted = convert(word);
    if (isSyllable(converted)) {
      if (isSyllable(word)) {
        // Also Vietnamese as it stands ("cã", "bé", plain "ban"): says nothing, unless a sign has no place in
        // the font.
        if (converted === word && /[^A-Za-zíìÍÌ]/.test(word)) return 0;
      } else becomes += 1;
    } else if (isSyllable(word) && LATIN1_SIGN.test(word)) return 0;
    else noise += 1;
  }
  const enough = becomes >= 2 && becomes >= words.length * 0.3 && becomes >= noise * 2;
  return enough ? becomes : 0;
}
