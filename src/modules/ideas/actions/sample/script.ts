import type { Language } from '#platform/words/translate.ts';
import type { Outcome, RefusalReason } from '../../rules/states.ts';

/** Days before the day on which the sample is loaded, and the time of day in Viet Nam. */
export type When = { ago: number; at?: string };

export type SampleMilestone = {
  title: string;
  /** Days before (or, negative, after) the day of loading. */
  dueAgo: number;
  doneAgo?: number;
  note?: string;
};

/** What happened to a sample idea; each becomes a call of the action that a person would have caused. */
export type Act = When &
  (
    | { does: 'accept' }
    | { does: 'reword'; title: string; body: string; note: string }
    | { does: 'ask'; text: string }
    | { does: 'reply'; text: string }
    | { does: 'route'; lead: number; with?: readonly number[]; note?: string }
    | { does: 'appraise' }
    | { does: 'extend'; days: number; reason: string }
    | { does: 'answer'; outcome: Outcome; text: string; milestones?: readonly SampleMilestone[] }
    | { does: 'confirm'; done: boolean; text?: string }
    | { does: 'refuse'; reason: RefusalReason; text: string }
    | { does: 'duplicate'; of: string; text: string }
    | { does: 'cluster'; title: string; with: readonly string[] }
    | { does: 'appeal'; text: string }
    | { does: 'decide'; granted: boolean; text: string }
    | { does: 'withdraw' }
    | { does: 'quarantine' }
  );

export type SampleAuthor = { name?: string; email?: string; phone?: string };

export type SampleIdea = When & {
  /** Never changed: the tracking code comes from it. */
  key: string;
  at: string;
  field: string;
  /** Id of a place of today or of before. */
  place?: number;
  language?: Language;
  title: string;
  body: string;
  author?: SampleAuthor;
  picture?: string;
  supporters?: number;
  then?: readonly Act[];
};

/** Places and bodies by the ids of the checked-in seeds; a committee's id is that of its place and a million. */
export const places = {
  dongXoai: 225_210,
  binhPhuoc: 225_195,
  binhLong: 225_326,
  anLoc: 225_333,
  /** Until 30 June 2025; its ground belongs to phường An Lộc. */
  thanhLuong: 125_333,
  phuocLong: 225_217,
  chonThanh: 225_432,
  locNinh: 225_270,
  locThanh: 225_294,
  locHung: 225_303,
  locThanhBorder: 225_280,
  phuRieng: 225_252,
  buDang: 225_396,
  bomBo: 225_405,
  dakNhau: 225_399,
  nghiaTrung: 225_417,
  buGiaMap: 125_222,
  thienHung: 225_308,
  tanKhai: 225_357,
  dongTam: 225_390,
  bienHoa: 226_068,
  tranBien: 226_041,
  trangBom: 226_248,
  longKhanh: 226_080,
  dinhQuan: 226_206,
  namCatTien: 226_122,
  longThanh: 226_368,
  nhonTrach: 226_485,
} as const;

export const bodies = {
  construction: 206,
  farming: 210,
  science: 212,
  trade: 213,
  health: 215,
  schools: 216,
  culture: 217,
  foreign: 218,
  peoples: 219,
  services: 221,
  police: 222,
  broadcaster: 107,
  youth: 301,
  farmers: 303,
  committeeOf: (place: number) => 1_000_000 + place,
} as const;
