import type { Instant } from '../clock.ts';
import type { Db } from '../database/client.ts';
import type { Letter } from './letter.ts';
import { isMailAddress, oneLine } from './letter.ts';
import { claimNext, insertMessages, markFailed, markSent, postpone } from './store.server.ts';
import type { Claimed } from './store.server.ts';
import type { MailTransport } from './transport.server.ts';
import { NotDelivered } from './transport.server.ts';

export { isMailAddress } from './letter.ts';
export { deliveryLog, forgetOld, recall, retryFailed } from './store.server.ts';
export type { Delivery } from './store.server.ts';
export { createMailTransport } from './transport.server.ts';
export type { MailTransport, TransportSettings } from './transport.server.ts';
export { listMails, readMail, readMailSource } from './folder.server.ts';
export type { FolderMail } from './folder.server.ts';

export type Message = {
  /**
   * Natural key: what happened, to what, for whom (`ideas.answered/42/follower/7`). Ids only, no personal
   * data.
   */
  key: string;
  to: string;
  /** Line breaks and invisible characters are removed; at most 200 characters. */
  subject: string;
  text: string;
  language: string;
  /**
   * https address that accepts the one-click POST (RFC 8058); needed for everything that can be unsubscribed.
   */
  unsubscribeUrl?: string;
  /** The words open something (a code, a link): they are erased here as soon as the message has been handed over. */
  secret?: boolean;
};

/**
 * Writes a message into the outbox, in the caller's transaction: it leaves only if that commits. The same key
 * again changes nothing.
 * @returns whether it is new
 * @throws Error for an address that `isMailAddress` refuses: check it in `input.ts`
 */
export const queueMail = async (db: Db, message: Message, now: Instant): Promise<boolean> =>
  (await queueMails(db, [message], now)) === 1;

/** The same for many in one statement, a thousand or so at once: 40,000 take 6 s instead of 29 s one by one. */
export async function queueMails(db: Db, messages: readonly Message[], now: Instant): Promise<number> {
  return insertMessages(db, messages.map(checked), now);
}

function checked(message: Message): Message {
  if (!isMailAddress(message.to)) throw new Error(`mail ${message.key}: not an address`);
  if (message.unsubscribeUrl && !/^https?:\/\/[\x21-\x7e]+$/.test(message.unsubscribeUrl)) {
    throw new Error(`mail ${message.key}: not an address to unsubscribe at`);
  }
  // PostgreSQL's JSON takes neither half characters nor U+0000.
  const clean = (text: string) => text.toWellFormed().replaceAll('\u0000', '');
  const text = clean(message.text.normalize('NFC').replace(/\r\n?/g, '\n'));
  return { ...message, subject: clean(oneLine(message.subject)), text };
}

/** Sends one message now, past the outbox: for `caunoi doctor`, which tests the mail server. */
export const sendMail = (transport: MailTransport, letter: Letter): Promise<void> =>
  transport.deliver(letter);

/**
 * Waiting times after each failed attempt, in minutes: together about two days, the time of a long weekend's
 * outage.
 */
const WAITS = [1, 5, 15, 60, 180, 360, 360, 720, 720, 720];
const MINUTE = 60_000;

export type Delivered = { sent: number; postponed: number; failed: number };

/**
 * Sends what is due; for a job that runs every few seconds, in as many processes as there are. Each message
 * is claimed, sent outside of any transaction, and marked. At least once: when a process dies between the
 * two, the message is sent again after five minutes with the same Message-ID. While the mail server cannot be
 * reached, one message a lane finds out and the rest wait without being charged an attempt.
 */
export async function deliverDue(
  db: Db,
  transport: MailTransport,
  now: Instant,
  { most = 200, lanes = 4 }: { most?: number; lanes?: number } = {},
): Promise<Delivered> {
  const total: Delivered = { sent: 0, postponed: 0, failed: 0 };
  let left = most;
  let reachable = true;
  const lane = async (): Promise<void> => {
    while (reachable && left > 0) {
      left -= 1;
      const message = await claimNext(db, now);
      if (!message) return;
      const outcome = await deliverOne(db, transport, message, now);
      total[outcome.counted] += 1;
      if (!outcome.reachable) reachable = false;
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return total;
}

type Outcome = { counted: keyof Delivered; reachable: boolean };

async function deliverOne(
  db: Db,
  transport: MailTransport,
  message: Claimed,
  now: Instant,
): Promise<Outcome> {
  try {
    await transport.deliver(message);
  } catch (error) {
    const fault = error instanceof NotDelivered ? error : new NotDelivered('temporary', String(error));
    return refused(db, message, fault, now);
  }
  await markSent(db, message, now);
  return { counted: 'sent', reachable: true };
}

async function refused(db: Db, message: Claimed, fault: NotDelivered, now: Instant): Promise<Outcome> {
  const reachable = fault.kind !== 'connection';
  const wait = WAITS[message.attempts - 1];
  if (fault.kind === 'permanent' || wait === undefined) {
    await markFailed(db, message, errorText(fault));
    return { counted: 'failed', reachable };
  }
  await postpone(db, message, errorText(fault), new Date(now.getTime() + wait * MINUTE));
  return { counted: 'postponed', reachable };
}

/**
 * The server's answer without the recipient's address, so that the log can be kept longer than the address.
 */
const errorText = (fault: Error): string => fault.message.replace(/[^\s<>]+@[^\s<>]+/g, '‹…›').slice(0, 500);
