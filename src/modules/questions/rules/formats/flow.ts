/**
 * What is left of a page's text when its looks are gone: paragraphs, lists, rows of tables, small and raised digits.
 * Only elements on these lists are let through; whatever else was there is named, so that a person looks at it.
 */
import type { Markup } from '#platform/markup/tree.ts';
import { audioLanguages, type AudioLanguage } from '../media.ts';
import { quote } from './understood.ts';

const BLOCKS = new Set(('p div ul ol dl dt dd table thead tbody tfoot caption tr h1 h2 h3 h4 h5 h6 blockquote pre section '
  + 'article header footer main center figure figcaption address prompt rubricBlock itemBody').split(' '));
const INLINE = new Set(('b strong i em u s strike del ins span font a small big code tt kbd var q cite abbr acronym mark '
  + 'label bdo time wbr colgroup col').split(' '));
/** Dropped with everything in them. */
const SILENT = new Set(['script', 'style', 'head', 'title', 'template', 'noscript']);
const PICTURES: Record<string, string> = {
  img: 'picture', svg: 'picture', canvas: 'picture', picture: 'picture', audio: 'media', video: 'media', iframe: 'media',
  object: 'media', embed: 'media', math: 'formula',
};
const RAISED = { '0': '⁰', '1': '¹', '2': '²', '3': '³', '4': '⁴', '5': '⁵', '6': '⁶', '7': '⁷', '8': '⁸', '9': '⁹', '+': '⁺', '-': '⁻' };
const LOWERED = { '0': '₀', '1': '₁', '2': '₂', '3': '₃', '4': '₄', '5': '₅', '6': '₆', '7': '₇', '8': '₈', '9': '₉', '+': '₊', '-': '₋' };

const shifted = (text: string, table: Record<string, string>, sign: string): string => {
  const letters = [...text.trim()];
  return letters.every((letter) => letter in table) ? letters.map((letter) => table[letter]).join('') : `${sign}(${text.trim()})`;
};

export type Flowed = {
  text: string;
  /** `picture`, `media`, `formula` with their names, `html` with the names of unknown elements. */
  left: Left[];
};

/** `src`, `alt`: address and description, of a picture; of a recording that says its `language`, the words within it. */
type Left = { what: 'picture' | 'media' | 'formula' | 'html'; name: string; src?: string; alt?: string; language?: AudioLanguage };

/** One note for each thing that is no text, at the element in which it stood. */
export function noteLeft(left: Flowed['left'], note: (code: string, text: string, at: Markup) => void, at: Markup, take?: Take): void {
  for (const { what, name, src, alt, language } of left) {
    const taken = src !== undefined && take?.(src, alt ?? '', language);
    if (what !== 'html' && !taken) note(`${what}.left`, name, at);
  }
  const unknown = left.filter(({ what }) => what === 'html').map(({ name }) => name);
  if (unknown.length > 0) note('html.left', quote([...new Set(unknown)].join(', ')), at);
}

/** Takes a picture or recording by its address; false when there is no place or no content for it. */
export type Take = (src: string, alt: string, language?: AudioLanguage) => boolean;

export class Flow {
  readonly #left: Left[] = [];
  #text = '';
  #silent: string[] = [];
  #lists: number[] = [];
  #shift: { name: string; from: number }[] = [];
  #sound: { name: string; from: number; left: Left } | undefined;

  open(name: string, attributes: Readonly<Record<string, string>> = {}): void {
    if (this.#silent.length > 0 || SILENT.has(name)) return void this.#silent.push(name);
    const picture = PICTURES[name];
    if (picture) this.#beside(name, picture as 'picture', attributes);
    else if (name === 'br') this.#text += '\n';
    else if (name === 'hr') this.#break();
    else if (name === 'sup' || name === 'sub') this.#shift.push({ name, from: this.#text.length });
    else if (name === 'td' || name === 'th') this.#text += '\u0001';
    else if (name === 'li') this.#item();
    else if (BLOCKS.has(name)) this.#block(name);
    else if (!INLINE.has(name)) this.#left.push({ what: 'html', name });
  }

  close(name: string): void {
    if (this.#silent.length > 0) {
      const at = this.#silent.lastIndexOf(name);
      if (at >= 0) this.#silent.length = at;
    } else if (name === this.#sound?.name) this.#endSound(this.#sound);
    else if (name === 'sup' || name === 'sub') this.#endShift(name);
    else if (name === 'ul' || name === 'ol') {
      this.#lists.pop();
      this.#break();
    } else if (BLOCKS.has(name) || name === 'li') this.#break();
  }

  /** White space of the source is one space; only elements part lines. */
  text(text: string): void {
    if (this.#silent.length === 0) this.#text += text.replace(/[\s\u00a0]+/gu, ' ');
  }

  end(): Flowed {
    const rows = this.#text.split('\n').map((line) => line.split('\u0001').map((cell) => cell.replace(/ +/gu, ' ').trim()));
    const filled = rows.filter((cells) => cells.some((cell) => cell !== ''));
    return { text: filled.map((cells) => cells.filter((cell, at) => at > 0 || cell !== '').join(' | ')).join('\n'), left: this.#left };
  }

  #beside(name: string, what: 'picture' | 'media' | 'formula', attributes: Readonly<Record<string, string>>): void {
    const left: Left = { what, name: nameOf(attributes) };
    this.#left.push(left);
    if (name === 'img') Object.assign(left, { src: attributes.src ?? '', alt: attributes.alt ?? '' });
    const language = audioLanguages.find((known) => known === attributes.lang);
    if (!language || (name !== 'audio' && name !== 'object')) return;
    Object.assign(left, { src: attributes.src ?? attributes.data ?? '', language });
    this.#sound ??= { name, from: this.#text.length, left };
  }

  /** What stands within a recording is no part of the text around it. */
  #endSound({ from, left }: { from: number; left: Left }): void {
    left.alt = this.#text.slice(from).split('\n').map((line) => line.replace(/ +/gu, ' ').trim()).join('\n').trim();
    this.#text = this.#text.slice(0, from);
    this.#sound = undefined;
  }

  #break(): void {
    if (!this.#text.endsWith('\n')) this.#text += '\n';
  }

  #block(name: string): void {
    this.#break();
    if (name === 'ul') this.#lists.push(-1);
    if (name === 'ol') this.#lists.push(0);
  }

  #item(): void {
    this.#break();
    const at = this.#lists.length - 1;
    const count = this.#lists[at] ?? -1;
    if (count >= 0) this.#lists[at] = count + 1;
    this.#text += count >= 0 ? `${count + 1}. ` : '– ';
  }

