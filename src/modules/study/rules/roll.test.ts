import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  closedFor, instantOf, isCorrection, missing, organiserMay, outcomes, rateOf, refusalOf, settle, verdictOf, ways, type Held, type Mark,
} from './roll.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 23, 1, minute));
let next = 0;
const mark = (some: Partial<Mark>): Mark => ({
  id: String(++next).padStart(4, '0'), outcome: 'attended', reason: null, sessionId: 1, way: 'list', at: at(0), corrects: false,
  provisional: false, by: null, ...some,
});

describe('what marks say together', () => {
  it('takes the first attendance, whichever way', () => {
    const code = mark({ way: 'code', at: at(1) });
    expect(settle([mark({ at: at(2) }), code, mark({ way: 'sheet', at: at(3), sessionId: 2 })])?.id).toBe(code.id);
  });
  it('lets somebody who was absent attend a catch-up session', () => {
    const catchUp = mark({ sessionId: 2, at: at(30) });
    expect(settle([mark({ outcome: 'excused', reason: 'ốm' }), catchUp])).toEqual(catchUp);
  });
  it('keeps an attendance when another session writes an absence', () => {
    expect(settle([mark({}), mark({ outcome: 'unexcused', sessionId: 2, at: at(30) })])?.outcome).toBe('attended');
  });
  it('lets a correction win over what came before it, and not over what comes after', () => {
    const corrected = mark({ outcome: 'unexcused', corrects: true, at: at(5) });
    expect(settle([mark({ way: 'code', at: at(4) }), corrected])).toEqual(corrected);
    const later = mark({ at: at(6) });
    expect(settle([mark({ at: at(4) }), later, corrected])).toEqual(later);
  });
  it('knows nothing again after a mark is taken back', () => {
    const back = mark({ outcome: null, corrects: true, at: at(2) });
    expect(settle([mark({}), back])).toBeNull();
    expect(verdictOf(back, null)).toBe('counts');
  });
  it('says with the newest absence whether there was a reason', () => {
    expect(settle([mark({ outcome: 'unexcused' }), mark({ outcome: 'excused', at: at(9) })])?.outcome).toBe('excused');
  });
  it('prefers what is certain to what waits for the count of the room', () => {
    const waiting = mark({ way: 'code', provisional: true });
    const certain = mark({ at: at(50) });
    expect(settle([waiting, certain])).toEqual(certain);
    expect(verdictOf(waiting, settle([certain]))).toBe('stands');
    expect(verdictOf(waiting, settle([waiting]))).toBe('waits');
    expect(settle([mark({ outcome: 'unexcused', at: at(55) }), waiting])).toEqual(waiting);
  });

  const any = fc.array(
    fc.record({
      id: fc.integer({ min: 1, max: 12 }), outcome: fc.option(fc.constantFrom(...outcomes)), minute: fc.integer({ min: 0, max: 4 }),
      way: fc.constantFrom(...ways), provisional: fc.boolean(), corrects: fc.boolean(), sessionId: fc.option(fc.integer({ min: 1, max: 3 })),
    }).map(({ minute, id, outcome, corrects, ...rest }): Mark => ({
      ...mark(rest), id: `m${String(id).padStart(2, '0')}`, outcome, at: at(minute), corrects: corrects || outcome === null,
    })),
    { maxLength: 12 },
  ).map((marks) => [...new Map(marks.map((each) => [each.id, each])).values()]);

  it('is one outcome in any order and with any repetition', () => {
    fc.assert(fc.property(any.chain((marks) => fc.tuple(
      fc.constant(marks), fc.shuffledSubarray(marks, { minLength: marks.length }), fc.subarray(marks),
    )), ([marks, shuffled, again]) => {
      expect(settle([...shuffled, ...again])).toEqual(settle(marks));
    }), { numRuns: 1_000 });
  });
  it('never takes an attendance away without a correction', () => {
    fc.assert(fc.property(any, fc.nat(12), (marks, cut) => {
      const plain = marks.filter(({ corrects }) => !corrects);
      const before = settle(plain.slice(0, cut));
      if (before?.outcome === 'attended') expect(settle(plain)?.outcome).toBe('attended');
    }), { numRuns: 1_000 });
  });
});

