import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadPlaces } from '#modules/places/index.server.ts';
import type { Person } from '#modules/people/index.server.ts';
import type { Result } from '#platform/result.ts';
import { testRuntime, type TestRuntime } from '#platform/testing/runtime.ts';
import { draftSteps } from '../index.server.ts';
import { loadBodies } from './bodies.server.ts';
import { checkPlaces, placeOn } from './place.server.ts';
import { readReorganisation } from './reorganisation-pages.server.ts';
import { beginReorganisation, type Officer } from './reorganise.server.ts';
import type { Step } from '../rules/plan.ts';

const NOW = new Date('2026-11-23T02:00:00Z');
const DONG_XOAI = 225_210;
const PARTY = 2_225_210;
const officer: Officer = {
  actor: { kind: 'person', personId: crypto.randomUUID(), name: 'Điểu Minh', grants: [{ role: 'administrator', bodyId: 100 }], provenAt: NOW } as Person,
  now: NOW,
};

let runtime: TestRuntime;
beforeAll(async () => {
  runtime = await testRuntime();
  await loadPlaces(runtime.db);
  await loadBodies(runtime.db);
});
afterAll(() => runtime.drop());

function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.value;
}
const problemsOf = (result: Result<unknown>) => (result.ok ? [] : result.problems.map(({ field, code }) => `${field} ${code}`));

describe('the place of a founded body', () => {
  it('is one that exists on the day of the plan, and the plan names it', async () => {
    const heading = { title: 'Thành lập', on: '2026-12-01', basis: { text: 'Quyết định', symbol: '' } };
    const id = must(await beginReorganisation(runtime, heading, officer as never));
    const form = { kind: 'found', name: 'Ban mới', type: 'cơ quan đảng', parent: String(PARTY) };
    const add = (place: Record<string, string>) => draftSteps.add!(runtime, id, { ...form, ...place }, officer as never);
    expect(problemsOf(await add({ placeText: 'xã Thanh Lương' }))).toEqual(['place place.notThen']);
    expect(problemsOf(await add({ placeText: 'xã không có' }))).toEqual(['place place.unknown']);
    expect(problemsOf(await add({ place: '25', placeText: '' }))).toEqual(['place place.unknown']);
    must(await add({ placeText: 'phường đồng xoài' }));
    const page = must(await readReorganisation(runtime.db, id, officer as never));
    expect([page.fits, page.steps[0]!.place]).toEqual([true, 'phường Đồng Xoài']);
  });

  it('by its number or its name, as of that day', async () => {
    const { db } = runtime;
    expect(must(await placeOn(db, { id: DONG_XOAI, text: 'gì cũng được' }, '2026-12-01'))).toBe(DONG_XOAI);
    expect(problemsOf(await placeOn(db, { id: DONG_XOAI, text: '' }, '2025-06-30'))).toEqual(['place place.notThen']);
    expect(must(await placeOn(db, null, '2026-12-01'))).toBeNull();
  });

  it('is looked at again when the day of the plan is another', async () => {
    const step: Step = { kind: 'found', body: { key: 'n1', symbol: '', name: 'Ban mới', fullName: 'Ban mới', type: 'ban', parent: PARTY, place: DONG_XOAI } };
    expect(problemsOf(await checkPlaces(runtime.db, { on: '2026-12-01', steps: [step] }))).toEqual([]);
    expect(problemsOf(await checkPlaces(runtime.db, { on: '2025-06-30', steps: [step] }))).toEqual(['step.0 plan.placeNotThen']);
  });
});
