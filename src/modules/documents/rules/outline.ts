/**
 * The outline of an official document: its clauses, each with an anchor that stays the same from version to version,
 * so that a quiz item or a note can cite "Điều 5, khoản 2" and be told when exactly that was amended.
 *
 * Two styles are read (domain facts, "Documents"): of the State, Phần → Chương → Mục → Điều → khoản `1.` → điểm `a)`;
 * of the Party, `I-` → `1.` → `a)`. A number is a marker only where it is the next one, so that a line that happens
 * to begin with "30. " stays text.
 */
import { fold } from '#platform/text/fold.ts';

export const clauseKinds = [
  'opening', 'part', 'chapter', 'section', 'roman', 'article', 'number', 'letter', 'closing',
] as const;
export type ClauseKind = (typeof clauseKinds)[number];

export type Clause = {
  /**
   * Unique in the version: `dieu-5.khoan-2.diem-a`, `I.1.a`; `mo-dau` for what stands before the first clause,
   * `ket-thuc` for recipients and signatures.
   */
  anchor: string;
  /** Anchor of the clause around it; null at the top. */
  parent: string | null;
  kind: ClauseKind;
  /** As the document writes it: "Điều 5", "I", "2", "a". Empty for the opening and the closing. */
  label: string;
  /** The title of the clause; empty where it has none. */
  heading: string;
  /** Its own words without the clauses below it; paragraphs are separated by a line break. */
  text: string;
};

/** What a person should look at before publishing; `line` counts from 1. */
export type OutlineNote = { line: number; code: 'gap' | 'repeated'; label: string; expected: string };
export type Outline = { clauses: Clause[]; notes: OutlineNote[] };

export const OPENING = 'mo-dau';
export const CLOSING = 'ket-thuc';

type Marker = { kind: ClauseKind; label: string; ordinal: number; rest: string };

const ROMAN = /^(M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3}))$/;
const VALUES: Record<string, number> = { I: 1, V: 5, X: 10, L: 50, C: 100, D: 500, M: 1000 };

/** The number that a Roman numeral says; undefined for anything else. */
export function romanValue(text: string): number | undefined {
  if (text === '' || !ROMAN.test(text)) return undefined;
  const digits = [...text].map((sign) => VALUES[sign] as number);
  return digits.reduce((sum, value, at) => sum + (value < (digits[at + 1] ?? 0) ? -value : value), 0);
}

/** Letters of clauses in Vietnamese order: after d comes đ; f, j, w and z are not used, w and z never occur. */
const LETTERS = [...'abcdđeghiklmnopqrstuvxy'];
const WORDS: Record<string, number> = {
  nhất: 1, hai: 2, ba: 3, tư: 4, bốn: 4, năm: 5, sáu: 6, bảy: 7, tám: 8, chín: 9, mười: 10,
};

const ordinalOf = (text: string): number => {
  const word = WORDS[text.toLowerCase().replace(/^thứ\s+/u, '')];
  return word ?? romanValue(text.toUpperCase()) ?? Number(text);
};

/** An ordinal ends at a blank or a sign: "Phần mềm" and "Mục inh" are words. */
const END = String.raw`(?=[\s.:–—-]|$)\s*([.:–—-]?)\s*(.*)$`;
const named: [ClauseKind, RegExp][] = [
  ['part', new RegExp(String.raw`^phần\s+((?:thứ\s+)?(?:[ivxlcdm]+|${Object.keys(WORDS).join('|')}|\d+))${END}`, 'iu')],
  ['chapter', new RegExp(String.raw`^chương\s+([ivxlcdm]+|\d+)${END}`, 'iu')],
  ['section', new RegExp(String.raw`^mục\s+([ivxlcdm]+|\d+)${END}`, 'iu')],
  ['article', new RegExp(String.raw`^điều\s+(\d+[a-zđ]?)${END}`, 'iu')],
];
const titles: Partial<Record<ClauseKind, string>> = { part: 'Phần', chapter: 'Chương', section: 'Mục', article: 'Điều' };

/** "Phần ba số hộ…" and "Điều 5 quy định…" are sentences: without a sign between them a title begins with a capital. */
function readNamed(line: string): Marker | undefined {
  for (const [kind, pattern] of named) {
    const [, label = '', sign, rest = ''] = pattern.exec(line) ?? [];
    const ordinal = kind === 'article' ? Number.parseInt(label, 10) : ordinalOf(label);
    const sentence = !sign && (kind === 'article' ? rest !== '' : /^[^\p{Lu}]/u.test(rest));
    if (label !== '' && ordinal >= 1 && !sentence) return { kind, label: `${titles[kind]} ${label}`, ordinal, rest };
  }
  return undefined;
}

