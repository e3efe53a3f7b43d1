/** The sample bodies while the seed is being built, and what every table of them needs to know. */
import type { Day } from '#platform/clock.ts';

export type State = { from: Day; until: Day | null; symbol: string; name: string; fullName: string; basis: string };
export type Version = State & { kind: string; parent: number | null; place: number | null };
export type Event = { kind: string; on: Day; from: number[]; to: number[]; basis: string };

export const bodies = new Map<number, Version[]>();
export const events: Event[] = [];

export const BINH_PHUOC = 70;
export const DONG_NAI = 75;
export const RECORDS: Day = '2021-01-01';
/** Huyện Chơn Thành becomes a town, five of its communes become wards. */
export const CHON_THANH: Day = '2022-10-01';
/**
 * The streamlining of 02–03/2025 (Kết luận 121-KL/TW); the exact day differs by body and is to be checked.
 */
export const STREAMLINED: Day = '2025-03-01';
export const MERGED: Day = '2025-07-01';
export const CITY: Day = '2026-04-30';
export const BASIS = {
  records: 'Dữ liệu mẫu',
  chonThanh: 'Nghị quyết 570/NQ-UBTVQH15',
  streamlined: 'Kết luận 121-KL/TW',
  merged: 'Nghị quyết 202/2025/QH15',
  communes: 'Nghị quyết 1662/NQ-UBTVQH15',
  city: 'Nghị quyết 30/2026/QH16',
  wards: 'Nghị quyết 237/NQ-UBTVQH16',
};

export const PARTY = 'cấp ủy';
export const COMMITTEE = 'ủy ban nhân dân';
export const BRANCH = 'chi bộ';

export const stateOf = (place: number) => 1_000_000 + place;
export const partyOf = (place: number) => 2_000_000 + place;

export function append(id: number, version: Version): void {
  bodies.set(id, [...(bodies.get(id) ?? []), version]);
}

export const tell = (kind: string, on: Day, from: number[], to: number[], basis: string) =>
  void events.push({ kind, on, from, to, basis });

/** The last version begun before a day, when it still holds on it, goes on from that day in another state. */
export function change(id: number, on: Day, difference: Partial<Version>): void {
  const versions = bodies.get(id)!;
  const at = versions.findIndex((version) => version.from < on && (version.until === null || on < version.until));
  if (at < 0) throw new Error(`Body ${id} has no version to change on ${on}`);
  const before = versions[at]!;
  const after = { ...before, from: on, ...difference };
  bodies.set(id, [...versions.slice(0, at), { ...before, until: on }, after, ...versions.slice(at + 1)]);
}
