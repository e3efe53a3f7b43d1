import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import golden from '#platform/testing/golden.json' with { type: 'json' };
import { formatCode, newCode, parseCode } from './code.ts';
import {
  exactTime, formalDate, formalMoment, longDate, maskPhone, number, percent, quarter, relativeDays,
  relativeTime, shortDate,
} from './format.ts';
import { participation } from './rate.ts';

describe('numbers', () => {
  it.each(golden.numbers)('$value', ({ value, vi, en }) => {
    expect(number(value, 'vi')).toBe(vi);
    expect(number(value, 'en')).toBe(en);
  });
  it.each(golden.rates)('$attended of $members less $exempt is $percent', (golden) => {
    const { percent: text, met, ...counts } = golden;
    const rate = participation(counts);
    expect(percent(rate.percent, 'vi')).toBe(text);
    expect(rate.met).toBe(met);
  });
  it('never rounds a missed target up to the target', () => {
    const rate = (attended: number, members: number) => participation({ attended, members, exempt: 0 });
    expect(rate(97_996, 100_000)).toEqual({ percent: 97.99, met: false });
    expect(rate(99_999, 100_000)).toEqual({ percent: 99.99, met: true });
    expect(rate(98, 100)).toEqual({ percent: 98, met: true });
    fc.assert(
      fc.property(fc.nat(50_000), fc.nat(50_000), (attended, absent) => {
        const { percent: value, met } = rate(attended, attended + absent + 1);
        expect((value ?? 0) >= 98).toBe(met);
        expect(value).toBeLessThan(100);
      }),
    );
  });
  it('writes percentages as the language does', () => {
    expect(percent(98.1, 'vi')).toBe('98,1 %');
    expect(percent(98.1, 'en')).toBe('98.1%');
    expect(percent(null, 'en')).toBe('–');
  });
});

describe('dates', () => {
  it.each(golden.formalDates)('$text', ({ date, text }) => {
    expect(formalDate(date)).toBe(text);
  });
  const now = new Date('2026-11-23T10:41:07+07:00');
  it('uses the clock of Viet Nam', () => {
    expect(shortDate(new Date('2026-11-22T18:00:00Z'))).toBe('23/11/2026');
    expect(exactTime(now, 'vi')).toBe('10:41 ngày 23/11/2026');
    expect(exactTime(now, 'en')).toBe('23/11/2026, 10:41');
    expect(formalMoment(now)).toBe('10 giờ 41 ngày 23 tháng 11 năm 2026');
    expect(longDate('2026-11-23', 'en')).toBe('23 November 2026');
    expect(longDate('2026-11-23', 'km')).toContain('2026');
  });
  it('names quarters', () => {
    expect(quarter('2026-09-30', 'vi')).toBe('quý III/2026');
    expect(quarter('2026-10-01', 'en')).toBe('Q4 2026');
    expect(quarter('2026-01-01', 'km')).toContain('1/2026');
  });
  it('says when, relative to now', () => {
    const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
    expect(relativeTime(ago(0.5), now, 'vi')).toBe('vừa xong');
    expect(relativeTime(ago(5), now, 'vi')).toBe('5 phút trước');
    expect(relativeTime(ago(180), now, 'en')).toBe('3 hours ago');
    expect(relativeTime(ago(60 * 24), now, 'vi')).toBe('hôm qua');
    expect(relativeTime(ago(-60 * 24 * 3), now, 'en')).toBe('in 3 days');
    expect(relativeTime(ago(60 * 24 * 90), now, 'km')).toMatch(/2|3/);
    expect(relativeDays('2026-11-24', '2026-11-23', 'vi')).toBe('ngày mai');
  });
});

it('masks phone numbers', () => {
  expect(maskPhone('0976175123')).toBe('0976.175…');
  expect(maskPhone('+84 976 175 123')).toBe('0976.175…');
  expect(maskPhone('113')).toBe('…');
});

describe('codes', () => {
  it('carries at least 80 bits and a check, in groups', () => {
    expect(newCode()).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{5}$/);
    expect(newCode(8).length).toBe(newCode(80).length);
    expect(new Set(Array.from({ length: 1_000 }, () => newCode())).size).toBe(1_000);
  });
  it('is read however it is typed', () => {
    const code = newCode();
    const canonical = parseCode(code) ?? '';
    expect(formatCode(canonical)).toBe(code);
    const typed = code.toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l').replaceAll('-', ' – ');
    expect(parseCode(` ${typed} `)).toBe(canonical);
  });
  it('notices every wrong character and every swap', () => {
    fc.assert(
      fc.property(fc.nat(16), fc.nat(16), fc.nat(31), (at, other, value) => {
        const letters = [...(parseCode(newCode()) ?? '')];
        const original = letters.join('');
        const wrong = letters.with(at, '0123456789ABCDEFGHJKMNPQRSTVWXYZ'[value] ?? '').join('');
        if (wrong !== original) expect(parseCode(wrong)).toBeUndefined();
        const swapped = letters.with(at, letters[other] ?? '').with(other, letters[at] ?? '').join('');
        if (swapped !== original) expect(parseCode(swapped)).toBeUndefined();
      }),
      { numRuns: 1_000 },
    );
  });
  it('refuses what is not a code', () => {
    for (const text of ['', '7F3K-92QD', 'U'.repeat(17), '!'.repeat(17), '0'.repeat(100_000)]) {
      expect(parseCode(text)).toBeUndefined();
    }
  });
});
