import { describe, expect, it } from 'vitest';
import { readFollow, readToken } from './follow.ts';

const read = (values: Record<string, string>) => readFollow(new URLSearchParams(values), 'vi');

describe('wish to follow', () => {
  it('reads one plain address without capitals and spaces around', () => {
    expect(read({ email: '  An.Nguyen@Example.VN ' }).email).toEqual({ ok: true, value: 'an.nguyen@example.vn' });
    expect(read({ email: 'an@thư.vn' }).email.ok).toBe(true);
  });

  it('refuses what could become a header, a list or nothing', () => {
    const bad = ['a@b', 'a b@c.vn', 'a@b.vn,c@d.vn', 'A <a@b.vn>', 'a@b.vn\r\nBcc: c@d.vn', '"a"@b.vn', `${'a'.repeat(65)}@b.vn`, `a@${'b.'.repeat(130)}vn`];
    for (const email of bad) expect(read({ email }).email).toMatchObject({ ok: false, problems: [{ code: 'email.invalid' }] });
    expect(read({ email: ' ' }).email).toMatchObject({ ok: false, problems: [{ code: 'email.empty' }] });
  });

  it('takes what cannot be read for not said', () => {
    const odd = read({ idea: '1e9', field: "'; drop", place: '-3', placeText: 'x'.repeat(500) });
    expect([odd.idea, odd.field, odd.place, odd.placeText.length]).toEqual([1e9, null, null, 100]);
    expect(readFollow(new FormData(), 'fr').language).toBe('vi');
  });

  it('takes only tokens that can be ours', () => {
    expect(readToken('Ab-_0123456789abcdef')).toBe('Ab-_0123456789abcdef');
    for (const odd of ['', 'short', "x' or 1=1 --------", 'a'.repeat(65), null, 3]) expect(readToken(odd)).toBe('');
  });
});