const CLOSE = /^(?:Nơi nhận\s*:|(?:T\/M|TM\.|K\/T|KT\.|T\/L|TL\.|TUQ\.)\s*\p{Lu})/u;

/** A clause that may begin on this line; undefined when the line is text. */
function readMarker(line: string): Marker | undefined {
  if (CLOSE.test(line)) return { kind: 'closing', label: '', ordinal: 1, rest: line };
  const known = readNamed(line);
  if (known) return known;
  const roman = /^([IVXLC]{1,7})\s*[.–—-]\s*(\S.*)$/u.exec(line);
  const value = roman && romanValue(roman[1]!);
  if (roman && value) return { kind: 'roman', label: roman[1]!, ordinal: value, rest: roman[2]! };
  const number = /^(\d{1,3})\s*[.)–—-]\s+(\S.*)$/u.exec(line);
  if (number) return { kind: 'number', label: number[1]!, ordinal: Number(number[1]), rest: number[2]! };
  const letter = /^([a-zđ])\s*[).]\s*(\S.*)$/u.exec(line);
  const place = letter ? LETTERS.indexOf(letter[1]!) : -1;
  if (letter && place >= 0) return { kind: 'letter', label: letter[1]!, ordinal: place + 1, rest: letter[2]! };
  return undefined;
}

const rank = (kind: ClauseKind): number => clauseKinds.indexOf(kind);
/** Counted through the whole document, whatever stands around them. */
const CONTINUOUS: readonly ClauseKind[] = ['part', 'chapter', 'article'];

const steps: Record<ClauseKind, string> = {
  opening: OPENING, part: 'phan-', chapter: 'chuong-', section: 'muc-', article: 'dieu-', roman: '', number: '', letter: '',
  closing: CLOSING,
};

/** Khoản and điểm below an article are named; in the Party's style the signs alone are the citation: `I.2.a`. */
function anchorOf(marker: Marker, parent: Clause | undefined): string {
  const own = marker.label.replace(/^(Phần|Chương|Mục|Điều) /u, '').toLowerCase().replace(/đ/g, 'dd');
  const sign = fold(own).replace(/[^a-z0-9]+/g, '');
  if (marker.kind === 'closing') return CLOSING;
  if (marker.kind === 'article') return `dieu-${sign}`;
  const inArticle = parent?.anchor.startsWith('dieu-') ?? false;
  const prefix = inArticle && marker.kind === 'number' ? 'khoan-' : inArticle && marker.kind === 'letter' ? 'diem-' : '';
  const step = marker.kind === 'roman' ? marker.label : `${prefix || steps[marker.kind]}${sign}`;
  return parent ? `${parent.anchor}.${step}` : step;
}

/** A short first paragraph without a full stop is the clause's title; a sentence is its text. */
const isHeading = (kind: ClauseKind, text: string): boolean =>
  kind !== 'letter' && kind !== 'closing' && text.length <= 250 && !/[.;:,]$/u.test(text);

class Reader {
  readonly clauses: Clause[] = [];
  readonly notes: OutlineNote[] = [];
  /** Open clauses from the top down. */
  #open: Clause[] = [];
  /** Last ordinal by counter. */
  #last = new Map<string, number>();
  /** The paragraph that is being read, and whether it is the first of its clause. */
  #paragraph: { text: string; first: boolean } | undefined;

  /** @returns false when the line is text after all */
  begin(marker: Marker, line: number): boolean {
    if (this.#open.at(-1)?.kind === 'closing') return false;
    const above = this.#open.filter(({ kind }) => kind !== 'opening' && rank(kind) < rank(marker.kind));
    const parent = marker.kind === 'closing' ? undefined : above.at(-1);
    const counter = CONTINUOUS.includes(marker.kind) ? marker.kind : `${parent?.anchor ?? ''} ${marker.kind}`;
    const last = this.#last.get(counter) ?? 0;
    if (!follows(marker, last)) return false;
    const anchor = anchorOf(marker, parent);
    if (this.clauses.some((clause) => clause.anchor === anchor)) {
      this.notes.push({ line, code: 'repeated', label: marker.label, expected: '' });
      return false;
    }
    this.finish();
    if (marker.ordinal > last + 1) this.notes.push({ line, code: 'gap', label: marker.label, expected: String(last + 1) });
    this.#last.set(counter, marker.ordinal);
    this.#enter({ anchor, parent: parent?.anchor ?? null, kind: marker.kind, label: marker.label, heading: '', text: '' },
      parent ? above : []);
    if (marker.rest !== '') this.#paragraph = { text: marker.rest, first: true };
    return true;
  }

