/** Committees of communes: those of Bình Phước until 06/2025 below their districts, all 95 below the province since. */
import eventsOfPlaces from '../../src/modules/places/seed/events.json' with { type: 'json' };
import places from '../../src/modules/places/seed/places.json' with { type: 'json' };
import { append, BASIS, change, CHON_THANH, CITY, COMMITTEE, MERGED, PARTY, partyOf, RECORDS, stateOf, tell } from './book.ts';

type Place = (typeof places)[number];
type PlaceVersion = Place['versions'][number];

/** Both committees of a place, each with whom it stands below. */
const committees = (place: number, above: { state: number; party: number }) =>
  [
    { id: stateOf(place), kind: COMMITTEE, symbol: 'UBND', word: 'Ủy ban nhân dân', parent: above.state },
    { id: partyOf(place), kind: PARTY, symbol: 'ĐU', word: 'Đảng ủy', parent: above.party },
  ] as const;

const isCommune = ({ code }: PlaceVersion) => code.length === 5;
const byId = new Map(places.map((place) => [place.id, place]));
const nameOf = ({ kind, name }: PlaceVersion) => `${kind} ${name}`;
const PROVINCE = { state: 200, party: 100 };

/** A People's committee and a Party committee for each commune that exists since 07/2025. */
export function communesOfToday(): void {
  for (const { id, versions } of places) {
    for (const version of versions.filter((each) => isCommune(each) && each.from >= MERGED)) {
      const { from, until } = version;
      const basis = from === MERGED ? BASIS.communes : BASIS.wards;
      const province = from < CITY && until !== null ? 'tỉnh Đồng Nai' : 'thành phố Đồng Nai';
      for (const { id: body, word, ...rest } of committees(id, PROVINCE)) {
        const name = `${word} ${nameOf(version)}`;
        append(body, { ...rest, from, until, name, fullName: `${name}, ${province}`, place: id, basis });
        if (from !== MERGED) tell('rename', from, [body], [body], basis);
      }
    }
  }
}

/** Call before `communesOfToday`: the versions of a body are in the order of time. */
export function communesOfBinhPhuoc(districts: readonly number[]): void {
  for (const { id, versions } of places) {
    for (const version of versions.filter((each) => isCommune(each) && each.from < MERGED)) {
      const district = version.parent;
      if (district === null || !districts.includes(district)) continue;
      const { from, until } = version;
      for (const { id: body, word, ...rest } of committees(id, { state: stateOf(district), party: partyOf(district) })) {
        const name = `${word} ${nameOf(version)}`;
        const basis = from === RECORDS ? BASIS.records : BASIS.chonThanh;
        append(body, { ...rest, from, until, name, fullName: `${name}, ${above(district, from)}`, place: id, basis });
        if (from !== RECORDS) tell('rename', from, [body], [body], basis);
        // The full name of a commune says its district, which has another kind from that day on.
        if (from < CHON_THANH && above(district, from) !== above(district, CHON_THANH) && until! > CHON_THANH) {
          change(body, CHON_THANH, { fullName: `${name}, ${above(district, CHON_THANH)}`, basis: BASIS.chonThanh });
        }
      }
    }
  }
}

/** "thị xã Bình Long, tỉnh Bình Phước" */
function above(district: number, day: string): string {
  const version = byId.get(district)!.versions.findLast(({ from }) => from <= day)!;
  return `${nameOf(version)}, tỉnh Bình Phước`;
}

/** 01/07/2025: what became of the committees of communes. */
export function mergeCommunes(districts: readonly number[]): void {
  const merges = eventsOfPlaces.filter(({ on, kind }) => on === MERGED && kind === 'merge');
  const ofBinhPhuoc = (id: number) => districts.includes(byId.get(id)!.versions[0]!.parent ?? 0);
  const founded: number[] = [];
  for (const committee of [stateOf, partyOf]) {
    for (const { from, to } of merges.filter((event) => byId.get(event.to[0]!)!.versions.every(isCommune))) {
      if (from.some(ofBinhPhuoc)) tell('merge', MERGED, from.map(committee), to.map(committee), BASIS.communes);
      else founded.push(...to.map(committee));
    }
    const same = places.filter(({ versions }) => versions.every(isCommune) && versions.some(({ from }) => from === MERGED));
    for (const { id, versions } of same.filter((place) => place.versions[0]!.from < MERGED)) {
      if (!ofBinhPhuoc(id)) founded.push(committee(id));
      else {
        tell('move', MERGED, [committee(id)], [committee(id)], BASIS.communes);
        const names = new Set(versions.map(({ name }) => name));
        if (names.size > 1) tell('rename', MERGED, [committee(id)], [committee(id)], BASIS.communes);
      }
    }
  }
  // Bodies of old Đồng Nai are not recorded, so these begin here.
  tell('found', MERGED, [], founded.toSorted((a, b) => a - b), BASIS.communes);
}
