import { expect, it } from 'vitest';
import type { ActingPerson } from '#platform/policy.ts';
import { exportState, needsSecond } from './export.ts';

const holder = (...grants: ActingPerson['grants']): ActingPerson => ({ kind: 'person', personId: 'a', name: 'An', grants });

it('only the own body alone needs no second person', () => {
  const secretary = holder({ role: 'secretary', bodyId: 7 });
  expect(needsSecond(secretary, { body: 7, below: false })).toBe(false);
  expect(needsSecond(secretary, { body: 7, below: true })).toBe(true);
  const officer = holder({ role: 'officer', bodyId: 1 });
  expect(needsSecond(officer, { body: 1, below: false })).toBe(false);
  expect(needsSecond(officer, { body: 1, below: true })).toBe(true);
  // From above, however high.
  expect(needsSecond(holder({ role: 'administrator', bodyId: 1 }), { body: 7, below: false })).toBe(true);
  expect(needsSecond(holder({ role: 'editor', bodyId: 7 }), { body: 7, below: false })).toBe(true);
  expect(needsSecond({ kind: 'anonymous' }, { body: 7, below: false })).toBe(true);
});

it('what nobody decides or takes lapses by itself', () => {
  const until = new Date('2026-11-24T02:00:00Z');
  const [before, after] = [new Date('2026-11-24T01:59:59Z'), until];
  for (const state of ['waiting', 'ready'] as const) {
    expect(exportState({ state, until }, before)).toBe(state);
    expect(exportState({ state, until }, after)).toBe('lapsed');
  }
  expect(exportState({ state: 'taken', until }, after)).toBe('taken');
  expect(exportState({ state: 'refused', until }, after)).toBe('refused');
});
