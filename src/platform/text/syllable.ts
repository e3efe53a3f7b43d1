/** Rhymes of Vietnamese without tone, by their first letter: enough to tell Vietnamese from noise. */
const RHYMES = new Set(
  `a ai ao au ay am an ang anh ac ach ap at ăm ăn ăng ăc ăp ăt âm ân âng âc âp ât âu ây
  e em en eng ec ep et eo ê êm ên ênh êch êp êt êu
  i ia im in inh ich ip it iu iêm iên iêng iêc iêp iêt iêu y yêm yên yêng yêt yêu
  o oi om on ong oc op ot oong ooc oa oai oao oay oam oan oang oanh oac oach oap oat oe oen oeo oet
  oăm oăn oăng oăc oăt ô ôi ôm ôn ông ôc ôp ôt ơ ơi ơm ơn ơp ơt
  u ua ui um un ung uc up ut uôi uôm uôn uông uôc uôt uê uênh uêch uân uâng uât uây uơ
  uy uya uyên uyêt uynh uych uyt uyu uyp
  ư ưa ưi ưu ưm ưn ưng ưc ưt ươi ươu ươm ươn ương ươc ươp ươt`.split(/\s+/),
);
const ONSETS = [
  ...['ngh', 'ng', 'nh', 'gh', 'gi', 'kh', 'ch', 'ph', 'th', 'tr', 'qu'],
  ...['b', 'c', 'd', 'đ', 'g', 'h', 'k', 'l', 'm', 'n', 'p', 'r', 's', 't', 'v', 'x', ''],
];
const TONE = /[\u0300\u0301\u0303\u0309\u0323]/g;
/** Syllables that end in a stop carry only the acute tone or the dot below. */
const STOP = /(?:c|ch|p|t)$/;

/**
 * Whether a word has the shape of one Vietnamese syllable, in any case and with the tone on any of its
 * vowels.
 */
export function isSyllable(word: string): boolean {
  const decomposed = word.normalize('NFD').toLowerCase();
  const tones = decomposed.match(TONE) ?? [];
  if (tones.length > 1) return false;
  const bare = decomposed.replace(TONE, '').normalize('NFC');
  if (STOP.test(bare) && tones.length === 1 && !/[\u0301\u0323]/.test(tones[0] ?? '')) return false;
  return ONSETS.some((onset) => bare.startsWith(onset) && RHYMES.has(bare.slice(onset.length)));
}