describe('what is taken', () => {
  const held: Held = {
    campaign: { state: 'announced', takesRoll: true, opensAt: at(-600) },
    session: { state: 'planned', startsAt: at(120), endsAt: at(300) },
  };
  const free = { onRoster: true, exempt: false, locked: false };
  const attended = { outcome: 'attended' as const, at: at(10) };

  it.each([
    [{ ...free, onRoster: false }, 'not.invited'],
    [{ ...free, locked: true }, 'locked'],
    [{ ...free, exempt: true }, undefined],
    [free, undefined],
  ])('of a member who is %j: %s', (asked, said) => expect(refusalOf(attended, asked, held)).toBe(said));

  it('refuses an absence of somebody exempt, and an attendance two hours before the session', () => {
    expect(refusalOf({ outcome: 'excused', at: at(10) }, { ...free, exempt: true }, held)).toBe('exempt');
    expect(refusalOf({ outcome: 'attended', at: at(-1) }, free, held)).toBe('early');
    expect(refusalOf({ outcome: 'excused', at: at(-1) }, free, held)).toBeUndefined();
  });
  it('refuses everything of what is a draft, cancelled or has no roll', () => {
    const campaign = (some: object): Held => ({ ...held, campaign: { ...held.campaign, ...some } });
    expect(closedFor(campaign({ state: 'draft' }))).toBe('not.open');
    expect(closedFor(campaign({ takesRoll: false }))).toBe('not.open');
    expect(closedFor(campaign({ state: 'cancelled' }))).toBe('cancelled');
    expect(closedFor({ ...held, session: { ...held.session!, state: 'cancelled' } })).toBe('cancelled');
    expect(closedFor(campaign({ state: 'closed' }))).toBeUndefined();
  });
  it('lets the organiser write from two hours before to a day after', () => {
    const session = held.session!;
    expect([at(-1), at(0), at(300 + 1440), at(301 + 1440)].map((now) => organiserMay(session, now))).toEqual([false, true, true, false]);
  });
  it('knows a correction by what its maker saw', () => {
    expect(isCorrection('unexcused', 'attended')).toBe(true);
    expect(isCorrection('attended', 'unexcused')).toBe(false);
    expect(isCorrection('unexcused', null)).toBe(false);
    expect(isCorrection(null, 'excused')).toBe(true);
  });
  it('corrects a clock that is wrong by an hour either way', () => {
    const receivedAt = at(60);
    for (const wrong of [-3_600_000, 0, 3_600_000]) {
      const sentAt = at(60).getTime() + wrong;
      expect(instantOf(at(20).getTime() + wrong, { sentAt, receivedAt })).toEqual(at(20));
    }
    expect(instantOf(at(90).getTime(), { sentAt: at(60).getTime(), receivedAt })).toEqual(at(60));
  });
});

describe('how many are missing', () => {
  it.each([[96, 99, 1, 9800, 1], [97, 99, 1, 9800, 0], [0, 0, 0, 9800, 0], [0, 3, 3, 9800, 0], [0, 100, 0, 9800, 98]])(
    '%i of %i with %i exempt', (attended, members, exempt, target, more) =>
      expect(missing({ attended, members, exempt }, target)).toBe(more));
  it('agrees with the rate', () => {
    fc.assert(fc.property(fc.nat(400), fc.nat(400), fc.nat(400), fc.integer({ min: 1, max: 10_000 }), (a, b, c, target) => {
      const [attended, expected, exempt] = [Math.min(a, b), b, c];
      const counts = { attended, exempt, members: expected + exempt };
      const more = missing(counts, target);
      expect(rateOf({ ...counts, attended: attended + more }, target).met).toBe(expected === 0 ? null : true);
      if (more > 0) expect(rateOf({ ...counts, attended: attended + more - 1 }, target).met).toBe(false);
    }));
  });
});
