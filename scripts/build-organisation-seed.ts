/**
 * Builds the sample bodies of the province from the tables below and from the seed of places:
 *   node scripts/build-organisation-seed.ts
 * Names and dates follow public acts where they are known, but the set is simplified and every body is
 * marked as a sample: a province replaces it by its own list. Ids are fixed, so rebuilding changes no
 * reference.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Day } from '#platform/clock.ts';
import eventsOfPlaces from '../src/modules/places/seed/events.json' with { type: 'json' };
import places from '../src/modules/places/seed/places.json' with { type: 'json' };
import {
  append,
  BASIS,
  BINH_PHUOC,
  bodies,
  CITY,
  COMMITTEE,
  DONG_NAI,
  events,
  MERGED,
  PARTY,
  partyOf,
  RECORDS,
  stateOf,
  STREAMLINED,
  tell,
} from './organisation-seed/book.ts';
import { branchesOfCommunes, branchesOfOffices } from './organisation-seed/branches.ts';
import { communesOfBinhPhuoc, communesOfToday, mergeCommunes } from './organisation-seed/communes.ts';

/** For the signs in names see `fill`. */
type Row = [id: number, kind: string, symbol: string, name: string, parent: number | null];

const PARTY_ORGAN = 'cơ quan đảng';
const DEPARTMENT = 'sở, ngành';
const UNIT = 'đơn vị sự nghiệp';
const FRONT = 'mặt trận, đoàn thể';
const SOCIETY = 'hội';

/** Numbers are shared by both provinces: 1100 + n in Bình Phước until 06/2025, 100 + n in Đồng Nai since. */
const SHARED: Row[] = [
  [100, PARTY, 'TU', '^ủy #', null],
  [101, PARTY_ORGAN, 'VPTU', 'Văn phòng ^ủy', 100],
  [102, PARTY_ORGAN, 'BTCTU', 'Ban Tổ chức ^ủy', 100],
  [103, PARTY_ORGAN, 'BTGDVTU', 'Ban Tuyên giáo và Dân vận ^ủy', 100],
  [104, PARTY_ORGAN, 'UBKTTU', 'Ủy ban Kiểm tra ^ủy', 100],
  [105, PARTY_ORGAN, 'BNCTU', 'Ban Nội chính ^ủy', 100],
  [106, UNIT, 'TCT', 'Trường Chính trị @', 100],
  [107, UNIT, 'BPTTH', 'Báo và phát thanh, truyền hình #', 100],
  [108, PARTY, 'ĐU', 'Đảng ủy Ủy ban nhân dân @', 100],
  [109, PARTY, 'ĐU', 'Đảng ủy các cơ quan Đảng @', 100],
  [200, COMMITTEE, 'UBND', 'Ủy ban nhân dân @', 100],
  [201, DEPARTMENT, 'VP', 'Văn phòng Ủy ban nhân dân @', 200],
  [202, DEPARTMENT, 'SNV', 'Sở Nội vụ', 200],
  [204, DEPARTMENT, 'STC', 'Sở Tài chính', 200],
  [206, DEPARTMENT, 'SXD', 'Sở Xây dựng', 200],
  [210, DEPARTMENT, 'SNNMT', 'Sở Nông nghiệp và Môi trường', 200],
  [212, DEPARTMENT, 'SKHCN', 'Sở Khoa học và Công nghệ', 200],
  [213, DEPARTMENT, 'SCT', 'Sở Công Thương', 200],
  [214, DEPARTMENT, 'STP', 'Sở Tư pháp', 200],
  [215, DEPARTMENT, 'SYT', 'Sở Y tế', 200],
  [216, DEPARTMENT, 'SGDĐT', 'Sở Giáo dục và Đào tạo', 200],
  [217, DEPARTMENT, 'SVHTTDL', 'Sở Văn hóa, Thể thao và Du lịch', 200],
  [218, DEPARTMENT, 'SNgV', 'Sở Ngoại vụ', 200],
  [219, DEPARTMENT, 'SDTTG', 'Sở Dân tộc và Tôn giáo', 200],
  [220, DEPARTMENT, 'TTr', 'Thanh tra @', 200],
  [221, UNIT, 'TTPVHCC', 'Trung tâm Phục vụ hành chính công @', 201],
  [222, DEPARTMENT, 'CA', 'Công an @', 200],
  [223, DEPARTMENT, 'BQLKKT', 'Ban Quản lý các khu công nghiệp, khu kinh tế @', 200],
  [300, FRONT, 'MTTQ', 'Ủy ban Mặt trận Tổ quốc Việt Nam @', 100],
  [301, FRONT, 'ĐTN', '^đoàn #', 300],
  [302, FRONT, 'HPN', 'Hội Liên hiệp Phụ nữ @', 300],
  [303, FRONT, 'HND', 'Hội Nông dân @', 300],
  [304, FRONT, 'HCCB', 'Hội Cựu chiến binh @', 300],
  [305, FRONT, 'LĐLĐ', 'Liên đoàn Lao động @', 300],
  [306, SOCIETY, 'HNB', 'Hội Nhà báo @', 300],
  [307, SOCIETY, 'HVHNT', 'Hội Văn học - Nghệ thuật @', 300],
];

