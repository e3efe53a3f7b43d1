import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  parseNewGrant,
  parseNewPerson,
  parsePasswordArguments,
  parsePersonArguments,
} from './person.ts';
import { readSignIn, safeNext } from './sign-in.ts';

const form = (fields: Record<string, string>) => {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  return data;
};

describe('the sign-in form', () => {
  it('keeps what was typed, and looks it up in lower case', () => {
    expect(readSignIn(form({ identifier: '  CanBo.TiepNhan ', password: ' Mật khẩu ' }))).toEqual({
      typed: 'CanBo.TiepNhan',
      form: { ok: true, value: { identifier: 'canbo.tiepnhan', password: ' Mật khẩu ' } },
    });
  });

  it('ignores every other field', () => {
    const read = readSignIn(
      form({ identifier: 'a', password: 'b', role: 'administrator', rememberMe: 'true' }),
    );
    expect(read.form).toEqual({ ok: true, value: { identifier: 'a', password: 'b' } });
  });

  it('names the empty fields', () => {
    const read = readSignIn(form({ identifier: '  ' }));
    expect(read.form.ok ? [] : read.form.problems.map((each) => each.field)).toEqual([
      'identifier',
      'password',
    ]);
  });

  it('treats a novel as no account and a file as nothing', () => {
    const data = form({ identifier: 'x'.repeat(1e6), password: 'y'.repeat(1e6) });
    expect(readSignIn(data).form).toEqual({ ok: false, problems: [{ code: 'signIn.wrong' }] });
    data.set('identifier', new File(['x'], 'x.txt'));
    expect(readSignIn(data).typed).toBe('');
  });
});

describe('where to go next', () => {
  it.each(['/', '/quan-tri', '/hien-ke/12?x=1&y=%2F#tra-loi', '/en/desk', '/hiến-kế'])(
    '%s is of this site',
    (next) => {
      expect(new URL(safeNext(next) ?? 'bad:', 'https://own.vn').origin).toBe('https://own.vn');
    },
  );

  it.each([
    undefined,
    null,
    '',
    'quan-tri',
    '//evil.vn',
    '///evil.vn',
    '/\\evil.vn',
    '/\\/evil.vn',
    'https://evil.vn',
    'javascript:alert(1)',
    '/\t/evil.vn',
    '/\n/evil.vn',
    '\t//evil.vn',
    ' //evil.vn',
    '/.//evil.vn',
    '/..//evil.vn',
    '/a/..//evil.vn',
    '/%2e//evil.vn',
    '/a\\b',
    '/\u0000',
    '/\u0085/evil.vn',
    `/${'a'.repeat(3_000)}`,
  ])('%j leads nowhere', (next) => {
    expect(safeNext(next)).toBeUndefined();
  });

  it('never leaves the site, whatever is sent, and stays the same when checked again', () => {
    const piece = fc.constantFrom(
      '/',
      '\\',
      '.',
      '..',
      '//',
      '@',
      ':',
      '%2f',
      '%5c',
      '\t',
      '\r\n',
      'evil.vn',
      '?',
      '#',
      'a',
      'ế',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(piece, { maxLength: 8 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, fc.boolean(), (tail, slash) => {
        const next = safeNext(slash ? `/${tail}` : tail);
        if (next === undefined) return;
        expect(new URL(next, 'https://own.vn').origin).toBe('https://own.vn');
        expect(next).toMatch(/^\/(?![/\\])/);
        expect(next).not.toMatch(/[\r\n\t\\]/);
        expect(safeNext(next)).toBe(next);
      }),
      { numRuns: 500 },
    );
  });
});

describe('a new person', () => {
  const person = { name: ' Nguyễn  Thị Ánh ', signInName: 'Anh.NT', password: 'Cau-Noi-mau-2026' };

  it('is cleaned', () => {
    expect(parseNewPerson({ ...person, email: ' Anh@Vi-Du.example ' })).toEqual({
      ok: true,
      value: {
        name: 'Nguyễn Thị Ánh',
        signInName: 'anh.nt',
        email: 'anh@vi-du.example',
        password: person.password,
      },
    });
  });

  it.each([
    [{ ...person, name: '  ' }, 'name', 'name.missing'],
    [{ ...person, signInName: 'a@b.vn' }, 'signInName', 'signInName.form'],
    [{ ...person, signInName: 'điểu' }, 'signInName', 'signInName.form'],
    [{ ...person, signInName: '?' }, 'signInName', 'signInName.form'],
    [{ ...person, email: 'nowhere' }, 'email', 'email.form'],
    [{ ...person, password: 'short' }, 'password', 'password.tooShort'],
    [{ name: person.name, password: person.password }, 'signInName', 'signInName.missing'],
  ])('%j is refused at %s with %s', (value, field, code) => {
    expect(parseNewPerson(value)).toEqual({ ok: false, problems: [{ field, code }] });
  });

  it('refuses every field that it does not know', () => {
    for (const field of [
      'id',
      'full_name',
      'email_confirmed',
      'closed_at',
      'role',
      'grants',
      'isAdmin',
      '__proto__x',
    ]) {
      expect(parseNewPerson({ ...person, [field]: 'x' })).toEqual({
        ok: false,
        problems: [{ code: 'field.unknown' }],
      });
    }
  });
});

describe('a new grant', () => {
  const grant = {
    personId: '7b1f2a7e-3a51-4a51-9a51-0a51f2a7e3a5',
    role: 'officer',
    bodyId: 3,
    validFrom: '2026-11-23',
  };

  it.each([
    [{ ...grant, role: 'god' }, 'role', 'role.unknown'],
    [{ ...grant, bodyId: 0 }, 'bodyId', 'body.unknown'],
    [{ ...grant, personId: '1; drop' }, 'personId', 'person.unknown'],
    [{ ...grant, validFrom: '2026-02-30' }, 'validFrom', 'day.form'],
    [{ ...grant, validTo: '2026-11-22' }, 'validTo', 'grant.endsBeforeStart'],
  ])('%j is refused at %s with %s', (value, field, code) => {
    expect(parseNewGrant(value)).toEqual({ ok: false, problems: [{ field, code }] });
  });

  it('may be for one day, and refuses unknown fields', () => {
    expect(parseNewGrant({ ...grant, validTo: grant.validFrom }).ok).toBe(true);
    expect(parseNewGrant({ ...grant, granted_by: null })).toEqual({
      ok: false,
      problems: [{ code: 'field.unknown' }],
    });
  });
});

describe('the command line', () => {
  it('may leave out password, role and body, and nothing may be added', () => {
    const person = { name: 'Thạch Thị Na', signInName: 'Na.TT' };
    expect(parsePersonArguments(person)).toEqual({ ok: true, value: { ...person, signInName: 'na.tt' } });
    expect(parsePersonArguments({ ...person, role: 'king' })).toMatchObject({
      problems: [{ code: 'role.unknown' }],
    });
    expect(parsePersonArguments({ ...person, sample: true })).toMatchObject({
      problems: [{ code: 'field.unknown' }],
    });
    expect(parsePasswordArguments({ signInName: 'na.tt', password: 'short' })).toMatchObject({
      problems: [{ code: 'password.tooShort' }],
    });
  });
});