  #endShift(name: string): void {
    const found = this.#shift.pop();
    if (found?.name !== name) return;
    const [table, sign] = name === 'sup' ? [RAISED, '^'] as const : [LOWERED, '_'] as const;
    const inner = this.#text.slice(found.from);
    if (inner.trim() !== '') this.#text = this.#text.slice(0, found.from) + shifted(inner, table, sign);
  }
}

const nameOf = (attributes: Readonly<Record<string, string>>): string =>
  (attributes.alt || attributes.src || attributes.data || '').split('/').at(-1)!.slice(0, 80);

// From U+00A0 on, in the order of the code points (HTML 4.01, §24.2): old editors write Vietnamese vowels so.
const LATIN1 = ('nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute '
  + 'micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil '
  + 'Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute '
  + 'Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute '
  + 'icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml').split(' ');
const OTHER: Record<string, string> = {
  amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", ndash: '–', mdash: '—', hellip: '…', lsquo: '‘', rsquo: '’', sbquo: '‚',
  ldquo: '“', rdquo: '”', bdquo: '„', bull: '•', euro: '€', trade: '™', le: '≤', ge: '≥', ne: '≠', rarr: '→', larr: '←',
  harr: '↔', rArr: '⇒', minus: '−', infin: '∞', radic: '√', sum: '∑', alpha: 'α', beta: 'β', pi: 'π', Delta: 'Δ', dagger: '†',
  ensp: ' ', emsp: ' ', thinsp: ' ', zwnj: '', zwj: '', prime: '′', Prime: '″', permil: '‰', asymp: '≈', equiv: '≡',
};
const ENTITIES = new Map([...LATIN1.map((name, at) => [name, String.fromCodePoint(0xa0 + at)] as const), ...Object.entries(OTHER)]);

const decode = (text: string): string =>
  text.replace(/&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z][A-Za-z0-9]{1,8}));/gu, (whole, decimal, hex, name: string) => {
    if (name) return ENTITIES.get(name) ?? whole;
    const code = decimal ? Number(decimal) : Number.parseInt(hex as string, 16);
    return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : '';
  });

// No part of a tag reaches over the next "<": however the file is torn, it is read in one go.
const TAG = /<!--[\s\S]*?(?:-->|$)|<[!?][^<>]*>|<(\/?)([A-Za-z][A-Za-z0-9:-]*)((?:"[^"<]*"|'[^'<]*'|[^'"<>])*)>/gu;
const ATTRIBUTE = /([A-Za-z-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/gu;

/** The text of a page written by a stranger's editor. Nothing of it is ever run or shown as HTML. */
export function textOfHtml(html: string): Flowed {
  const flow = new Flow();
  let at = 0;
  for (const found of html.matchAll(TAG)) {
    flow.text(decode(html.slice(at, found.index)));
    at = found.index + found[0].length;
    const name = found[2]?.toLowerCase();
    if (!name) continue;
    if (found[1]) flow.close(name);
    else {
      flow.open(name, attributesOf(found[3] ?? ''));
      if (found[3]?.endsWith('/') && SILENT.has(name)) flow.close(name);
    }
  }
  flow.text(decode(html.slice(at)));
  return flow.end();
}

const attributesOf = (text: string): Record<string, string> =>
  Object.fromEntries([...text.matchAll(ATTRIBUTE)].map(([, name, double, single, bare]) => [
    name!.toLowerCase(), decode(double ?? single ?? bare ?? ''),
  ]));