/** Bodies of Bình Phước that ended in the streamlining, each with its successor. */
type OldRow = [...Row, successor: number];
const BEFORE_STREAMLINING: OldRow[] = [
  [1403, PARTY_ORGAN, 'BTGTU', 'Ban Tuyên giáo ^ủy', 1100, 1103],
  [1404, PARTY_ORGAN, 'BDVTU', 'Ban Dân vận ^ủy', 1100, 1103],
  [1408, PARTY, 'BCSĐ', 'Ban cán sự đảng Ủy ban nhân dân @', 1100, 1108],
  [1409, PARTY, 'ĐĐ', 'Đảng đoàn Ủy ban Mặt trận Tổ quốc Việt Nam @', 1100, 1109],
  [1502, DEPARTMENT, 'SLĐTBXH', 'Sở Lao động - Thương binh và Xã hội', 1200, 1202],
  [1504, DEPARTMENT, 'SKHĐT', 'Sở Kế hoạch và Đầu tư', 1200, 1204],
  [1506, DEPARTMENT, 'SGTVT', 'Sở Giao thông vận tải', 1200, 1206],
  [1510, DEPARTMENT, 'SNNPTNT', 'Sở Nông nghiệp và Phát triển nông thôn', 1200, 1210],
  [1511, DEPARTMENT, 'STNMT', 'Sở Tài nguyên và Môi trường', 1200, 1210],
  [1512, DEPARTMENT, 'STTTT', 'Sở Thông tin và Truyền thông', 1200, 1212],
  [1519, DEPARTMENT, 'BDT', 'Ban Dân tộc @', 1200, 1219],
];
const FOUNDED_BY_STREAMLINING = [1103, 1108, 1109, 1210, 1219];
/** What Bình Phước called otherwise than Đồng Nai does. */
const NAMES_IN_BINH_PHUOC: Record<number, [symbol: string, name: string]> = {
  1107: ['BPTV', 'Đài Phát thanh - Truyền hình và Báo Bình Phước'],
  1223: ['BQLKKT', 'Ban Quản lý Khu kinh tế @'],
};

/**
 * "^" is Tỉnh or, in a city, Thành; "@" the province with its kind, "#" without. A name with neither is
 * ambiguous.
 */
