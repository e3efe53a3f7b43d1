/**
 * A person with one or two phones that run the player's own outbox (rules/outbox.ts), and what they wrote down for
 * themselves: everything that was ever written, and everything the server ever said.
 */
import { randomUUID } from 'node:crypto';
import { request as send } from 'node:http';
import {
  carried, displaced, emptyOutbox, eventFor, heard, isOver, logOf, nextSending, offered, reopened, resumed, written, type Outbox,
} from '#modules/quizzes/rules/outbox.ts';
import { attemptId, SUBMIT, type Event, type Given, type Receipt, type Resumed, type Sheet, type Standing } from '#modules/quizzes/rules/wire.ts';
import type { TestTicket } from './quiz.ts';

export type Ledger = {
  device: string;
  /** By epoch and seq: as it was written last, before it may have left. */
  written: Map<number, Map<number, Event>>;
  /** By epoch: the highest number that the server called received. */
  received: Map<number, number>;
};

type Reply = { status: number; body: unknown };
const PATIENCE_MS = 6_000;
const wait = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** One connection, one request, as a phone that has just woken up; undefined when nothing whole came back. */
function ask(port: number, method: string, path: string, token: string, body?: unknown): Promise<Reply | undefined> {
  return new Promise((resolve) => {
    const text = body === undefined ? '' : JSON.stringify(body);
    const headers = { 'authorization': `Bearer ${token}`, 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) };
    const asked = send({ host: '127.0.0.1', port, method, path: `/api/v1${path}`, headers, agent: false, timeout: PATIENCE_MS }, (answer) => {
      let said = '';
      answer.setEncoding('utf8').on('data', (part: string) => (said += part));
      answer.on('end', () => resolve(answer.complete ? { status: answer.statusCode ?? 0, body: parsed(said) } : undefined));
      answer.on('error', () => resolve(undefined));
    });
    asked.on('timeout', () => asked.destroy()).on('error', () => resolve(undefined));
    asked.end(text);
  });
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

export class Phone {
  outbox: Outbox = emptyOutbox();
  readonly ledger: Ledger = { device: randomUUID(), written: new Map(), received: new Map() };
  readonly began = Date.now();
  receipt: Receipt | null = null;
  readonly statuses = new Map<number, number>();
  readonly ticket: TestTicket;
  readonly port: () => number;

  constructor(ticket: TestTicket, port: () => number) {
    this.ticket = ticket;
    this.port = port;
  }

  get attempt(): string {
    return `/attempts/${attemptId(this.ticket.payload.ticket, 1)}`;
  }

  private keep(event: Event): void {
    const log = this.ledger.written.get(this.outbox.epoch) ?? new Map<number, Event>();
    this.ledger.written.set(this.outbox.epoch, log.set(event.seq, event));
  }

  write(item: number, answer: Given | null): void {
    if (isOver(this.outbox)) return;
    const event = eventFor(this.outbox, item, answer, Date.now() - this.began);
    this.keep(event);
    this.outbox = written(this.outbox, event);
  }

  /** The tab is killed: only what was written down is left. */
  kill(): void {
    const { epoch, received, started, standing, superseded } = this.outbox;
    this.outbox = reopened(epoch, [...(this.ledger.written.get(epoch)?.values() ?? [])], received, started);
    if (standing) this.outbox = heard(this.outbox, standing);
    this.outbox = { ...this.outbox, superseded };
  }

  /** Says what it has to say, once. @returns whether there was an answer */
  async send(): Promise<boolean> {
    const sending = this.outbox.superseded ? null : nextSending(this.outbox);
    if (!sending) return true;
    const { epoch } = this.outbox;
    const elapsed = Date.now() - this.began;
    if (sending.kind === 'start') {
      return this.hear(epoch, await this.ask('POST', '/attempts', { ordinal: 1, device: this.ledger.device, elapsed }));
    }
    if (sending.kind === 'resume') return this.hearAll(await this.ask('GET', this.attempt), false);
    this.outbox = offered(this.outbox, sending.events);
    const batch = { epoch, device: this.ledger.device, elapsed, events: sending.events };
    return this.hear(epoch, await this.ask('PUT', `${this.attempt}/events`, batch));
  }

  async takeOver(): Promise<boolean> {
    return this.hearAll(await this.ask('POST', `${this.attempt}/takeover`, { device: this.ledger.device }), true);
  }

  private async ask(method: string, path: string, body?: unknown): Promise<Reply | undefined> {
    const reply = await ask(this.port(), method, path, this.ticket.token, body);
    if (reply) this.statuses.set(reply.status, (this.statuses.get(reply.status) ?? 0) + 1);
    return reply;
  }

