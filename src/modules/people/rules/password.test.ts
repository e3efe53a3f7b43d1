import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_PASSWORD, MIN_PASSWORD, passwordProblem } from './password.ts';

describe('a password', () => {
  it.each([
    'con đường đất đỏ sau mưa', 'Cau-Noi-mau-2026', 'áo bà ba bên sông Bé', 'kfj38fjw0qpz', 'ដើមស្វាយចន្ទីនៅមុខផ្ទះ', '🐃🐃 hai con trâu già',
  ])('“%s” can be chosen', (password) => expect(passwordProblem(password)).toBeUndefined());

  it.each([
    ['', 'password.missing'],
    ['mười một ký', 'password.tooShort'],
    ['matkhau123456', 'password.common'],
    ['Mật Khẩu - 2026', 'password.common'],
    ['1234Password!!', 'password.common'],
    ['Việt Nam 1975', 'password.common'],
    ['123456789012', 'password.common'],
    ['987654321098', 'password.common'],
    ['abcdefghijklm', 'password.common'],
    ['aaaaaaaaaaaa', 'password.common'],
    ['abcabcabcabc', 'password.common'],
    ['qwertyuiop12', 'password.common'],
    ['000000111111', 'password.common'],
    ['------------', 'password.common'],
  ])('“%s”: %s', (password, problem) => expect(passwordProblem(password)).toBe(problem));

  it('must not contain what others know of the person, however it is written', () => {
    const about = ['Điểu Thị Mai', 'CB-01-0003', '0976175123', null, undefined, 'An'];
    for (const password of ['dieuthimai2026', 'của Điểu-Thị-Mai', 'xin chào CB010003', 'số 0976.175.123 nhé']) {
      expect(passwordProblem(password, about), password).toBe('password.personal');
    }
    // "An" is part of too many words to be anybody's name.
    expect(passwordProblem('bàn ăn nhà bác Hai', about)).toBeUndefined();
  });

  it('is long enough as a person counts, and never too long to be hashed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (password) => {
        const problem = passwordProblem(password);
        if (password.length > MAX_PASSWORD) expect(problem).toBe('password.tooLong');
        if (problem === undefined) expect([...password.normalize('NFC')].length).toBeGreaterThanOrEqual(MIN_PASSWORD);
      }),
    );
  });
});
