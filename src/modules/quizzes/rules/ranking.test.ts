import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tieBreaks, type TieBreak } from './quiz.ts';
import {
  compare, FEWEST, isAccepted, isUndecided, MOST_PLACES, perfectOf, publicPart, rank, secondsUsed, standingOf, tellsOwnPlace, type Contestant,
} from './ranking.ts';

/** Few values each, so that ties of every depth happen. */
const person = fc.record({
  points: fc.integer({ min: 0, max: 4 }).map((n) => n * 2.5),
  ofPoints: fc.constantFrom(10, 12.5),
  correct: fc.integer({ min: 0, max: 2 }),
  seconds: fc.integer({ min: 0, max: 2 }),
  guess: fc.option(fc.integer({ min: 0, max: 3 })),
  handedIn: fc.integer({ min: 0, max: 2 }),
});
const numbered = <T extends object>(list: readonly T[]) => list.map((one, at) => ({ ...one, id: at + 1 }));
const people = fc.array(person, { maxLength: 40 }).map((list): Contestant[] => numbered(list));
const orders = fc.shuffledSubarray([...tieBreaks], { minLength: tieBreaks.length });
const RUNS = { numRuns: 500 };

const base: Contestant = { id: 1, points: 8, ofPoints: 10, correct: 8, seconds: 600, guess: null, handedIn: 1_000 };
const better: Record<TieBreak, Partial<Contestant>> = {
  correct: { correct: 9 }, time: { seconds: 599 }, guess: { guess: 3 }, earliest: { handedIn: 999 },
};
const worse: Record<TieBreak, Partial<Contestant>> = {
  correct: { correct: 7 }, time: { seconds: 601 }, guess: { guess: 9 }, earliest: { handedIn: 1_001 },
};

describe('the order', () => {
  it('is a total preorder', () => {
    fc.assert(fc.property(people, orders, fc.integer({ min: 0, max: 3 }), (list, order, truth) => {
      const sign = (a: Contestant, b: Contestant) => Math.sign(compare(a, b, order, truth));
      for (const a of list.slice(0, 8)) {
        for (const b of list.slice(0, 8)) {
          expect(sign(a, b)).toBe(0 - sign(b, a));
          for (const c of list.slice(0, 8)) if (sign(a, b) <= 0 && sign(b, c) <= 0) expect(sign(a, c)).toBeLessThanOrEqual(0);
        }
      }
    }), { numRuns: 100 });
  });

  it('is the same however the people come, and the same again when it is made of itself', () => {
    fc.assert(fc.property(people.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))), orders,
      ([list, shuffled], order) => {
        const first = rank(list, order);
        expect(rank(shuffled, order)).toEqual(first);
        expect(rank(first, order)).toEqual(first);
      }), RUNS);
  });

  it('gives equals one place, and skips as many: a place is one more than how many are ahead', () => {
    fc.assert(fc.property(people, orders, (list, order) => {
      const truth = perfectOf(list);
      for (const one of rank(list, order)) {
        expect(one.place).toBe(1 + list.filter((other) => compare(other, one, order, truth) < 0).length);
      }
    }), RUNS);
  });

  it('asks a tie-break only when everything before it is equal', () => {
    fc.assert(fc.property(orders, fc.nat({ max: 3 }), fc.nat({ max: 3 }), (order, at, truth) => {
      const decisive = order[at]!;
      const behind = Object.assign({}, ...order.slice(at + 1).map((each) => worse[each])) as Partial<Contestant>;
      const guessed = { ...base, guess: order.indexOf('guess') < at ? null : 5 };
      const rival = { ...guessed, ...better[decisive], ...behind, id: 2 };
      const ahead = compare(rival, guessed, order, decisive === 'guess' ? 3 : truth);
      expect(ahead).toBeLessThan(0);
      expect(compare({ ...rival, points: 7 }, guessed, order, truth)).toBeGreaterThan(0);
    }), RUNS);
  });

  it('compares shares of what a sheet is worth, exactly', () => {
    const [sevenTenths, same] = [{ ...base, points: 0.7, ofPoints: 1 }, { ...base, id: 2, points: 2.1, ofPoints: 3 }];
    expect(compare(sevenTenths, same, [], 0)).toBe(0);
    expect(compare({ ...base, points: 0, ofPoints: 0 }, { ...base, points: 1 }, [], 0)).toBeGreaterThan(0);
  });

  it('puts the nearest guess first, and whoever made none last', () => {
    const list = numbered([{ guess: 2 }, { guess: null }, { guess: 0 }, { guess: 1 }].map((one) => ({ ...base, points: 10, ...one })));
    const three = list.map((one, at) => (at === 3 ? { ...one, points: 5 } : one));
    expect(perfectOf(three)).toBe(3);
    expect(rank(three, ['guess']).map(({ id }) => id)).toEqual([1, 3, 2, 4]);
  });
});

