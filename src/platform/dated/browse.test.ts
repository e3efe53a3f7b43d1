import { describe, expect, it } from 'vitest';
import eventsOfPlaces from '#modules/places/seed/events.json' with { type: 'json' };
import places from '#modules/places/seed/places.json' with { type: 'json' };
import { levelOf, turningDays, type Naming } from './browse.ts';
import { readTreeQuery, treeHref } from './query.ts';
import { storyOf } from './story.ts';
import { buildTree } from './tree.ts';

type Version = { id: number; from: string; until: string | null; parent: number | null; basis: string; kind: string; name: string; code: string };
const rows: Version[] = places.flatMap(({ id, versions }) => versions.map((version) => ({ ...version, id })));
const tree = buildTree(rows, eventsOfPlaces);
const naming: Naming<Version> = {
  nameOf: ({ kind, name }) => `${kind} ${name}`,
  kindOf: ({ kind }) => kind,
  codeOf: ({ code }) => code,
  compare: (a, b) => a.name.localeCompare(b.name, 'vi'),
  kinds: ['thành phố', 'thị xã', 'huyện', 'xã', 'phường', 'thị trấn'],
};
const TODAY = '2026-11-23';
const query = (text: string) => readTreeQuery(new URLSearchParams(text));
const level = (text: string) => levelOf(tree, query(text), TODAY, naming)!;
const said = (below: { kind: string; count: number }[]) => below.map(({ kind, count }) => `${count} ${kind}`).join(', ');

describe('a level of the tree', () => {
  it('counts what the acts state, on each day', () => {
    expect(said(level('of=70&day=2022-09-30').below)).toBe('1 thành phố, 2 thị xã, 8 huyện, 90 xã, 15 phường, 6 thị trấn');
    expect(said(level('of=70&day=2022-12-01').below)).toBe('1 thành phố, 3 thị xã, 7 huyện, 86 xã, 20 phường, 5 thị trấn');
    expect(said(level('day=2025-07-01').below)).toBe('72 xã, 23 phường');
    expect(said(level('').below)).toBe('62 xã, 33 phường');
  });

  it('opens with the only one at the top, or with all of them', () => {
    expect(level('').node).toMatchObject({ id: 75, name: 'thành phố Đồng Nai', existed: true });
    expect(level('day=2022-12-01').node).toBeNull();
    expect(level('day=2022-12-01').rows.map(({ name }) => name)).toEqual(['tỉnh Bình Phước', 'tỉnh Đồng Nai']);
  });

  it('goes down with the way back, a filter by kind and pages', () => {
    const town = level('of=690&day=2022-12-01');
    expect(town.path).toEqual([{ id: 70, name: 'tỉnh Bình Phước' }]);
    expect(town.rows.map(({ name }) => name)).toEqual(['xã Thanh Lương', 'xã Thanh Phú', 'phường An Lộc', 'phường Hưng Chiến', 'phường Phú Đức', 'phường Phú Thịnh']);
    expect(level('of=690&day=2022-12-01&kind=xã').rows).toHaveLength(2);
    expect([level('').rows.length, level('page=2').rows.length, level('').total]).toEqual([50, 45, 95]);
  });

  it('says when somebody did not exist, and nothing of nobody', () => {
    expect(level('of=690').node).toMatchObject({ name: 'thị xã Bình Long', existed: false });
    expect(levelOf(tree, query('of=999999'), TODAY, naming)).toBeUndefined();
  });

  it('names the days on which much changed', () => {
    expect(turningDays(tree)).toEqual(expect.arrayContaining(['2025-07-01', '2025-06-30', '2026-04-30', '2022-10-01']));
  });
});

describe('addresses', () => {
  it('keep what was asked and leave out what cannot be read', () => {
    const asked = query('of=690&day=2022-12-01&q=%20an%20%20l%E1%BB%99c&kind=x%C3%A3&page=3');
    expect(asked).toEqual({ of: 690, day: '2022-12-01', q: 'an lộc', kind: 'xã', page: 3 });
    expect(treeHref('/t', asked)).toBe('/t?of=690&day=2022-12-01&q=an+l%E1%BB%99c&kind=x%C3%A3');
    expect(query('of=-1&day=2022-02-30&page=x')).toEqual({ of: null, day: null, q: '', kind: '', page: 1 });
  });
});

describe('the story of one', () => {
  const told = (id: number) => storyOf(tree, id, naming).map(({ on, basis, happenings }) => ({
    on, basis, said: happenings.map(({ key, before, after, others }) => [key, before, after, others.map(({ name }) => name)]),
  }));

  it('tells what became of a commune', () => {
    expect(told(125333)).toEqual([
      { on: '2025-07-01', basis: 'Nghị quyết 1662/NQ-UBTVQH15', said: [['mergedInto', 'xã Thanh Lương', '', ['phường An Lộc']]] },
      { on: '2021-01-01', basis: 'Danh mục hành chính, Tổng cục Thống kê', said: [['recorded', '', 'xã Thanh Lương', []]] },
    ]);
  });

  it('tells who came into one, upgrades, moves and the end of a district', () => {
    expect(told(225333)[0]!.said).toEqual([['tookIn', '', 'phường An Lộc', ['phường Phú Thịnh', 'xã Thanh Phú', 'xã Thanh Lương']]]);
    expect(told(225270).map(({ said }) => said[0]![0])).toEqual(['upgraded', 'tookIn']);
    expect(told(697).map(({ said }) => said[0]![0])).toEqual(['ended', 'upgraded', 'recorded']);
    expect(told(125225).map(({ said }) => said[0]!.slice(0, 1))).toEqual([['moved'], ['recorded']]);
  });
});
