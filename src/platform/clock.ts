/** A point in time. Always passed in (`now`), never read inside rules, so that every deadline can be tested. */
export type Instant = Date;
/** A calendar day in Asia/Ho_Chi_Minh, written `YYYY-MM-DD`. */
export type Day = string;

export const TIME_ZONE = 'Asia/Ho_Chi_Minh';
/** Viet Nam has had one zone without daylight saving since 1975, so the offset is a constant. */
const OFFSET_MS = 7 * 3_600_000;
const DAY_MS = 86_400_000;

/** The day that the calendar on a wall in Viet Nam shows at that instant. */
export const dayOf = (at: Instant): Day => new Date(at.getTime() + OFFSET_MS).toISOString().slice(0, 10);
/** Midnight in Viet Nam at which that day begins. */
export const startOf = (day: Day): Instant => new Date(Date.parse(`${day}T00:00:00Z`) - OFFSET_MS);
/** The last millisecond of that day in Viet Nam: the moment after which a deadline on that day has passed. */
export const endOf = (day: Day): Instant => new Date(startOf(day).getTime() + DAY_MS - 1);
export const addDays = (day: Day, days: number): Day =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
/** Whole days from `from` to `to`; negative when `to` is earlier. */
export const daysBetween = (from: Day, to: Day): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);
