/** Opens a file of questions and says what is in it. Files of strangers are opened in processes of their own. */
import { openMarkup } from '#platform/markup/open.server.ts';
import { ok, problem, type Result } from '#platform/result.ts';
import { decodeText } from '#platform/spreadsheet/delimited.ts';
import { readOutline, readRows } from '#platform/spreadsheet/read.server.ts';
import { openWord } from '#platform/word/open.server.ts';
import type { Format } from '../rules/bank.ts';
import { readAiken } from '../rules/formats/aiken.ts';
import { readGift } from '../rules/formats/gift.ts';
import { readMoodle } from '../rules/formats/moodle.ts';
import { readQti } from '../rules/formats/qti.ts';
import { readSheets, type QuestionSheet } from '../rules/formats/sheet.ts';
import type { Row } from '../rules/formats/sheet-heading.ts';
import { tidy } from '../rules/formats/tidy.ts';
import type { Pictures } from '../rules/formats/picture.ts';
import type { Understood } from '../rules/formats/understood.ts';
import { readWord } from '../rules/formats/word.ts';

/** Columns of the widest sheets of questions: twelve options and what stands around them, twice over. */
const COLUMNS = Array.from({ length: 60 }, (_, at) => at);

/** Each is opened by itself. */
const MOST_SHEETS = 30;

async function understandSheets(bytes: Uint8Array): Promise<Result<Understood>> {
  const outline = await readOutline(bytes);
  if (!outline.ok) return outline;
  const sheets: QuestionSheet[] = [];
  const wanted = [...outline.value.sheets.entries()].filter(([, sheet]) => sheet.rows > 0 && !sheet.hidden);
  for (const [at, { name }] of wanted.slice(0, MOST_SHEETS)) {
    const rows: Row[] = [];
    const read = await readRows(bytes, { sheet: at, columns: COLUMNS, whole: true }, async (batch) => void rows.push(...batch));
    if (!read.ok) return read;
    sheets.push({ name, rows });
  }
  const understood = readSheets(sheets);
  if (wanted.length > MOST_SHEETS) understood.notes.push({ line: 0, code: 'sheets.more', text: String(wanted.length - MOST_SHEETS) });
  for (const { name, hidden, rows } of outline.value.sheets) {
    if (hidden && rows > 0) understood.notes.push({ line: 0, code: 'sheet.hidden', text: name });
  }
  return understood.items.length === 0 && understood.notes.every(({ code }) => code === 'heading.missing')
    ? problem('sheet.heading') : ok(understood);
}

async function understandMoodle(bytes: Uint8Array): Promise<Result<Brought>> {
  // Pictures stand as long texts in the file.
  const opened = await openMarkup(bytes, ['file']);
  if (!opened.ok) return opened;
  const root = opened.value.files[0]?.root;
  const pictures: Pictures = new Map();
  return root?.name === 'quiz' ? ok({ understood: readMoodle(root, pictures), pictures }) : problem('xml.notMoodle');
}

async function understandQti(bytes: Uint8Array): Promise<Result<Brought>> {
  const opened = await openMarkup(bytes);
  if (!opened.ok) return opened;
  const { files, pictures } = opened.value;
  const understood = readQti(files, new Set(pictures.keys()));
  return understood ? ok({ understood, pictures }) : problem('xml.notQti');
}

async function understandWord(bytes: Uint8Array): Promise<Result<Brought>> {
  const opened = await openWord(bytes);
  if (!opened.ok) return opened;
  const { paragraphs, pictures } = opened.value;
  return ok({ understood: readWord(paragraphs), pictures });
}

const withoutPictures = (understood: Result<Understood>): Result<Brought> =>
  understood.ok ? ok({ understood: understood.value, pictures: new Map() }) : understood;

async function read(format: Format, bytes: Uint8Array): Promise<Result<Brought>> {
  switch (format) {
    case 'word':
      return understandWord(bytes);
    case 'excel':
      return withoutPictures(await understandSheets(bytes));
    case 'moodle':
      return understandMoodle(bytes);
    case 'qti':
      return understandQti(bytes);
    case 'gift':
      return withoutPictures(ok(readGift(decodeText(bytes))));
    default:
      return withoutPictures(ok(readAiken(decodeText(bytes))));
  }
}

/** What a file brought: questions, and the content of their pictures by key, base64, not judged yet. */
export type Brought = { understood: Understood; pictures: ReadonlyMap<string, string> };

/** Problems of the readers: `word.…`, `sheet.…`, `xml.…`, `limits.busy`. */
export async function understand(format: Format, bytes: Uint8Array): Promise<Result<Brought>> {
  const brought = await read(format, bytes);
  return brought.ok ? ok({ ...brought.value, understood: tidy(brought.value.understood) }) : brought;
}
