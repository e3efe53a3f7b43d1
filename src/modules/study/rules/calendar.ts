/** Sessions as a calendar that programs subscribe to (RFC 5545). Pure; times are in UTC, so that no zone is needed. */
import type { Instant } from '#platform/clock.ts';

export type CalendarEvent = {
  /** Stays the same for ever: a program knows the session again by it. */
  uid: string;
  /** Raised with each change; programs keep the highest. */
  sequence: number;
  startsAt: Instant;
  endsAt: Instant;
  summary: string;
  location: string;
  description: string;
  url: string;
  cancelled: boolean;
};
export type Calendar = { name: string; language: string; now: Instant; events: readonly CalendarEvent[] };

/** 3.3.11: backslash, semicolon, comma and line ends are escaped; other control characters have no place in a text. */
const escape = (text: string): string =>
  text.toWellFormed().replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n').replace(/[\\;,]/g, (char) => `\\${char}`).replace(/\n/g, '\\n')
    // eslint-disable-next-line no-control-regex -- these are what must go
    .replace(/[\u0000-\u001f\u007f]/g, ' ');

/** 3.3.5, form 2. */
const utc = (at: Instant): string => at.toISOString().replace(/[-:]|\.\d{3}/g, '');

const bytes = (char: string): number => {
  const point = char.codePointAt(0)!;
  return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
};
/** Octets of a line without its end (3.1). */
const MOST = 75;

/** 3.1: a long line goes on behind a line end and a space; no character is cut in two. */
export function fold(line: string): string {
  let folded = '';
  let length = 0;
  for (const char of line) {
    const size = bytes(char);
    if (length + size > MOST) {
      folded += '\r\n ';
      length = 1;
    }
    folded += char;
    length += size;
  }
  return folded;
}

function eventLines({ uid, sequence, startsAt, endsAt, summary, location, description, url, cancelled }: CalendarEvent, now: Instant): string[] {
  return [
    'BEGIN:VEVENT',
    `UID:${escape(uid)}`,
    `DTSTAMP:${utc(now)}`,
    `SEQUENCE:${sequence}`,
    `DTSTART:${utc(startsAt)}`,
    `DTEND:${utc(endsAt)}`,
    `SUMMARY:${escape(summary)}`,
    ...(location === '' ? [] : [`LOCATION:${escape(location)}`]),
    ...(description === '' ? [] : [`DESCRIPTION:${escape(description)}`]),
    `URL:${url}`,
    `STATUS:${cancelled ? 'CANCELLED' : 'CONFIRMED'}`,
    'END:VEVENT',
  ];
}

/** The whole file; lines end with CRLF. */
export function icsOf({ name, language, now, events }: Calendar): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    `PRODID:-//Cau Noi//Study campaigns//${language.toUpperCase()}`,
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `X-WR-CALNAME:${escape(name)}`,
    ...events.flatMap((event) => eventLines(event, now)),
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${fold(line)}\r\n`).join('');
}
