/** Lists typed with the fonts of before Unicode: which columns are, and what their cells say. */
import { detectLegacy, fromTcvn3, fromVni, type LegacyKind } from '#platform/text/legacy.ts';
import { isSyllable } from '#platform/text/syllable.ts';
import type { Field } from './fields.ts';

/** Letters that only Unicode Vietnamese has: a cell with one is not legacy. */
const UNICODE = /[ĂăĐđĨĩŨũƠơƯư\u1ea0-\u1ef9\u0300-\u036f]/;
const SIGN = /[\u00a1-\u00ff]/;
/** Different cells that are looked at; a thousand names hold every sign of a font many times. */
const ENOUGH = 1_000;
const TEXT_FIELDS: readonly Field[] = ['name', 'family', 'given', 'body', 'above', 'exemptReason', 'kind', 'parent', 'basis'];

const wordsOf = (text: string): string[] => text.match(/[\p{L}\p{M}\u00a1-\u00ff]+/gu) ?? [];
const isVietnamese = (text: string): boolean => wordsOf(text).every((word) => isSyllable(word));
const read: Record<LegacyKind, (text: string) => string> = { tcvn3: fromTcvn3, vni: fromVni };
/** Cannot be read as it stands, and could be read after conversion. */
const isSuspect = (text: string): boolean => SIGN.test(text) && !UNICODE.test(text) && !isVietnamese(text);

type Column = { suspects: Set<string>; unicode: boolean };
export type Evidence = Map<Field, Column>;

/** Notes what a cell says about its column; call it for every cell, in any order. */
export function noteCell(evidence: Evidence, field: Field, text: string): void {
  if (text === '' || !TEXT_FIELDS.includes(field)) return;
  const column = evidence.get(field) ?? { suspects: new Set<string>(), unicode: false };
  evidence.set(field, column);
  if (UNICODE.test(text)) column.unicode = true;
  else if (column.suspects.size < ENOUGH && isSuspect(text)) column.suspects.add(text);
}

export type Convert = (field: Field, text: string) => string;

/** How to read the cells of each column, once all have been noted; the same text back for everything else. */
export function converter(evidence: Evidence): Convert {
  const kinds = new Map<Field, { kind: LegacyKind; whole: boolean }>();
  for (const [field, { suspects, unicode }] of evidence) {
    const kind = fontOf([...suspects]);
    if (kind) kinds.set(field, { kind, whole: !unicode });
  }
  return (field, text) => {
    const known = kinds.get(field);
    if (!known || UNICODE.test(text) || !SIGN.test(text)) return text;
    // Beside cells in Unicode, "Hà" is Hà; only what makes no sense as it stands is old.
    if (!known.whole && isVietnamese(text)) return text;
    return read[known.kind](text).normalize('NFC');
  };
}

/** The font in which most of these cells make sense; a name from abroad among them speaks against nothing. */
function fontOf(suspects: readonly string[]): LegacyKind | undefined {
  if (suspects.length < 2) return detectLegacy(suspects.join(' '))?.kind;
  const sensible = (kind: LegacyKind) => suspects.filter((text) => isVietnamese(read[kind](text))).length;
  const [tcvn3, vni] = [sensible('tcvn3'), sensible('vni')];
  if (Math.max(tcvn3, vni) < Math.max(2, suspects.length / 2)) return undefined;
  return tcvn3 >= vni ? 'tcvn3' : 'vni';
}