describe('the public part', () => {
  const many = fc.array(person, { minLength: FEWEST, maxLength: 90 }).map((list): Contestant[] => numbered(list));

  it('is the front of the list, never more than the better half, and leaves at least ten to hide among', () => {
    fc.assert(fc.property(many, orders, fc.option(fc.integer({ min: 1, max: 10_000 })), (list, order, mark) => {
      const placed = rank(list, order);
      const shown = publicPart(placed, mark);
      expect(placed.slice(0, shown.length)).toEqual(shown);
      expect(shown.length).toBeLessThanOrEqual(Math.floor(list.length / 2));
      expect(list.length - shown.length).toBeGreaterThanOrEqual(10);
      for (const { points, ofPoints } of shown) expect(points * 10_000).toBeGreaterThanOrEqual((mark ?? 5_000) * ofPoints);
      expect(placed[shown.length]?.place).not.toBe(shown.at(-1)?.place ?? 0);
    }), RUNS);
  });

  it('is empty for few, and ends at the last place that is shown', () => {
    const list = (count: number) => Array.from({ length: count }, (_, at) => ({ ...base, id: at + 1, seconds: at }));
    expect(publicPart(rank(list(FEWEST - 1), ['time']), null)).toEqual([]);
    expect(publicPart(rank(list(FEWEST), ['time']), null)).toHaveLength(FEWEST / 2);
    expect(publicPart(rank(list(3_000), ['time']), null)).toHaveLength(MOST_PLACES);
    // All equal in everything: half of them would be as good as the other half.
    expect(publicPart(rank(list(FEWEST), []), null)).toEqual([]);
  });
});

describe('time used', () => {
  const at = (minutes: number) => new Date(Date.UTC(2026, 10, 23, 3, 0) + minutes * 60_000);

  it('ends at the deadline', () => {
    const timed = { startedAt: at(0), deadline: at(30), extraMinutes: 0 };
    expect(secondsUsed({ ...timed, handedIn: at(12.5) })).toBe(750);
    expect(secondsUsed({ ...timed, handedIn: at(300) })).toBe(1_800);
    expect(secondsUsed({ ...timed, handedIn: at(-1) })).toBe(0);
  });

  it('is a part of the longer time for whoever was given more, and never longer than anybody’s', () => {
    expect(secondsUsed({ startedAt: at(0), deadline: at(45), handedIn: at(30), extraMinutes: 15 })).toBe(20 * 60);
    fc.assert(fc.property(fc.nat({ max: 120 }), fc.nat({ max: 60 }), fc.nat({ max: 400 }), (limit, extra, used) => {
      const timed = { startedAt: at(0), deadline: at(limit + extra), handedIn: at(used), extraMinutes: extra };
      expect(secondsUsed(timed)).toBeLessThanOrEqual(limit * 60);
    }), RUNS);
  });
});

it('late attempts are out unless the rule or an officer lets them count', () => {
  expect(isAccepted(false, 'ignore', null)).toBe(true);
  expect([isAccepted(true, 'count', null), isAccepted(true, 'ignore', 'count')]).toEqual([true, false]);
  expect([isAccepted(true, 'decide', null), isAccepted(true, 'decide', 'ignore'), isAccepted(true, 'decide', 'count')]).toEqual([false, false, true]);
  expect([isUndecided(true, 'decide', null), isUndecided(true, 'decide', 'ignore'), isUndecided(false, 'decide', null)]).toEqual([true, false, false]);
});

it('nothing is out while a sitting is open or a paper is not settled', () => {
  const closes = new Date('2026-11-23T10:00:00Z');
  const before = new Date(closes.getTime() - 1);
  expect(standingOf({ state: 'published', closes, people: null }, before)).toBe('soon');
  expect(standingOf({ state: 'closed', closes, people: 400 }, before)).toBe('soon');
  expect(standingOf({ state: 'published', closes, people: null }, closes)).toBe('counting');
  expect(standingOf({ state: 'closed', closes, people: null }, closes)).toBe('counting');
  expect(standingOf({ state: 'closed', closes, people: FEWEST - 1 }, closes)).toBe('few');
  expect(standingOf({ state: 'closed', closes, people: FEWEST }, closes)).toBe('out');
  expect(standingOf({ state: 'cancelled', closes, people: FEWEST }, closes)).toBe('cancelled');
  expect([tellsOwnPlace(null), tellsOwnPlace(9), tellsOwnPlace(10)]).toEqual([false, false, true]);
});
