/**
 * The code on the screen of a session: it says in which half minute it was shown, and is signed, so that a picture of
 * it tells its age. Signing is done by the caller.
 */
import type { Instant } from '#platform/clock.ts';
import { AFTER_MS, EARLY_MS } from './roll.ts';

export const WINDOW_MS = 30_000;
/** A code counts at once until this long after it came up: its half minute, and as much for camera and network. */
export const FRESH_MS = 60_000;
/** A phone that had to sign in first keeps for so long what it first arrived with. */
export const ARRIVED_MS = 15 * 60_000;

export const windowOf = (at: Instant): number => Math.floor(at.getTime() / WINDOW_MS);
export const shownFrom = (window: number): Instant => new Date(window * WINDOW_MS);

/** What is signed: another session's code, or another half minute's, is another text. */
export const signedText = (sessionId: number, window: number): string => `caunoi roll ${sessionId} ${window}`;

/** `window.signature` as it stands in the address. */
export const codeText = (window: number, signature: string): string => `${window.toString(36)}.${signature}`;

export type Code = { window: number; signature: string };

export function readCode(text: string): Code | undefined {
  const [, window = '', signature = ''] = /^([0-9a-z]{1,9})\.([\w-]{16})$/.exec(text) ?? [];
  return signature === '' ? undefined : { window: Number.parseInt(window, 36), signature };
}

/** The half minutes for which a screen shows codes: while people come, and until an hour after the end. */
export function windowsOf({ startsAt, endsAt }: { startsAt: Instant; endsAt: Instant }): { from: number; until: number } {
  return {
    from: windowOf(new Date(startsAt.getTime() - EARLY_MS)),
    until: windowOf(new Date(endsAt.getTime() + SHOWN_AFTER_MS)),
  };
}
const SHOWN_AFTER_MS = 3_600_000;

export type CodeAge =
  /** Counts at once. */
  | 'fresh'
  /** It was right once: it waits for the count of the room. */
  | 'old'
  /** Not of this session's hours, or not shown yet. */
  | 'false'
  /** Nobody records it any more. */
  | 'late';

/** @param arrived when the phone first came with the code */
export function ageOf(
  window: number,
  session: { startsAt: Instant; endsAt: Instant },
  { arrived, now }: { arrived: Instant; now: Instant },
): CodeAge {
  const { from, until } = windowsOf(session);
  const shown = shownFrom(window).getTime();
  // One half minute ahead: the clock of the screen.
  if (window < from || window > until || shown > arrived.getTime() + WINDOW_MS) return 'false';
  if (now.getTime() > session.endsAt.getTime() + LATE_MS) return 'late';
  return arrived.getTime() - shown <= FRESH_MS ? 'fresh' : 'old';
}
/** Phones find a network by the evening; who comes after three days talks with the secretary. */
const LATE_MS = 3 * AFTER_MS;
