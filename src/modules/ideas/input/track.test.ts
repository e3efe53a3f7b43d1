import { describe, expect, it } from 'vitest';
import { readAuthorForm, readCode } from './track.ts';

const form = (values: Record<string, string>) => {
  const data = new FormData();
  for (const [name, value] of Object.entries(values)) data.set(name, value);
  return data;
};
const codes = (read: ReturnType<typeof readAuthorForm>) => (read.step.ok ? [] : read.step.problems.map((one) => one.code));

describe('forms of the tracking page', () => {
  it('keeps what was typed as it was and hands on the text in NFC', () => {
    const read = readAuthorForm('reply', form({ text: '  Ngã ba Tân Thành \r\n' }));
    expect(read.typed.text).toBe('  Ngã ba Tân Thành \r\n');
    expect(read.step).toEqual({ ok: true, value: { text: 'Ngã ba Tân Thành', done: false } });
  });

  it('says what is missing', () => {
    expect(codes(readAuthorForm('reply', form({ text: ' \n ' })))).toEqual(['track.text']);
    expect(codes(readAuthorForm('appeal', form({ text: '😀 123' })))).toEqual(['noWords']);
    expect(codes(readAuthorForm('appeal', form({ text: 'ệ'.repeat(5_001) })))).toEqual(['tooLong']);
    expect(codes(readAuthorForm('confirm', form({})))).toEqual(['track.done']);
    expect(codes(readAuthorForm('confirm', form({ done: 'maybe' })))).toEqual(['track.done']);
  });

  it('needs no words for a confirmation, a withdrawal or to be forgotten', () => {
    expect(readAuthorForm('confirm', form({ done: 'no' })).step).toEqual({ ok: true, value: { text: '', done: false } });
    expect(readAuthorForm('confirm', form({ done: 'yes', text: 'Đèn đã sáng' })).step.ok).toBe(true);
    expect(readAuthorForm('withdraw', form({ text: '' })).step.ok).toBe(true);
    expect(readAuthorForm('forget', form({})).step.ok).toBe(true);
  });

  it('is not impressed by files and megabytes in text fields', () => {
    const odd = form({});
    odd.set('text', new File(['x'], 'x.txt'));
    expect(codes(readAuthorForm('reply', odd))).toEqual(['track.text']);
    expect(readAuthorForm('reply', form({ text: 'a'.repeat(1_000_000) })).typed.text.length).toBe(40_000);
    expect(readCode('x'.repeat(5_000)).length).toBe(100);
    expect(readCode(new File([], 'x'))).toBe('');
    expect(readCode(' 7f3k–92qd ')).toBe('7f3k–92qd');
  });
});