function fill(name: string, place: string): { name: string; fullName: string } {
  const bare = place.replace(/^(tỉnh|thành phố) /, '');
  const word = place.startsWith('thành phố ') ? 'Thành ' : 'Tỉnh ';
  const own = name.replace('^', word).replace('@', place).replace('#', bare);
  if (/[@#]/.test(name)) return { name: own, fullName: own };
  return { name: own, fullName: `${own} ${name.includes('^') ? bare : place}` };
}

function add(row: Row, place: number, from: Day, until: Day | null, basis: string, placeName: string): void {
  const [id, kind, symbol, name, parent] = row;
  append(id, { from, until, symbol, ...fill(name, placeName), kind, parent, place, basis });
}

function provincialBodies(): void {
  for (const [id, kind, symbol, name, parent] of SHARED) {
    const old = id + 1000;
    const [oldSymbol, oldName] = NAMES_IN_BINH_PHUOC[old] ?? [symbol, name];
    const began = FOUNDED_BY_STREAMLINING.includes(old);
    const oldParent = parent === null ? null : parent === 300 ? 1100 : parent + 1000;
    const [from, basis] = began ? [STREAMLINED, BASIS.streamlined] : [RECORDS, BASIS.records];
    add([old, kind, oldSymbol, oldName, oldParent], BINH_PHUOC, from, MERGED, basis, 'tỉnh Bình Phước');
    const row: Row = [id, kind, symbol, name, parent];
    add(row, DONG_NAI, MERGED, CITY, BASIS.merged, 'tỉnh Đồng Nai');
    add(row, DONG_NAI, CITY, null, BASIS.city, 'thành phố Đồng Nai');
    tell('merge', MERGED, [old], [id], BASIS.merged);
    tell('rename', CITY, [id], [id], BASIS.city);
  }
  for (const [id, kind, symbol, name, parent] of BEFORE_STREAMLINING) {
    add([id, kind, symbol, name, parent], BINH_PHUOC, RECORDS, STREAMLINED, BASIS.records, 'tỉnh Bình Phước');
  }
  for (const successor of new Set(BEFORE_STREAMLINING.map((row) => row[5]))) {
    const from = BEFORE_STREAMLINING.flatMap((row) => (row[5] === successor ? [row[0]] : []));
    tell('merge', STREAMLINED, from, [successor], BASIS.streamlined);
  }
}

/** Offices that have a branch of the Party: of the committees, the departments and the unions. */
function officeBranches(): void {
  const kinds = [PARTY_ORGAN, DEPARTMENT, FRONT];
  const offices = SHARED.flatMap(([id, kind]) => (kinds.includes(kind) ? [id + 1000] : []));
  const ended = BEFORE_STREAMLINING.flatMap(([id, kind, , , , successor]) =>
    kinds.includes(kind) ? [[id, successor] as const] : [],
  );
  branchesOfOffices(offices, ended);
}

/** Districts of Bình Phước with what became of each. */
const districts = places.flatMap(({ id, versions }) => {
  const ended = eventsOfPlaces.find((event) => event.kind === 'end' && event.from.includes(id));
  return versions[0]!.parent === BINH_PHUOC && ended ? [{ id, versions, to: ended.to }] : [];
});

const PARTY_WORDS: Record<string, [word: string, symbol: string]> = {
  'thành phố': ['Thành ủy', 'TU'],
  'thị xã': ['Thị ủy', 'ThU'],
  huyện: ['Huyện ủy', 'HU'],
};

/** Committees of the districts of Bình Phước, which ended with the district level on 30/06/2025. */
function districtBodies(): void {
  for (const { id, versions, to } of districts) {
    for (const { kind, name, from, until } of versions) {
      const [word, symbol] = PARTY_WORDS[kind]!;
      const rows: Row[] = [
        [stateOf(id), COMMITTEE, 'UBND', `Ủy ban nhân dân ${kind} ${name}`, 1200],
        [partyOf(id), PARTY, symbol, `${word} ${name}`, 1100],
      ];
      for (const [body, bodyKind, bodySymbol, bodyName, parent] of rows) {
        const basis = from === RECORDS ? BASIS.records : BASIS.chonThanh;
        const names = { symbol: bodySymbol, name: bodyName, fullName: `${bodyName}, tỉnh Bình Phước` };
        append(body, { ...names, from, until, kind: bodyKind, parent, place: id, basis });
        if (from !== RECORDS) tell('rename', from, [body], [body], basis);
      }
    }
    for (const committee of [stateOf, partyOf]) tell('end', MERGED, [committee(id)], to.map(committee), BASIS.communes);
  }
}

/**
 * The name of a commune's province is in the full name: the city of 04/2026 is a new version of it as well.
 */
function splitAtCity(): void {
  for (const [id, versions] of bodies) {
    const open = versions.at(-1)!;
    if (!open.fullName.endsWith(', thành phố Đồng Nai') || open.from >= CITY) continue;
    const before = { ...open, until: CITY, fullName: `${open.name}, tỉnh Đồng Nai` };
    bodies.set(id, [...versions.slice(0, -1), before, { ...open, from: CITY, basis: BASIS.city }]);
  }
}

function write(): void {
  const folder = join(import.meta.dirname, '../src/modules/organisation/seed');
  const lines = (values: unknown[]) => `[\n${values.map((value) => JSON.stringify(value)).join(',\n')}\n]\n`;
  const ordered = [...bodies]
    .sort(([a], [b]) => a - b)
    .map(([id, versions]) => ({ id, sample: true, versions }));
  writeFileSync(join(folder, 'bodies.json'), lines(ordered));
  writeFileSync(join(folder, 'events.json'), lines(events.toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))));
  const source = {
    sample: true,
    built: 'scripts/build-organisation-seed.ts',
    notes: [
      'Sample data: real names of offices, a simplified set. People and content are never part of it.',
      'The day of the streamlining of 02–03/2025 is one for all bodies and is to be checked.',
      'parent = whom a case escalates to and whose roles reach down; not legal subordination.',
      'Bodies of old Đồng Nai before 07/2025 are not recorded.',
      'Branches (chi bộ) are invented; they stand below the committees of old Bình Phước and below offices.',
    ],
  };
  writeFileSync(join(folder, 'source.json'), `${JSON.stringify(source, null, 2)}\n`);
}

provincialBodies();
const districtIds = districts.map(({ id }) => id);
communesOfBinhPhuoc(districtIds);
communesOfToday();
splitAtCity();
mergeCommunes(districtIds);
districtBodies();
branchesOfCommunes(districtIds);
officeBranches();
write();
console.log(`${bodies.size} bodies, ${events.length} events`);