  #enter(clause: Clause, above: Clause[]): void {
    this.clauses.push(clause);
    this.#open = [...above, clause];
  }

  /** A new paragraph of the open clause. */
  add(text: string): void {
    this.finish();
    if (this.#open.length === 0) {
      this.#enter({ anchor: OPENING, parent: null, kind: 'opening', label: '', heading: '', text: '' }, []);
    }
    const { kind, heading, text: own } = this.#open.at(-1)!;
    // The title of a chapter often stands on a line of its own.
    this.#paragraph = { text, first: kind !== 'opening' && heading === '' && own === '' };
  }

  /** A line that a PDF has cut off goes on. @returns false when no paragraph is open, or this cannot belong to it */
  extend(line: string): boolean {
    const kind = this.#open.at(-1)?.kind;
    const titled = this.#paragraph?.first && kind !== 'number' && kind !== 'letter';
    if (!this.#paragraph || ((titled || kind === 'closing') && !/^\p{Ll}/u.test(line))) return false;
    this.#paragraph.text += ` ${line}`;
    return true;
  }

  /** Puts the paragraph where it belongs; what follows is another one. */
  finish(): void {
    const clause = this.#open.at(-1);
    if (!this.#paragraph || !clause) return;
    const { text, first } = this.#paragraph;
    this.#paragraph = undefined;
    if (first && isHeading(clause.kind, text)) clause.heading = text;
    else clause.text = clause.text === '' ? text : `${clause.text}\n${text}`;
  }
}

/** A bare number must be the next one, or leave out one before a capital; what is named may leave out any. */
function follows({ kind, ordinal, rest }: Marker, last: number): boolean {
  if (kind === 'number' || kind === 'roman') {
    return ordinal === last + 1 || (last > 0 && ordinal === last + 2 && /^\p{Lu}/u.test(rest));
  }
  // "Điều 5a" comes after "Điều 5".
  return ordinal > last || (kind === 'article' && ordinal === last);
}

const BULLET = /^[-–—+•*]\s+/u;
/** A heading in capitals does not run on into a sentence, nor a sentence into a heading. */
const isCapitals = (text: string): boolean => text === text.toUpperCase() && /\p{L}{2}/u.test(text);

/**
 * Reads the outline of a pasted document. Lines that a PDF has cut are put together again, unless one is empty, a
 * bullet, a heading in capitals, begins a clause, or begins with a capital after a full stop. Nothing is left out: every word stands in exactly one clause.
 */
export function readOutline(text: string): Outline {
  const reader = new Reader();
  let before = '';
  for (const [at, raw] of text.normalize('NFC').split(/\r\n?|\n/).entries()) {
    const line = raw.replace(/\s+/gu, ' ').trim();
    if (line === '') {
      reader.finish();
    } else {
      const marker = readMarker(line);
      const cut = !BULLET.test(line) && isCapitals(line) === isCapitals(before) && !(/[.;:]$/u.test(before) && /^\p{Lu}/u.test(line));
      const read = (marker && reader.begin(marker, at + 1)) || (cut && reader.extend(line));
      if (!read) reader.add(line);
    }
    before = line;
  }
  reader.finish();
  return { clauses: reader.clauses, notes: reader.notes };
}

/** How deep a clause stands, from 0. */
export function depthOf(clauses: readonly Clause[], clause: Clause): number {
  const parent = clauses.find((each) => each.anchor === clause.parent);
  return parent ? depthOf(clauses, parent) + 1 : 0;
}

/** How people cite a clause: "Điều 5, khoản 2, điểm a"; in the Party's style "I, mục 2, điểm a". */
export function citationOf(clauses: readonly Clause[], anchor: string): string {
  const clause = clauses.find((each) => each.anchor === anchor);
  if (!clause) return '';
  const parent = clauses.find((each) => each.anchor === clause.parent);
  const inArticle = parent?.kind === 'article';
  const names: Partial<Record<ClauseKind, string>> = { number: inArticle ? 'khoản' : 'mục', letter: 'điểm', roman: 'phần' };
  const own = [names[clause.kind], clause.label].filter(Boolean).join(' ');
  // An article is known without its chapter.
  if (!parent || clause.kind === 'article') return own;
  return `${citationOf(clauses, parent.anchor)}, ${own}`;
}
