/**
 * What a phone has written down and what the server has of it (docs/decisions/0020). Pure: the browser keeps it in
 * IndexedDB and sends from it, the model test plays it against a server that loses, repeats and reorders everything.
 *
 * Every change is an event with the next number (`seq`) of this device's epoch; numbers have no gaps, so that one number,
 * `received`, says what the server has. Only a server's answer raises it.
 */
import { SUBMIT, type Event, type Given, type Receipt, type Resumed, type Standing } from './wire.ts';

export type Outbox = {
  epoch: number;
  /** The server knows the attempt (its answer to `Start`, or any other). */
  started: boolean;
  /** Of the last event written here. */
  seq: number;
  /** Numbers up to this may have left the device: they are never written over. */
  offered: number;
  received: number;
  /** Events above `received`, in order. */
  waiting: readonly Event[];
  /** What the person sees: the last answer to each item, and its number. */
  answers: Readonly<Record<number, { seq: number; answer: Given | null }>>;
  /** Handed in on this device; no more answers after it. */
  submit: number | null;
  /** The server's last word, as it stands in this epoch. */
  standing: Standing | null;
  /** Another device took over; by the server's word. */
  superseded: boolean;
  /** The server has more of this device than the device itself: ask for it before going on. */
  behind: boolean;
};

export const emptyOutbox = (epoch = 1): Outbox => ({
  epoch,
  started: false,
  seq: 0,
  offered: 0,
  received: 0,
  waiting: [],
  answers: {},
  submit: null,
  standing: null,
  superseded: false,
  behind: false,
});

/** As found on the device after a tab was closed: nobody knows what of it had left. */
export function reopened(epoch: number, events: readonly Event[], received: number, started: boolean): Outbox {
  const ordered = [...events].sort((a, b) => a.seq - b.seq);
  const answers: Record<number, { seq: number; answer: Given | null }> = {};
  for (const { item, seq, answer } of ordered) if (item !== SUBMIT) answers[item] = { seq, answer };
  const seq = Math.max(received, ordered.at(-1)?.seq ?? 0);
  return {
    ...emptyOutbox(epoch),
    started,
    seq,
    offered: seq,
    received,
    waiting: ordered.filter((event) => event.seq > received),
    answers,
    submit: ordered.find(({ item }) => item === SUBMIT)?.seq ?? null,
  };
}

/** Nothing can be written any more: handed in, closed by the server, or another device has it. */
export const isOver = (outbox: Outbox): boolean =>
  outbox.submit !== null || outbox.superseded || (outbox.standing !== null && outbox.standing.state !== 'open');

/**
 * The event for a change, to be kept on the device before it is shown. Several changes of one answer that have not left
 * the device are one event: the newer takes the number of the older, when nothing was written in between.
 */
export function eventFor(outbox: Outbox, item: number, answer: Given | null, ms: number): Event {
  const last = outbox.waiting.at(-1);
  const again = item !== SUBMIT && last?.item === item && last.seq === outbox.seq && last.seq > outbox.offered;
  return { seq: again ? outbox.seq : outbox.seq + 1, item, answer, ms };
}

/** After the event is kept. Nothing is added once it is over. */
export function written(outbox: Outbox, event: Event): Outbox {
  if (isOver(outbox)) return outbox;
  const waiting = [...outbox.waiting.filter(({ seq }) => seq !== event.seq), event];
  if (event.item === SUBMIT) return { ...outbox, seq: event.seq, waiting, submit: event.seq };
  const answers = { ...outbox.answers, [event.item]: { seq: event.seq, answer: event.answer } };
  return { ...outbox, seq: event.seq, waiting, answers };
}

/** Events of one request: enough for a whole sheet, little enough for a weak signal. */
export const BATCH_EVENTS = 100;
const BATCH_LETTERS = 60_000;

export type Sending = { kind: 'start' } | { kind: 'resume' } | { kind: 'events'; events: readonly Event[] } | null;

/** What to say to the server next; null: nothing. */
export function nextSending(outbox: Outbox): Sending {
  if (outbox.behind) return { kind: 'resume' };
  if (!outbox.started) return { kind: 'start' };
  if (outbox.waiting.length === 0) return null;
  let letters = 0;
  const events = outbox.waiting.slice(0, BATCH_EVENTS).filter((event, at) => {
    letters += JSON.stringify(event).length;
    return at === 0 || letters <= BATCH_LETTERS;
  });
  return { kind: 'events', events };
}

