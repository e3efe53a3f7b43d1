import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { fontFolder } from './fonts.server.ts';

/**
 * Text in pictures. Pango shapes it (Khmer signs move around their letter), with the fonts of this folder only, so that
 * a machine without any font draws the same. librsvg's `<text>` puts Khmer vowels in the wrong place (seen with
 * 2.63), therefore text is drawn by itself and laid over.
 */
export type Style = {
  /** Height of the letters in pixels. */
  size: number;
  /** `#rrggbb` */
  colour: string;
  bold?: boolean;
  /** Lines break at this width. */
  width: number;
};
export type Painted = { png: Buffer; width: number; height: number };

const FAMILIES = ['Be Vietnam Pro', 'Noto Sans', 'Noto Sans Khmer'];
const KHMER_LETTER = /[\u1780-\u17ff]/;
const KHMER_LEADING = 0.35;
const KHMER = /[\u1780-\u17ff\u200b]+/g;
/** What the fonts have; the rest would be boxes with numbers. ZWSP says where Khmer words end. */
const UNKNOWN = /[^\u0020-\u007e\u00a0-\u024f\u0300-\u0331\u1780-\u17ff\u19e0-\u19ff\u1e00-\u1eff\u200b-\u200d\u2010-\u2026\u2030\u2039\u203a\u20ab\u20ac\u2122\u2190-\u2193\u2212]/g;
const ZERO_WIDTH_SPACE = '\u200b';
const khmer = new Intl.Segmenter('km', { granularity: 'word' });

/** Khmer writes words without spaces; Pango breaks lines only where it is told that a word ends. */
const withBreaks = (text: string): string =>
  text.replace(KHMER, (run) => Array.from(khmer.segment(run), ({ segment }) => segment).join(ZERO_WIDTH_SPACE));

const escape = (text: string): string => text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);

/** The text as it can be drawn: one line, NFC, without characters that no font of ours has. */
export const drawable = (text: string): string =>
  text.normalize('NFC').replace(/\s+/g, ' ').replace(UNKNOWN, '').replace(/ {2,}/g, ' ').trim();

/** @param folder where the list of fonts is kept, below `DATA_DIR` */
export async function paintText(text: string, style: Style, folder: string): Promise<Painted> {
  const shown = drawable(text);
  const bold = style.bold ? ' SemiBold' : '';
  const font = `${FAMILIES.map((family) => family + bold).join(', ')} ${style.size}px`;
  const weight = style.bold ? ' weight="600"' : '';
  const markup = `<span foreground="${style.colour}"${weight}>${escape(withBreaks(shown || '…'))}</span>`;
  // Signs below a Khmer letter would meet the vowels above the next line.
  const spacing = KHMER_LETTER.test(shown) ? Math.round(style.size * KHMER_LEADING) : 0;
  const drawing = { text: markup, font, width: style.width, wrap: 'word-char', rgba: true, spacing } as const;
  await (ready ??= readFonts(folder));
  const { data, info } = await sharp({ text: drawing }).png().toBuffer({ resolveWithObject: true });
  return { png: data, width: info.width, height: info.height };
}

/**
 * The largest of `sizes` at which the text fits into the height; at the smallest the end of a longer text gives way
 * to "…".
 */
export async function fitText(
  text: string,
  style: Omit<Style, 'size'> & { sizes: readonly number[]; height: number },
  folder: string,
): Promise<Painted> {
  const { sizes, height, ...rest } = style;
  const smallest = Math.min(...sizes);
  for (const size of sizes) {
    const painted = await paintText(text, { ...rest, size }, folder);
    if (painted.height <= height) return painted;
  }
  const graphemes = Array.from(new Intl.Segmenter('km').segment(drawable(text)), ({ segment }) => segment);
  let [fits, over] = [0, graphemes.length];
  while (over - fits > 1) {
    const middle = (fits + over) >> 1;
    const cut = `${graphemes.slice(0, middle).join('').trimEnd()}…`;
    const painted = await paintText(cut, { ...rest, size: smallest }, folder);
    if (painted.height <= height) fits = middle;
    else over = middle;
  }
  return paintText(`${graphemes.slice(0, fits).join('').trimEnd()}…`, { ...rest, size: smallest }, folder);
}

let ready: Promise<void> | undefined;

/**
 * Fontconfig reads its settings once, at the first text. The variable is put back afterwards: programs that are started
 * from here (a browser for PDFs) need the fonts of the machine.
 */
async function readFonts(folder: string): Promise<void> {
  const before = process.env.FONTCONFIG_FILE;
  process.env.FONTCONFIG_FILE = writeList(folder);
  try {
    await sharp({ text: { text: '.' } }).png().toBuffer();
  } finally {
    if (before === undefined) delete process.env.FONTCONFIG_FILE;
    else process.env.FONTCONFIG_FILE = before;
  }
}

function writeList(folder: string): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'fonts.conf');
  writeFileSync(
    file,
    `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${escape(fontFolder())}</dir><cachedir>${escape(join(folder, 'cache'))}</cachedir></fontconfig>
`,
  );
  return file;
}
