/** Days as people type them into cells. */
import type { Day } from '#platform/clock.ts';
import { dayOfSerial } from '#platform/spreadsheet/cells.ts';

/** Nobody who is a member today joined anything before this year. */
const FIRST_YEAR = 1930;
const DMY = /^(?:ngay |ng\.? ?)?(\d{1,2}) ?[/.\- ] ?(\d{1,2}) ?[/.\- ] ?(\d{4}|\d{2})$/i;
const ISO = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?$/;
const WORDS = /^(?:ngày )?(\d{1,2}) tháng (\d{1,2}) năm (\d{4})$/i;

const pad = (value: number): string => String(value).padStart(2, '0');

/** Two digits are the century in which the year is not after next year: 24 → 2024, 98 → 1998. */
function fullYear(year: string, today: Day): number {
  if (year.length === 4) return Number(year);
  const century = Math.floor(Number(today.slice(0, 4)) / 100) * 100;
  const near = century + Number(year);
  return near > Number(today.slice(0, 4)) + 1 ? near - 100 : near;
}

function real(year: number, month: number, date: number): Day | undefined {
  if (year < FIRST_YEAR || year > 2_100 || month < 1 || month > 12 || date < 1) return undefined;
  const day = `${year}-${pad(month)}-${pad(date)}`;
  return new Date(`${day}T00:00:00Z`).toISOString().slice(0, 10) === day ? day : undefined;
}

/**
 * dd/mm/yyyy, d-m-yy, d.m.yyyy, "ngày 5 tháng 3 năm 2020", ISO, or the serial number of a spreadsheet (43831).
 * Undefined for what is no day: a month alone, 31/02, or the American order when it cannot be ours.
 */
export function parseDay(text: string, today: Day): Day | undefined {
  const typed = text.normalize('NFC').replace(/^'/, '').trim();
  const dmy = DMY.exec(typed) ?? WORDS.exec(typed);
  if (dmy) return real(fullYear(dmy[3]!, today), Number(dmy[2]), Number(dmy[1]));
  const iso = ISO.exec(typed);
  if (iso) return realIso(iso);
  // Between 1930 and 2100; a year alone (2019) is below.
  if (/^\d{5}(\.\d+)?$/.test(typed)) {
    const day = dayOfSerial(Number(typed));
    return day !== undefined && day >= `${FIRST_YEAR}` && day < '2100' ? day : undefined;
  }
  return undefined;
}

const realIso = ([, year, month, date]: RegExpExecArray): Day | undefined =>
  real(Number(year), Number(month), Number(date));
