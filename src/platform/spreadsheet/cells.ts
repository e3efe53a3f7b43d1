/** Columns are letters (A, B … AA) for people and numbers from 0 for programs. */
export function columnName(index: number): string {
  let name = '';
  for (let rest = index + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    name = String.fromCharCode(65 + ((rest - 1) % 26)) + name;
  }
  return name;
}

/** "AB12" → [27, 12]; a reference without a row ("AB") has row 0. Undefined for anything else. */
export function parseReference(reference: string): [column: number, row: number] | undefined {
  let column = 0;
  let at = 0;
  for (; at < reference.length; at += 1) {
    const letter = reference.charCodeAt(at) & ~32;
    if (letter < 65 || letter > 90) break;
    column = column * 26 + (letter - 64);
  }
  const digits = reference.slice(at);
  if (at === 0 || at > 3 || !/^\d{0,7}$/.test(digits)) return undefined;
  return [column - 1, Number(digits)];
}

/** Both corners included, columns and rows as above. */
export type Range = { left: number; top: number; right: number; bottom: number };

/** "C3:D7" → its corners; undefined for anything else. */
export function parseRange(text: string): Range | undefined {
  const [first, last] = text.split(':').map(parseReference);
  if (!first || !last) return undefined;
  return { left: first[0], top: first[1], right: last[0], bottom: last[1] };
}

const DAY_MS = 86_400_000;
/** Day 60 of the 1900 calendar is 29 February 1900, which never was; every spreadsheet program keeps the mistake. */
const EPOCH_1900 = Date.UTC(1899, 11, 30);
const EPOCH_1904 = Date.UTC(1904, 0, 1);
/** 31/12/9999, the last day that spreadsheets know. */
const LAST_SERIAL = 2_958_465;

/** The day of a serial number as YYYY-MM-DD; undefined when it is none. The time of day is left out. */
export function dayOfSerial(serial: number, date1904 = false): string | undefined {
  const days = Math.floor(serial);
  if (!Number.isFinite(days) || days < 1 || days > LAST_SERIAL) return undefined;
  const epoch = date1904 ? EPOCH_1904 : EPOCH_1900;
  return new Date(epoch + days * DAY_MS).toISOString().slice(0, 10);
}
