/** The dated places while the seed is being built: added, changed and ended day by day. */
import type { Day } from '#platform/clock.ts';
import { fold } from '#platform/text/fold.ts';

export type Version = {
  code: string;
  name: string;
  kind: string;
  parent: number | null;
  from: Day;
  until: Day | null;
  basis: string;
};
export type Place = { id: number; versions: Version[] };
export type Event = { kind: string; on: Day; from: number[]; to: number[]; basis: string };

export const places = new Map<number, Place>();
export const events: Event[] = [];

export function add(id: number, version: Omit<Version, 'until'>): void {
  places.set(id, { id, versions: [...(places.get(id)?.versions ?? []), { ...version, until: null }] });
}

export function last(id: number): Version {
  const version = places.get(id)?.versions.at(-1);
  if (!version) throw new Error(`No place ${id}`);
  return version;
}

/** Ends the open version of a place on a day. */
export function close(id: number, on: Day): void {
  const version = last(id);
  if (version.until !== null) throw new Error(`Place ${id} has already ended`);
  version.until = on;
}

/** The place goes on in a new state from a day on. */
export function change(id: number, on: Day, basis: string, difference: Partial<Version>): void {
  const before = last(id);
  close(id, on);
  add(id, { ...before, from: on, basis, ...difference });
}

export const alive = (on: Day) => [...places.values()].filter((place) => versionAt(place, on) !== undefined);
export const versionAt = (place: Place, on: Day) =>
  place.versions.find((version) => version.from <= on && (version.until === null || on < version.until));

/** "Phường An Lộc" → kind "phường", name "An Lộc". */
export function split(full: string): { kind: string; name: string } {
  const kinds = ['Thành phố', 'Thị xã', 'Thị trấn', 'Huyện', 'Phường', 'Xã', 'Tỉnh'];
  const kind = kinds.find((candidate) => full.startsWith(`${candidate} `));
  if (!kind) throw new Error(`No kind in "${full}"`);
  return { kind: kind.toLowerCase(), name: full.slice(kind.length + 1).normalize('NFC') };
}

/**
 * Finds one place by kind-less name among those alive on a day, by folded key; `within` narrows by parent
 * name.
 */
export function find(name: string, on: Day, within?: string): Place {
  const found = alive(on).filter((place) => {
    const version = versionAt(place, on)!;
    const parent = version.parent === null ? undefined : versionAt(places.get(version.parent)!, on);
    const communal = version.code.length === 5;
    return (
      communal && fold(version.name) === fold(name) && (!within || fold(parent?.name ?? '') === fold(within))
    );
  });
  if (found.length !== 1)
    throw new Error(`${found.length} places are called ${name} ${within ?? ''} on ${on}`);
  return found[0]!;
}
