import type { Day } from '#platform/clock.ts';

/** A day as a date field sends it: YYYY-MM-DD, in the calendar, in times that records know. */
export const isDay = (text: string): text is Day =>
  /^(19|20)\d\d-\d\d-\d\d$/.test(text) &&
  !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) &&
  new Date(`${text}T00:00:00Z`).toISOString().slice(0, 10) === text;
