/** What a player's page says to the player on it, and what of it a phone keeps. Times are ISO. */
import type { Receipt, TicketPayload } from './wire.ts';

export type QuizTerms = {
  id: number;
  title: string;
  /** After which it is answered. */
  campaign: string;
  mode: 'practice' | 'test' | 'contest';
  /** Minutes; null: until the sitting closes. */
  limit: number | null;
  attempts: number | null;
  counts: 'best' | 'last' | 'first';
  /** Hundredths of a per cent. */
  passMark: number | null;
  explanations: 'answered' | 'submitted' | 'closed' | 'never';
  lateRule: 'count' | 'decide' | 'ignore';
  certificate: boolean;
  guessAsked: boolean;
  closed: boolean;
};

export type SittingChoice = {
  id: number;
  opens: string;
  closes: string;
  /** After which session it is: two sittings may be at the same hours. */
  session: string | null;
  /** Null: no limit. */
  free: number | null;
  booked: boolean;
};
export type AttemptLine = {
  ordinal: number;
  state: 'open' | 'submitted' | 'closed';
  started: string;
  receipt: Receipt | null;
};

export type PlayerPage = {
  quiz: QuizTerms;
  ticket: { token: string; payload: TicketPayload } | null;
  /** Why there is no ticket: `ticket.choose`, `ticket.roster`, `sitting.full` … */
  trouble: string | null;
  sittings: SittingChoice[];
  attempts: AttemptLine[];
  /** Server's time when the page was made. */
  now: string;
  /** Says whether what a phone keeps is the same person's; nothing else can be read from it. */
  owner: string;
  /** The member for whom a secretary writes, with consent. */
  assisted: string | null;
  /** What the person chose about the public ranking; null where there is none, or somebody else writes. */
  naming: { named: boolean } | null;
  /** Public key (P-256, JWK) to which an emergency file is sealed. */
  sealTo: JsonWebKey;
};

/** How an attempt that is to be continued or begun is numbered; null: none is left. */
export function nextOrdinal(attempts: readonly AttemptLine[], allowed: number | null): number | null {
  const open = attempts.find(({ state }) => state === 'open');
  if (open) return open.ordinal;
  const next = attempts.reduce((most, { ordinal }) => Math.max(most, ordinal), 0) + 1;
  return allowed !== null && next > allowed ? null : next;
}
