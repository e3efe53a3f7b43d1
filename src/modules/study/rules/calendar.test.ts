import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold, icsOf, type CalendarEvent } from './calendar.ts';

const NOW = new Date('2026-11-23T02:00:00Z');
const event: CalendarEvent = {
  uid: 'session-7@vi-du.example', sequence: 2, startsAt: new Date('2026-11-25T00:30:00Z'), endsAt: new Date('2026-11-25T04:00:00Z'),
  summary: 'Lớp 1', location: 'Hội trường', description: '', url: 'https://vi-du.example/hoc-tap/lop/7', cancelled: false,
};
const calendarOf = (...events: CalendarEvent[]) => icsOf({ name: 'Học tập', language: 'vi', now: NOW, events });

type Component = { name: string; values: Map<string, string>; inside: Component[] };

/** A reader that takes nothing but what RFC 5545 allows. */
function parse(text: string): Component {
  if (!text.endsWith('\r\n')) throw new Error('the last line has no end');
  const physical = text.slice(0, -2).split('\r\n');
  for (const line of physical) {
    if (/[\r\n]/.test(line)) throw new Error('a bare line end');
    if (Buffer.byteLength(line) > 75) throw new Error('a line of more than 75 octets');
    if (!line.isWellFormed()) throw new Error('half a character');
  }
  const lines: string[] = [];
  for (const line of physical) {
    if (/^[ \t]/.test(line)) lines[lines.length - 1] += line.slice(1);
    else lines.push(line);
  }
  const root: Component = { name: '', values: new Map(), inside: [] };
  const open = [root];
  for (const line of lines) {
    const match = /^([A-Z0-9-]+):(.*)$/s.exec(line);
    // eslint-disable-next-line no-control-regex -- not allowed in a value
    if (!match || /[\u0000-\u001f\u007f]/.test(line)) throw new Error(`not a content line: ${line}`);
    const [, name, value] = match as unknown as [string, string, string];
    if (name === 'BEGIN') {
      const component = { name: value, values: new Map<string, string>(), inside: [] };
      open.at(-1)!.inside.push(component);
      open.push(component);
    } else if (name === 'END') {
      if (open.pop()!.name !== value) throw new Error('components that cross');
    } else {
      if (open.at(-1)!.values.has(name)) throw new Error(`${name} twice`);
      open.at(-1)!.values.set(name, value);
    }
  }
  if (open.length !== 1 || root.inside.length !== 1) throw new Error('not one calendar');
  return root.inside[0]!;
}

/** 3.3.11: every backslash begins one of the four escapes; a bare comma or semicolon would be a list. */
function textOf(value: string): string {
  if (!/^(?:[^\\;,]|\\[\\;,nN])*$/su.test(value)) throw new Error(`not a text: ${value}`);
  return value.replace(/\\([\\;,nN])/g, (_, char: string) => (/n/i.test(char) ? '\n' : char));
}
const momentOf = (value: string): string => {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(value)!;
  return new Date(Date.UTC(+match[1]!, +match[2]! - 1, +match[3]!, +match[4]!, +match[5]!, +match[6]!)).toISOString();
};

describe('a calendar', () => {
  it('has what RFC 5545 demands, in UTC', () => {
    const calendar = parse(calendarOf(event, { ...event, uid: 'session-8@vi-du.example', cancelled: true }));
    expect(calendar.name).toBe('VCALENDAR');
    expect(calendar.values.get('VERSION')).toBe('2.0');
    expect(calendar.values.has('PRODID')).toBe(true);
    const [first, second] = calendar.inside.map(({ values }) => values) as [Map<string, string>, Map<string, string>];
    for (const name of ['UID', 'DTSTAMP', 'DTSTART']) expect(first.has(name)).toBe(true);
    expect(first.get('SEQUENCE')).toBe('2');
    expect(momentOf(first.get('DTSTART')!)).toBe('2026-11-25T00:30:00.000Z');
    expect(momentOf(first.get('DTEND')!)).toBe('2026-11-25T04:00:00.000Z');
    expect([first.get('STATUS'), second.get('STATUS')]).toEqual(['CONFIRMED', 'CANCELLED']);
  });

  it('gives back any text, whatever it contains', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), fc.string({ maxLength: 300 }), (summary, location) => {
      const [read] = parse(calendarOf({ ...event, summary, location: location || 'x' })).inside;
      const plain = (text: string) => text.toWellFormed().replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
        // eslint-disable-next-line no-control-regex -- what a text may not contain
        .replace(/[\u0000-\u0009\u000b-\u001f\u007f]/g, ' ');
      expect(textOf(read!.values.get('SUMMARY')!)).toBe(plain(summary));
      expect(textOf(read!.values.get('LOCATION')!)).toBe(plain(location || 'x'));
      // The sign for a character that could not be read is a character like others.
    }), { numRuns: 500, examples: [['\ufffd', ''], ['a\ud800', '\udc00']] });
  });

  it('folds without cutting a character in two', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 500 }).filter((text) => !/[\r\n]/.test(text) && text.isWellFormed()), (line) => {
      const folded = fold(line);
      expect(folded.replaceAll('\r\n ', '')).toBe(line);
      for (const part of folded.split('\r\n')) expect(Buffer.byteLength(part)).toBeLessThanOrEqual(75);
    }));
  });
});
