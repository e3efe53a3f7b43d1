/**
 * What phones and server say to each other (docs/decisions/0020). Pure, and used by both sides.
 *
 * GET  /api/v1/sittings/{id}/sheets/{n}    sealed sheet: public, immutable, cacheable for ever
 * GET  /api/v1/sittings/{id}/key           425 before it opens; then a small cacheable file
 * POST /api/v1/attempts                    `Start`   → `Standing`      (idempotent by ticket and ordinal)
 * PUT  /api/v1/attempts/{id}/events        `Batch`   → `Standing`      (idempotent by epoch and seq)
 * POST /api/v1/attempts/{id}/takeover      `Takeover`→ `Resumed`       (a second device)
 * GET  /api/v1/attempts/{id}                         → `Resumed`
 * GET  /api/v1/attempts/{id}/result                  → `Result`
 *
 * All but the first two carry `authorization: Bearer <ticket>`; a ticket opens its own attempts and nothing else. The id
 * of an attempt is `<ticket>-<ordinal>`, known to the phone before it has ever reached the server.
 */

/** What the signed ticket says; anybody may read it, nobody can change it. Times in ms since 1970, server's clock. */
export type TicketPayload = {
  ticket: number;
  quiz: number;
  sitting: number;
  sheet: number;
  seed: number;
  opens: number;
  closes: number;
  /** Minutes from the start; null: until the sitting closes. */
  limit: number | null;
  extra: number;
  attempts: number | null;
  /** Given to a secretary who writes for the member: what the attempt was worth is not told to whoever holds it. */
  assisted?: true;
};

/** A picture or a sound inside a sheet, so that it is there without network. */
export type SheetMedia = { kind: 'image' | 'audio'; type: string; base64: string; alt: string; /** The place of the option that it shows. */ option?: number };

/**
 * One item as it is shown. Options, rights and steps are in the order of the sheet, which says nothing about the key:
 * matching and ordering are always mixed when the sheet is made. Answers name them by their place in these lists.
 */
export type SheetItem = {
  stem: string;
  points: number;
  media: SheetMedia[];
  /** By language (en, km), where the item has it: the same places. */
  translations: Record<string, { stem: string; options: string[]; lefts: string[] }>;
} & (
  | { type: 'single' | 'multiple' | 'ordering'; options: string[] }
  | { type: 'matching'; lefts: string[]; options: string[] }
  | { type: 'truefalse' | 'short' | 'number' | 'open' }
);

export type Sheet = {
  quiz: number;
  sitting: number;
  number: number;
  title: string;
  shuffleItems: boolean;
  shuffleOptions: boolean;
  items: SheetItem[];
};

/** An answer, by places in the sheet (never in the shuffled order of the screen). */
export type Given =
  | { type: 'single'; option: number }
  | { type: 'multiple'; options: number[] }
  | { type: 'truefalse'; answer: boolean }
  | { type: 'matching'; rights: (number | null)[] }
  | { type: 'ordering'; order: number[] }
  | { type: 'short' | 'number' | 'open'; text: string };

/** Item number of the event that hands in. */
export const SUBMIT = -1;
export type Event = {
  /** 1, 2, 3 … in this epoch. */
  seq: number;
  /** Place in the sheet from 0, or SUBMIT. */
  item: number;
  answer: Given | null;
  /** The device's stopwatch since the start of the attempt, in ms. */
  ms: number;
};

export type Start = { ordinal: number; device: string; /** How long ago the device started, by its stopwatch. */ elapsed: number; guess?: number };
export type Batch = { epoch: number; device: string; elapsed: number; events: Event[] };
export type Takeover = { device: string };

export type Receipt = { code: string; at: string; answered: number; of: number };

/** Where an attempt stands, by the server's books. */
export type Standing = {
  attempt: string;
  epoch: number;
  state: 'open' | 'submitted' | 'closed';
  /** Highest seq of this epoch below which nothing is missing. Only this makes an answer "received". */
  received: number;
  /** How many items of the sheet have an answer that stands. */
  answered: number;
  now: string;
  /** Server time at which the attempt began: `now - started` is where the stopwatch of another device goes on from. */
  started: string;
  deadline: string;
  /** Milliseconds left; negative after the deadline. */
  left: number;
  /** Something in this batch came after the deadline: kept, and settled by the quiz's rule. */
  late: boolean;
  receipt: Receipt | null;
};

/**
 * Status 409, with the standing of the epoch that is live. `superseded`: another device took over; what was sent is kept,
 * not counted. `submitted`: written after the submit; kept, not counted.
 */
export type Superseded = Standing & { problem: 'superseded' | 'submitted' };

/**
 * The answers that stand. A takeover copies them into the new epoch as seq 1 … `received`: whoever goes on writes
 * `received + 1` next.
 */
export type Resumed = Standing & { answers: { item: number; seq: number; answer: Given }[] };

export type ItemResult = {
  item: number;
  /** 0 to 1; null: a person still has to read it. */
  score: number | null;
  given: Given | null;
  /** Open text, once somebody read it. */
  read?: { points: number; ofPoints: number; comment: string };
  /** Absent until the quiz's rule shows them. */
  right?: Given;
  explanation?: string;
  citations?: { label: string; href: string }[];
};
export type Result = {
  attempt: string;
  settled: boolean;
  points: number;
  ofPoints: number;
  correct: number;
  of: number;
  passed: boolean | null;
  /** Open text waits for a person: its points are not in `points` yet. */
  toRead: boolean;
  items: ItemResult[];
};

/** The sitting's key as `GET /api/v1/sittings/{id}/key` and the secretary's code say it: 32 bytes, base64url. */
export type SittingKey = { sitting: number; key: string };

/**
 * What one batch may hold. Beyond it the whole batch is refused (413, 422) with the places that are wrong, and nothing
 * of it is stored; the phone divides it.
 */
export const batchLimits = { events: 200, bytes: 256 * 1024, text: 10_000, seq: 100_000 } as const;

export const attemptId = (ticket: number, ordinal: number): string => `${ticket}-${ordinal}`;
