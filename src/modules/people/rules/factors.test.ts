import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAppCode, readRecoveryCode } from './codes.ts';
import { inGroups, needsProof, personIn, PROOF_MINUTES, type InSession } from './factors.ts';
import { anonymous, roles } from './roles.ts';

const now = new Date('2026-11-23T03:00:00Z');
const instant = fc.date({ min: new Date('2026-11-22'), max: new Date('2026-11-24'), noInvalidDate: true });
const session: fc.Arbitrary<InSession> = fc.record({
  personId: fc.uuid(),
  name: fc.constant('Điểu Thị Bé'),
  grants: fc.array(fc.record({ role: fc.constantFrom(...roles), bodyId: fc.nat() }), { maxLength: 4 }),
  provenAt: fc.option(instant),
  strong: fc.boolean(),
  hasFactor: fc.boolean(),
  shared: fc.boolean(),
  usedAt: fc.constant(null),
});

describe('who somebody in a session is', () => {
  it('has roles in a strong session only, and says that they wait in any other', () => {
    fc.assert(
      fc.property(session, (given) => {
        const person = personIn(given);
        expect(person.grants).toEqual(given.strong ? given.grants : []);
        expect(person.awaitsFactor ?? false).toBe(!given.strong && given.grants.length > 0);
      }),
    );
  });

  it('has proven nothing by a password alone, once there is something stronger', () => {
    fc.assert(
      fc.property(session, (given) => {
        const { provenAt } = personIn(given);
        expect(provenAt ?? null).toEqual(given.hasFactor && !given.strong ? null : given.provenAt);
      }),
    );
  });
});

it('a proof lasts its ten minutes, to the millisecond, and never comes from the future', () => {
  fc.assert(
    fc.property(session, instant, (given, provenAt) => {
      const fresh = now.getTime() - provenAt.getTime();
      const person = personIn({ ...given, provenAt, strong: true });
      expect(needsProof(person, now)).toBe(fresh < 0 || fresh > PROOF_MINUTES * 60_000);
    }),
  );
  expect(needsProof(anonymous, now)).toBe(true);
  const strong = { personId: 'p', name: 'n', grants: [], strong: true, hasFactor: true, shared: false, usedAt: null };
  const edge = (ms: number) => needsProof(personIn({ ...strong, provenAt: new Date(now.getTime() - ms) }), now);
  expect([edge(600_000), edge(600_001), edge(-1)]).toEqual([false, true, true]);
});

describe('a code that somebody types', () => {
  const spaces = fc.array(fc.constantFrom(' ', '-', '.', '\u00a0', ''), { minLength: 12, maxLength: 12 });
  const spaced = (text: string, between: string[]) => [...text].map((sign, at) => sign + (between[at] ?? '')).join('');

  it('of an app is read however its six digits are spaced, in wide digits too', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999 }), spaces, (number, between) => {
        const code = String(number).padStart(6, '0');
        expect(readAppCode(spaced(code, between))).toBe(code);
        expect(readRecoveryCode(code)).toBeUndefined();
      }),
    );
    expect(readAppCode('１２３ ４５６')).toBe('123456');
    for (const wrong of ['', '12345', '1234567', '12345a', '123456\u0000', '-'.repeat(1_000_000)]) expect(readAppCode(wrong)).toBeUndefined();
  });

  it('from paper is read in capitals, with O for 0 and L for 1', () => {
    const sign = fc.constantFrom(...'0123456789abcdefghjkmnpqrstvwxyz');
    fc.assert(
      fc.property(fc.array(sign, { minLength: 12, maxLength: 12 }), spaces, fc.boolean(), (signs, between, loud) => {
        const code = signs.join('');
        const typed = spaced(code.replace(/0/g, 'o').replace(/1/g, 'l'), between);
        expect(readRecoveryCode(loud ? typed.toUpperCase() : typed)).toBe(code);
        expect(readAppCode(typed)).toBeUndefined();
      }),
    );
    for (const wrong of ['', 'abcd-2345', 'uuuu-uuuu-uuuu', 'abcd-2345-wxyz-9']) expect(readRecoveryCode(wrong)).toBeUndefined();
  });
});

it('a secret is shown in groups that lose nothing', () => {
  fc.assert(fc.property(fc.stringMatching(/^[A-Z2-7]{1,52}$/), (secret) => inGroups(secret).replaceAll(' ', '') === secret));
});