/** Said before the request leaves. */
export const offered = (outbox: Outbox, events: readonly Event[]): Outbox => ({
  ...outbox,
  offered: Math.max(outbox.offered, events.at(-1)?.seq ?? 0),
});

/** An answer of the server, which may be an old one that took its time. */
export function heard(outbox: Outbox, standing: Standing): Outbox {
  if (standing.epoch > outbox.epoch) return { ...outbox, started: true, superseded: true };
  if (standing.epoch < outbox.epoch) return outbox;
  const received = Math.max(outbox.received, standing.received);
  const newer = outbox.standing === null || standing.now >= outbox.standing.now;
  return {
    ...outbox,
    started: true,
    received,
    seq: Math.max(outbox.seq, received),
    offered: Math.max(outbox.offered, received),
    waiting: outbox.waiting.filter(({ seq }) => seq > received),
    standing: newer ? { ...standing, receipt: standing.receipt ?? outbox.standing?.receipt ?? null } : outbox.standing,
    behind: outbox.behind || received > outbox.seq,
  };
}

/**
 * The server says that another device has the attempt: to what was asked in `asked`, whose numbers are not this device's
 * even when the epoch is (two devices may both have begun without network).
 */
export function displaced(outbox: Outbox, asked: number, standing: Standing): Outbox {
  if (asked < outbox.epoch || standing.epoch < outbox.epoch) return outbox;
  return { ...outbox, started: true, superseded: true };
}

/**
 * What the server holds. A device that was superseded goes on only with a newer epoch than its own: an old answer, or one
 * that says that it was handed in elsewhere, gives it nothing. Answers written here and not yet received stay above what
 * the server has; a new epoch begins with it.
 */
export function resumed(outbox: Outbox, from: Resumed): Outbox {
  const { answers: held, ...standing } = from;
  if (standing.epoch < outbox.epoch || (outbox.superseded && standing.epoch === outbox.epoch)) return outbox;
  const base = standing.epoch > outbox.epoch ? emptyOutbox(standing.epoch) : outbox;
  const told = heard(base, standing);
  const answers = { ...told.answers };
  for (const { item, seq, answer } of held) if ((answers[item]?.seq ?? 0) <= seq) answers[item] = { seq, answer };
  return { ...told, answers, behind: false };
}

/** Answers that this device wrote and that do not stand, because another device took over before they were received. */
export const lostToOther = (outbox: Outbox): number =>
  outbox.superseded ? new Set(outbox.waiting.filter(({ item }) => item !== SUBMIT).map(({ item }) => item)).size : 0;

/** A person who goes on with this device after all: what it wrote meanwhile is written once more, in its new epoch. */
export function carried(from: Outbox, into: Outbox): Outbox {
  let next = into;
  for (const { item, answer, ms } of from.epoch < into.epoch ? from.waiting : []) {
    if (item === SUBMIT || JSON.stringify(next.answers[item]?.answer ?? null) === JSON.stringify(answer)) continue;
    next = written(next, eventFor(next, item, answer, ms));
  }
  return next;
}

/** What a device keeps when it begins with answers that it has not written itself: as if it had. */
export const logOf = ({ answers, waiting }: Outbox): Event[] => [
  ...Object.entries(answers).map(([item, { seq, answer }]) => ({ seq, item: Number(item), answer, ms: 0 })),
  ...waiting,
];

/** The three words, and nothing kinder than the truth. */
export type Word =
  | { word: 'device'; waiting: number }
  | { word: 'received'; at: string; answered: number }
  | { word: 'submitted'; receipt: Receipt };

export function wordOf({ standing, waiting, received, seq, started, superseded }: Outbox): Word {
  if (standing?.receipt && !superseded) return { word: 'submitted', receipt: standing.receipt };
  const left = new Set(waiting.map(({ item }) => item)).size;
  if (!started || !standing || waiting.length > 0 || received < seq) return { word: 'device', waiting: left };
  return { word: 'received', at: standing.now, answered: standing.answered };
}

export const answeredHere = (outbox: Outbox): number =>
  Object.values(outbox.answers).filter(({ answer }) => answer !== null).length;