  /** 200 is about this device's own numbers, 409 about somebody else's. */
  private hear(asked: number, reply: Reply | undefined): boolean {
    if (reply?.status !== 200 && reply?.status !== 409) return false;
    const standing = reply.body as (Standing & { problem?: string }) | undefined;
    if (standing?.epoch === undefined) return false;
    const own = standing.problem !== 'superseded';
    if (own) this.note(standing);
    this.outbox = own ? heard(this.outbox, standing) : displaced(this.outbox, asked, standing);
    return true;
  }

  private note(standing: Standing): void {
    const known = this.ledger.received.get(standing.epoch) ?? 0;
    this.ledger.received.set(standing.epoch, Math.max(known, standing.received));
    this.receipt ??= standing.receipt;
  }

  private hearAll(reply: Reply | undefined, takeover: boolean): boolean {
    if (reply?.status !== 200 || !reply.body) return false;
    const said = reply.body as Resumed;
    this.receipt ??= said.receipt;
    if (!takeover) {
      this.outbox = heard(this.outbox, said);
      return true;
    }
    const next = carried(this.outbox, resumed(this.outbox, said));
    const fresh = next.epoch > this.outbox.epoch;
    this.outbox = next;
    if (fresh) for (const event of logOf(next)) this.keep(event);
    return true;
  }
}

export type Habits = { random: () => number; sheet: Sheet; secondPhone: boolean; submits: boolean };

export class Person {
  readonly phones: Phone[];
  active: Phone;
  readonly habits: Habits;
  readonly ticket: TestTicket;
  stopped = false;

  constructor(ticket: TestTicket, port: () => number, habits: Habits) {
    this.ticket = ticket;
    this.habits = habits;
    this.phones = Array.from({ length: habits.secondPhone ? 2 : 1 }, () => new Phone(ticket, port));
    this.active = this.phones[0] as Phone;
  }

  /** Answers, changes its mind, loses its tab, changes the phone, until the time is over. */
  async live(until: number, pauseMs: number): Promise<void> {
    const { random } = this.habits;
    await wait(random() * pauseMs);
    const sending: Promise<unknown>[] = [];
    while (Date.now() < until) {
      const chance = random();
      if (chance < 0.5) this.answer();
      else if (chance < 0.94) sending.push(this.active.send());
      else if (chance < 0.97) this.active.kill();
      else if (this.phones.length > 1) await this.change();
      await wait(random() * pauseMs);
    }
    await Promise.all(sending);
  }

  private answer(): void {
    const { random, sheet } = this.habits;
    const item = Math.floor(random() * sheet.items.length);
    const phone = random() < 0.9 ? this.active : (this.phones[Math.floor(random() * this.phones.length)] as Phone);
    phone.write(item, random() < 0.05 ? null : anyAnswer(sheet, item, random));
  }

  private async change(): Promise<void> {
    const other = this.phones.find((phone) => phone !== this.active) as Phone;
    if (await other.takeOver()) this.active = other;
  }

  /** The network works again: hands in, or only says what it has. @returns whether all was said in time */
  async finish(patienceMs: number): Promise<boolean> {
    const until = Date.now() + patienceMs;
    const { random, submits } = this.habits;
    let handedIn = false;
    while (Date.now() < until) {
      const phone = this.active;
      if (phone.outbox.superseded) await phone.takeOver();
      else if (submits && !handedIn) {
        // A second one of the same epoch is never written: the outbox is over by then.
        phone.write(SUBMIT, null);
        handedIn = phone.outbox.submit !== null;
      }
      await phone.send();
      const quiet = !phone.outbox.superseded && phone.outbox.started && phone.outbox.waiting.length === 0;
      if (quiet && (!submits || phone.receipt || phone.outbox.standing?.state !== 'open')) return true;
      if (submits && quiet && phone.outbox.submit === null) handedIn = false;
      await wait(50 + random() * 250);
    }
    return false;
  }
}

function anyAnswer(sheet: Sheet, item: number, random: () => number): Given {
  const asked = sheet.items[item] as Sheet['items'][number];
  const any = (count: number): number => Math.floor(random() * count);
  switch (asked.type) {
    case 'single':
      return { type: 'single', option: any(asked.options.length) };
    case 'multiple':
      return { type: 'multiple', options: asked.options.flatMap((_, at) => (random() < 0.5 ? [at] : [])) };
    case 'truefalse':
      return { type: 'truefalse', answer: random() < 0.5 };
    case 'matching':
      return { type: 'matching', rights: asked.lefts.map(() => (random() < 0.2 ? null : any(asked.options.length))) };
    case 'ordering':
      return { type: 'ordering', order: asked.options.map((_, at) => at).sort(() => random() - 0.5) };
    default:
      return { type: asked.type, text: random() < 0.3 ? 'Dong Nai' : `Câu trả lời số ${any(1_000)}` };
  }
}
