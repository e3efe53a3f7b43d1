import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maySeeAtDesk, mayStep, parseReminderDays, parseTarget, stillToGo, targetText, wrongDays } from './campaign.ts';
import { sortChanges, type RosterChange } from './roster.ts';

const within = (body: number, ancestor: number) => String(body).startsWith(String(ancestor));
const holding = (role: string, bodyId: number) => ({ kind: 'person' as const, personId: 'p', name: 'n', grants: [{ role, bodyId }] });

describe('a campaign', () => {
  it('reads a rate as people type it', () => {
    expect(['98', '98,5', '98.50 %', '100', '0,01'].map(parseTarget)).toEqual([9_800, 9_850, 9_850, 10_000, 1]);
    expect(['', '0', '101', '98,555', '-3', 'chín mươi', '98,'].map(parseTarget)).toEqual([null, null, null, null, null, null, null]);
    fc.assert(fc.property(fc.integer({ min: 1, max: 10_000 }), (target) => parseTarget(targetText(target)) === target));
  });

  it('reads days before the end, the farthest first', () => {
    expect(parseReminderDays('1, 7; 3 7')).toEqual([7, 3, 1]);
    expect(parseReminderDays('')).toEqual([]);
    expect([parseReminderDays('0'), parseReminderDays('61'), parseReminderDays('a')]).toEqual([null, null, null]);
  });

  it('says how many are still to go, on the exact fraction', () => {
    expect(stillToGo({ members: 99, exempt: 1, attended: 96 }, 9_800)).toBe(1);
    expect(stillToGo({ members: 99, exempt: 1, attended: 97 }, 9_800)).toBe(0);
    expect(stillToGo({ members: 2, exempt: 2, attended: 0 }, 9_800)).toBe(0);
    fc.assert(fc.property(fc.integer({ min: 1, max: 5_000 }), fc.integer({ min: 1, max: 10_000 }), (members, target) => {
      const goal = stillToGo({ members, exempt: 0, attended: 0 }, target);
      return goal * 10_000 >= target * members && (goal - 1) * 10_000 < target * members;
    }));
  });

  it('is announced, closed and cancelled in that order only', () => {
    expect([mayStep('draft', 'announce'), mayStep('announced', 'announce'), mayStep('closed', 'cancel'), mayStep('cancelled', 'reopen')])
      .toEqual([true, false, false, false]);
    expect(wrongDays({ opensOn: '2026-02-02', closesOn: '2026-02-01', rosterOn: '2026-01-01' })).toBe('closesOn');
  });

  it('is seen at the desk by those who hold it, and once announced by those who are meant', () => {
    const campaign = { bodyId: 1, audience: [12] };
    const sees = (role: string, body: number, state: 'draft' | 'announced') => maySeeAtDesk(holding(role, body), { ...campaign, state }, within);
    expect([sees('officer', 1, 'draft'), sees('secretary', 1, 'draft'), sees('officer', 12, 'draft')]).toEqual([true, false, false]);
    expect([sees('secretary', 123, 'announced'), sees('secretary', 13, 'announced'), sees('editor', 12, 'announced')]).toEqual([true, false, false]);
  });
});

describe('a comparison of the roster', () => {
  const body = fc.option(fc.integer({ min: 1, max: 4 }), { nil: null });
  const change: fc.Arbitrary<RosterChange> = fc.record({
    memberId: fc.integer({ min: 1, max: 99 }), oldBody: body, newBody: body, oldExempt: fc.boolean(), newExempt: fc.boolean(), marked: fc.boolean(),
  }).filter(({ oldBody, newBody }) => oldBody !== null || newBody !== null);

  it('touches no branch that has signed, and drops nobody with a mark', () => {
    fc.assert(fc.property(fc.array(change), fc.uniqueArray(fc.integer({ min: 1, max: 4 })), (changes, signed) => {
      const locked = new Set(signed);
      const sorted = sortChanges(changes, locked);
      const touched = [...sorted.added, ...sorted.changed, ...sorted.removed];
      expect(touched.some(({ oldBody, newBody }) => locked.has(oldBody ?? 0) || locked.has(newBody ?? 0))).toBe(false);
      expect(sorted.removed.some(({ marked }) => marked)).toBe(false);
      expect(touched.length + sorted.kept.length + sorted.signed).toBe(changes.length);
    }));
  });
});
