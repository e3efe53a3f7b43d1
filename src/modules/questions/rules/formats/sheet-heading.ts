/** What the columns of a sheet of questions hold, by headings as officers write them. */
import { fold } from '#platform/text/fold.ts';

export type Field = 'number' | 'type' | 'stem' | 'choices' | 'key' | 'explanation' | 'difficulty' | 'tags' | 'feedback' | `option${number}`;
/** A row as the sheet counts it, from 1. */
export type Row = { number: number; hidden?: boolean; cells: readonly string[] };
/** `row`: the last row of headings; data begins below. */
export type Heading = { row: number; columns: Map<Field, number>; /** Headings of columns that are not read. */ unknown: string[] };

const SAID = '(?:dap an|phuong an|lua chon|tra loi|cau tra loi|pa|option|answer|choice|y)';
const LETTER = new RegExp(`^(?:${SAID} )?([a-z])$`, 'u');
const PLACE = new RegExp(`^${SAID} (1[0-2]|[1-9])$`, 'u');

const FIELDS: [Field, RegExp][] = [
  ['number', /^(?:stt|tt|so tt|so thu tu|so|no|cau|cau so|ma cau|ma)$/u],
  ['type', /^(?:dang|loai|kieu|type)(?: (?:cau hoi|cau|bai))?$/u],
  ['key', /^(?:da|key|ket qua|(?:cau |phuong an |lua chon )?(?:tra loi )?(?:dap an|dung)|dap an (?:dung|chinh xac|chuan)|tra loi dung|cau tra loi|(?:correct )?answer|correct)$/u],
  ['choices', /^(?:cac |nhung )?(?:phuong an|lua chon|y tra loi|cau tra loi)(?: tra loi| lua chon)?$/u],
  ['stem', /^(?:(?:noi dung )?(?:cau hoi|cau dan|de bai)(?: .*)?|noi dung|question(?: text)?)$/u],
  ['feedback', /^nhan xet(?: .*)?$/u],
  ['explanation', /^(?:giai thich|ly giai|dien giai|huong dan|can cu|co so|explanation|trich dan)(?: .*)?$/u],
  ['difficulty', /^(?:muc do|do kho|cap do|muc|level|difficulty)(?: .*)?$/u],
  ['tags', /^(?:the|nhan|chu de|chuyen de|linh vuc|phan|chuong|nhom|tags?|topic)$/u],
];

/** What a heading names; what stands in brackets behind it explains it. */
export function fieldOf(label: string): Field | undefined {
  const key = fold(label.replace(/\([^)]*\)/gu, ' ')).replace(/[^a-z0-9 ]/gu, ' ').replace(/ +/gu, ' ').trim();
  const letter = LETTER.exec(key)?.[1];
  if (letter) return `option${letter.charCodeAt(0) - 97}`;
  const place = PLACE.exec(key)?.[1];
  if (place) return `option${Number(place) - 1}`;
  return FIELDS.find(([, form]) => form.test(key))?.[0];
}

const MOST_ROWS = 40;

function columnsOf(rows: readonly Row[]): Omit<Heading, 'row'> {
  const columns = new Map<Field, number>();
  const unknown: string[] = [];
  const width = Math.max(0, ...rows.map(({ cells }) => cells.length));
  for (let column = 0; column < width; column += 1) {
    const texts = [...new Set(rows.map(({ cells }) => cells[column] ?? '').filter((text) => text !== ''))];
    if (texts.length === 0) continue;
    // "Phương án" merged over "A", "B", "C", "D": together or by the lowest alone.
    const field = fieldOf(texts.join(' ')) ?? fieldOf(texts.at(-1)!);
    if (field && !columns.has(field)) columns.set(field, column);
    else unknown.push(texts.join(' '));
  }
  return { columns, unknown };
}

/** A question and something to answer it by; titles with the word "câu hỏi" have neither. */
const enough = (columns: ReadonlyMap<Field, number>): boolean =>
  columns.has('stem') && (columns.has('key') || columns.has('option0') || columns.has('choices') || columns.has('type'));

/** Two at least, and nothing else. */
const isHeadings = ({ cells }: Row): boolean => {
  const filled = cells.filter((text) => text !== '');
  return filled.length >= 2 && filled.every((text) => fieldOf(text) !== undefined);
};

/** The best headings among the first rows, one or two rows high; undefined when nothing looks like any. */
export function findHeading(rows: readonly Row[]): Heading | undefined {
  let best: (Heading & { score: number; from: number }) | undefined;
  for (const [at, row] of rows.slice(0, MOST_ROWS).entries()) {
    const next = rows[at + 1];
    for (const window of [[row], ...(next && next.number === row.number + 1 ? [[row, next]] : [])]) {
      const { columns, unknown } = columnsOf(window);
      // A second row must name two things more, or it is the first question; a row of nothing but headings is none.
      const price = window.length === 1 ? 0 : isHeadings(window[1]!) ? 0.25 : 1.5;
      const score = columns.size - price - unknown.length / 10;
      // The same headings stand on every printed page: the first of them count.
      const toBeat = best === undefined ? 0 : best.from === at ? best.score : best.score + 0.5;
      if (enough(columns) && score > toBeat) best = { row: window.at(-1)!.number, columns, unknown, score, from: at };
    }
  }
  return best && { row: best.row, columns: best.columns, unknown: best.unknown };
}
