import { describe, expect, it } from 'vitest';
import { correctVersion } from './correct.ts';
import { buildTree, type DatedEvent, type DatedVersion } from './tree.ts';

type Named = DatedVersion & { id: number; name: string; code: string };
const row = (id: number, parent: number | null, from: string, until: string | null, name = `N${id}`): Named => ({
  id, parent, from, until, name, code: `C${id}`, basis: 'thử',
});
const event = (kind: string, on: string, from: number[], to: number[]): DatedEvent => ({ kind, on, from, to, basis: '' });
const tree = buildTree(
  [
    row(1, null, '2020-01-01', null),
    row(2, 1, '2020-01-01', '2022-01-01'), row(2, 1, '2022-01-01', null, 'N2 mới'),
    row(3, 1, '2020-01-01', '2022-01-01'), row(3, 1, '2022-01-01', null, 'N3 mới'),
    row(4, 2, '2020-01-01', '2023-01-01'),
    row(5, 2, '2023-01-01', null),
  ],
  [event('rename', '2022-01-01', [2, 3], [2, 3]), event('merge', '2023-01-01', [4], [5])],
);
const rules = { nameOf: ({ name }: Named) => name, codes: [({ code }: Named) => code] };
const correct = (id: number, from: string, change: Partial<Named>) => correctVersion(tree, id, { from, change }, rules);

describe('a correction', () => {
  it('changes one version, and leaves the others as they were', () => {
    const result = correct(2, '2022-01-01', { name: 'N2 đúng' });
    expect(result).toMatchObject({ ok: true, value: { retimed: false, before: { name: 'N2 mới' }, after: { name: 'N2 đúng' } } });
    expect(result.ok && result.value.versions.map(({ name }) => name)).toEqual(['N2', 'N2 đúng']);
  });

  it('moves a first day with the end of the version before and its own part of the event', () => {
    const result = correct(2, '2022-01-01', { from: '2022-02-01' });
    expect(result.ok && result.value.retimed).toBe(true);
    expect(result.ok && result.value.versions.map(({ from, until }) => [from, until])).toEqual([
      ['2020-01-01', '2022-02-01'], ['2022-02-01', null],
    ]);
  });

  it('says what cannot be, by name, and what is nothing', () => {
    expect(correct(2, '2021-01-01', { name: 'x' })).toMatchObject({ problems: [{ code: 'version.gone' }] });
    expect(correct(2, '2022-01-01', { name: 'N2 mới' })).toMatchObject({ problems: [{ code: 'correction.same' }] });
    expect(correct(5, '2023-01-01', { from: '2023-02-01' })).toMatchObject({ problems: [{ code: 'correction.shared' }] });
    expect(correct(2, '2022-01-01', { code: 'C3' })).toMatchObject({
      problems: [{ code: 'fault.sameCode', values: { name: 'N3 mới', other: 'N2 mới' } }],
    });
    expect(correct(2, '2022-01-01', { parent: 5 })).toMatchObject({
      problems: expect.arrayContaining([expect.objectContaining({ code: 'fault.parentMissing', values: { name: 'N2 mới', other: 'N5', day: '2022-01-01' } })]),
    });
    expect(correct(2, '2022-01-01', { from: '2019-01-01' })).toMatchObject({ problems: [{ code: 'fault.backwards' }] });
    expect(correct(1, '2020-01-01', { parent: 2 })).toMatchObject({
      problems: expect.arrayContaining([expect.objectContaining({ code: 'fault.circle' })]),
    });
  });
});
