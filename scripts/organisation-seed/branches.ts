/**
 * Party branches, all invented: some for most communes of Bình Phước and one for each office. They show what a
 * reorganisation does below the committees: hamlets and schools go on under the new committee, the police of several
 * communes becomes one branch.
 */
import eventsOfPlaces from '../../src/modules/places/seed/events.json' with { type: 'json' };
import places from '../../src/modules/places/seed/places.json' with { type: 'json' };
import { append, BASIS, bodies, BRANCH, events, MERGED, partyOf, STREAMLINED, tell, type Version } from './book.ts';

/** Ids: a place has room for nine branches, an office for nine. */
const ofPlace = (place: number, number: number) => 3_000_000 + (place - 100_000) * 10 + number;
const ofOffice = (body: number, number: number) => 5_000_000 + body * 10 + number;
/** The branch of the police of a commune since 07/2025. */
const POLICE = 9;

const symbolOf = (place: number, number: number) => `CB-${String(place % 100_000).padStart(5, '0')}-0${number}`;

/** Districts in which a hamlet is called thôn; elsewhere ấp. */
const THON = [688, 691, 696, 698];

/**
 * The branch of a body through the whole time of that body and of those it becomes: it changes with each version of
 * its parent. @param name what it is called below a version of its parent
 */
function follow(id: number, symbol: string, parents: readonly number[], name: (parent: Version) => string): void {
  const spans = parents.flatMap((parent) => bodies.get(parent)!.map((version) => ({ parent, version })));
  for (const { parent, version } of spans) {
    const own = name(version);
    const { from, until, basis } = version;
    append(id, { from, until, symbol, name: own, fullName: inFull(own, version), kind: BRANCH, parent, place: null, basis });
  }
  tellChanges(id);
}

/** With what the full name of the parent says beyond its name; a name that says the commune does not say it twice. */
function inFull(own: string, { name, fullName }: Version): string {
  if (own.endsWith(name)) return own.replace(name, fullName);
  const [commune, ...above] = fullName.replace(/^Đảng ủy /, '').split(', ');
  return [own, ...(own.endsWith(commune!) ? [] : [commune]), ...above].join(', ');
}

function tellChanges(id: number): void {
  const versions = bodies.get(id)!;
  for (const [at, { from, parent, name, basis }] of versions.entries()) {
    const before = versions[at - 1];
    if (!before) continue;
    if (before.parent !== parent) gather('move', from, id, basis);
    if (before.name !== name) gather('rename', from, id, basis);
  }
}

/** Branches to which the same happened on one day are told of together. */
function gather(kind: string, on: string, id: number, basis: string): void {
  const same = events.find((event) => event.kind === kind && event.on === on && event.basis === basis && isBranch(event.from[0]));
  if (!same) return tell(kind, on, [id], [id], basis);
  same.from.push(id);
  same.to.push(id);
}
const isBranch = (id: number | undefined) => id !== undefined && bodies.get(id)?.[0]?.kind === BRANCH;

/** Branches of communes. Call when all committees are in the book. */
export function branchesOfCommunes(districts: readonly number[]): void {
  const communes = places.filter(({ versions }) => districts.includes(versions[0]!.parent ?? 0));
  const next = new Map(
    eventsOfPlaces.flatMap(({ on, kind, from, to }) =>
      on === MERGED && kind === 'merge' ? from.map((id): [number, number] => [id, to[0]!]) : [],
    ),
  );
  const hamlets = new Map<number, number>();
  const police = new Map<number, number[]>();
  for (const [at, { id, versions }] of communes.entries()) {
    // Every fifth commune has not entered its branches.
    if (at % 5 === 4 && id !== THANH_LUONG) continue;
    const target = next.get(id) ?? id;
    const parents = target === id ? [partyOf(id)] : [partyOf(id), partyOf(target)];
    const rich = at % 3 === 0 || id === THANH_LUONG;
    for (let number = 1; number <= (rich ? 2 : 1); number += 1) {
      const order = (hamlets.get(target) ?? 0) + 1;
      hamlets.set(target, order);
      const proper = hamletName(target, order);
      hamlet(ofPlace(id, number), symbolOf(id, number), { parents, proper, district: versions[0]!.parent! });
    }
    const school = `Chi bộ Trường ${at % 2 === 0 ? 'Tiểu học' : 'Trung học cơ sở'} ${versions.at(-1)!.name}`;
    if (rich || at % 4 !== 2) follow(ofPlace(id, 3), symbolOf(id, 3), parents, () => school);
    if (rich || at % 2 === 0) {
      follow(ofPlace(id, 4), symbolOf(id, 4), target === id ? parents : [partyOf(id)], policeName);
      if (target !== id) police.set(target, [...(police.get(target) ?? []), ofPlace(id, 4)]);
    }
  }
  for (const [target, from] of police) {
    follow(ofPlace(target, POLICE), symbolOf(target, POLICE), [partyOf(target)], policeName);
    tell('merge', MERGED, from, [ofPlace(target, POLICE)], BASIS.communes);
  }
}

const THANH_LUONG = 125_333;
const policeName = ({ name }: Version) => name.replace('Đảng ủy', 'Chi bộ Công an');

const FIRST = ['Tân', 'Phú', 'Thuận', 'An', 'Bình', 'Đồng', 'Minh', 'Thanh'];
const SECOND = ['Hòa', 'Lợi', 'Sơn', 'Hưng', 'Thịnh', 'Tiến', 'Phước', 'Long'];
/** Invented; seven and sixty-four share no divisor, so none comes twice among the hamlets of communes that become one. */
const hamletName = (commune: number, order: number): string => {
  const at = (commune + order * 7) % (FIRST.length * SECOND.length);
  return `${FIRST[at % FIRST.length]} ${SECOND[Math.floor(at / FIRST.length)]}`;
};

type Hamlet = { parents: number[]; proper: string; district: number };

/** A hamlet becomes a quarter when its commune becomes urban in 2022; since then they keep their word. */
function hamlet(id: number, symbol: string, { parents, proper, district }: Hamlet): void {
  const first = bodies.get(parents[0]!)!;
  const urban = ({ name }: Version) => /phường|thị trấn/.test(name);
  const word = (version: Version) => {
    const then = version.from < MERGED ? version : first.findLast(({ from }) => from < MERGED)!;
    return urban(then) ? 'khu phố' : THON.includes(district) ? 'thôn' : 'ấp';
  };
  follow(id, symbol, parents, (version) => `Chi bộ ${word(version)} ${proper}`);
}

/** One branch for each office of the province that exists before 07/2025; those of 2025 pass into the next. */
export function branchesOfOffices(offices: readonly number[], merged: readonly (readonly [number, number])[]): void {
  const name = (version: Version) => `Chi bộ ${version.name}`;
  const symbol = (id: number) => `CB-${bodies.get(id)!.at(-1)!.symbol}`;
  for (const old of offices) follow(ofOffice(old, 1), symbol(old - 1000), [old, old - 1000], name);
  for (const [old, successor] of merged) {
    follow(ofOffice(old, 1), symbol(old), [old], name);
    const into = ofOffice(successor, 1);
    const told = events.find((event) => event.kind === 'merge' && event.on === STREAMLINED && event.to[0] === into);
    if (told) told.from.push(ofOffice(old, 1));
    else tell('merge', STREAMLINED, [ofOffice(old, 1)], [into], BASIS.streamlined);
  }
}
