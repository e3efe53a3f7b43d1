/**
 * One attempt on this device: what is written is kept before it is shown, and sent when it can be. The rules are in
 * rules/outbox.ts and rules/stopwatch.ts; this holds them together with the disk, the network and the clock.
 */
import {
  carried, displaced, emptyOutbox, eventFor, heard, isOver, logOf, nextSending, offered, reopened, resumed, wordOf, written,
  type Outbox,
} from '../../rules/outbox.ts';
import type { EmergencyContent } from '../../rules/emergency.ts';
import { anchored, announcement, awoken, elapsedAt, leftAt, read, revived, waitBefore, type Moment, type Stopwatch } from '../../rules/stopwatch.ts';
import { SUBMIT, type Batch, type Event, type Given, type Resumed, type Result, type Standing } from '../../rules/wire.ts';
import type { PlayerPage } from '../../rules/player.ts';
import { NoRoom, type Keep } from './keep.ts';
import { askAttempt, askResult, sendBatch, sendStart, takeOver, type Answer } from './network.ts';

/** Beside the events: what is needed to go on after the tab was killed. */
type Kept = {
  epoch: number;
  received: number;
  started: boolean;
  superseded: boolean;
  standing: Standing | null;
  watch: Stopwatch;
  device: string;
  at: number;
  flags: number[];
  guess: number | null;
  /** Absent: begun before this was kept. */
  ticket?: Ticket;
};

type Ticket = NonNullable<PlayerPage['ticket']>;
export type AttemptGround = { id: string; ordinal: number; ticket: Ticket; keep: Keep };

export const moment = (): Moment => ({ mono: performance.now(), wall: Date.now() });
const settingName = (id: string) => `attempt/${id}`;
const eventName = (id: string, epoch: number, seq: number) =>
  `event/${id}/${String(epoch).padStart(6, '0')}/${String(seq).padStart(8, '0')}`;

/** Between a change and its sending: several taps go together, and a hall does not speak at once. */
const GATHER_MS = 400;
/** How often a phone that has nothing to say asks where it stands. */
const ASK_MS = 60_000;

export class Attempt {
  readonly id: string;
  readonly device: string;
  outbox: Outbox = $state.raw(emptyOutbox());
  watch: Stopwatch = $state.raw({ elapsed: 0, at: { mono: 0, wall: 0 }, total: 0 });
  /** Of the shuffled order, the place that is shown. */
  at = $state(0);
  flags: number[] = $state.raw([]);
  left = $state(0);
  /** Minutes just announced. */
  told: 5 | 1 | null = $state(null);
  /** The server was reached at the last try. */
  reached = $state(true);
  /** Nothing more can be kept here; answers live in this tab and on the server. */
  noRoom = $state(false);
  /** Why the server will never take it. */
  refused: string | null = $state(null);
  /** Handed in because time was up. */
  timeUp = $state(false);
  result: Result | null = $state.raw(null);

  private readonly ground: AttemptGround;
  private readonly guess: number | null;
  private turn: Promise<unknown> = Promise.resolve();
  private sending = false;
  private tries = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private hidden: Moment | null = null;
  private stops: (() => void)[] = [];

  private constructor(ground: AttemptGround, from: Pick<Kept, 'device' | 'watch' | 'guess'>) {
    this.ground = ground;
    this.id = ground.id;
    this.device = from.device;
    this.guess = from.guess;
    this.watch = from.watch;
    this.noRoom = !ground.keep.lasts;
  }

  /** Begins now, with or without network. */
  static async begin(ground: AttemptGround, watch: Stopwatch, guess: number | null): Promise<Attempt> {
    const attempt = new Attempt(ground, { device: crypto.randomUUID(), watch, guess });
    await attempt.save();
    return attempt;
  }

  /** With which ticket it began here; its answers are places on the sheet of that one. */
  static async ticketOf({ id, keep }: Pick<AttemptGround, 'id' | 'keep'>): Promise<Ticket | undefined> {
    return ((await keep.read(settingName(id))) as Kept | undefined)?.ticket;
  }

  /** As this device left it; undefined when it knows nothing of it. */
  static async reopen(ground: AttemptGround): Promise<Attempt | undefined> {
    const kept = (await ground.keep.read(settingName(ground.id))) as Kept | undefined;
    if (!kept) return undefined;
    const attempt = new Attempt(ground, { ...kept, watch: revived(kept.watch, moment()) });
    const log = (await ground.keep.list(`event/${ground.id}/${String(kept.epoch).padStart(6, '0')}/`)).map(([, event]) => event as Event);
    const opened = reopened(kept.epoch, log, kept.received, kept.started);
    attempt.outbox = { ...(kept.standing ? heard(opened, kept.standing) : opened), superseded: kept.superseded };
    attempt.at = kept.at;
    attempt.flags = kept.flags;
    return attempt;
  }

  /** This device goes on with what another one, or an earlier life of this one, has begun. */
  static async takeOver(ground: AttemptGround, before?: Attempt): Promise<Answer<Attempt>> {
    const device = before?.device ?? crypto.randomUUID();
    const answer = await takeOver(ground.ticket.token, ground.id, device);
    if (answer.kind !== 'ok') return answer;
    const attempt = before ?? new Attempt(ground, { device, watch: anchored(answer.value, moment()), guess: null });
    if (!before) attempt.outbox = emptyOutbox(0);
    await attempt.adopt(answer.value);
    return { kind: 'ok', value: attempt };
  }

  private async adopt(from: Resumed): Promise<void> {
    await this.locked(async () => {
      const before = this.outbox;
      // Handed in on the other device: there is nothing to go on with, only something to show.
      const over = from.state === 'submitted' && from.epoch <= before.epoch;
      this.outbox = over ? resumed(emptyOutbox(from.epoch), from) : carried(before, resumed(before, from));
      this.watch = anchored(from, moment());
      await this.keepAll(logOf(this.outbox));
    });
  }

  /** Runs until `stop`: the clock, and everything that says that the network may be back. */
  run(): void {
    const tick = setInterval(() => this.tick(), 1_000);
    const ask = setInterval(() => document.visibilityState === 'visible' && void this.flush(true), ASK_MS);
    const back = () => this.kick(Math.random() * GATHER_MS);
    const seen = () => this.seen();
    window.addEventListener('online', back);
    window.addEventListener('pagehide', seen);
    document.addEventListener('visibilitychange', seen);
    this.stops = [
      () => clearInterval(tick), () => clearInterval(ask), () => clearTimeout(this.timer),
      () => window.removeEventListener('online', back), () => window.removeEventListener('pagehide', seen),
      () => document.removeEventListener('visibilitychange', seen),
    ];
    this.left = leftAt(this.watch, moment());
    this.tick();
    void this.flush(true);
  }

  stop(): void {
    for (const stop of this.stops) stop();
    this.stops = [];
  }

  get word() {
    return wordOf(this.outbox);
  }
  get over(): boolean {
    return isOver(this.outbox);
  }

  /** Kept first, then shown, then sent. */
  async write(item: number, answer: Given | null): Promise<void> {
    await this.locked(async () => {
      if (isOver(this.outbox)) return;
      const event = eventFor(this.outbox, item, answer, Math.max(0, Math.round(elapsedAt(this.watch, moment()))));
      await this.keepAll([event]);
      this.outbox = written(this.outbox, event);
    });
    // What the disk does not hold waits for nothing.
    this.kick(this.noRoom ? 0 : GATHER_MS * (0.5 + Math.random()));
  }

  async submit(): Promise<void> {
    await this.write(SUBMIT, null);
    await this.flush();
  }

  show(at: number): void {
    this.at = at;
    void this.save();
  }

  flag(item: number): void {
    this.flags = this.flags.includes(item) ? this.flags.filter((one) => one !== item) : [...this.flags, item];
    void this.save();
  }

  async explain(): Promise<void> {
    await this.flush();
    const answer = await askResult(this.ground.ticket.token, this.id);
    if (answer.kind === 'ok') this.result = answer.value;
  }

  /** Everything written here, for the emergency file. */
  async content(): Promise<EmergencyContent> {
    const { ticket: { token }, ordinal, keep, id } = this.ground;
    const kept = (await keep.list(`event/${id}/${String(this.outbox.epoch).padStart(6, '0')}/`)).map(([, event]) => event as Event);
    // Without room on the disk, what still waits is only here.
    const waiting = this.outbox.waiting.filter(({ seq }) => !kept.some((event) => event.seq === seq));
    const elapsed = Math.round(elapsedAt(this.watch, moment()));
    return { token, ordinal, device: this.device, epoch: this.outbox.epoch, elapsed, events: [...kept, ...waiting] };
  }

  /** Says what is waiting, or asks where it stands; one request at a time. */
  async flush(ask = false): Promise<void> {
    if (this.sending) return;
    this.sending = true;
    clearTimeout(this.timer);
    try {
      let asked = !ask;
      for (;;) {
        const sending = this.outbox.superseded ? null : await this.next();
        if (!sending && asked) break;
        asked = true;
        if (!(await this.say(sending ?? { kind: 'events', events: [] }))) break;
      }
    } finally {
      this.sending = false;
    }
  }

  private next() {
    return this.locked(() => {
      const sending = nextSending(this.outbox);
      if (sending?.kind === 'events') this.outbox = offered(this.outbox, sending.events);
      return sending;
    });
  }

  /** @returns whether to go on */
  private async say(sending: NonNullable<ReturnType<typeof nextSending>>): Promise<boolean> {
    const { ticket: { token }, ordinal } = this.ground;
    const { epoch } = this.outbox;
    const elapsed = Math.max(0, Math.round(elapsedAt(this.watch, moment())));
    if (sending.kind === 'resume') return this.hear(epoch, await askAttempt(token, this.id));
    const guess = this.guess === null ? {} : { guess: this.guess };
    if (sending.kind === 'start') return this.hear(epoch, await sendStart(token, { ordinal, device: this.device, elapsed, ...guess }));
    const batch: Batch = { epoch, device: this.device, elapsed, events: [...sending.events] };
    return this.hear(epoch, await sendBatch(token, this.id, batch));
  }

  private async hear(asked: number, answer: Answer<Standing | Resumed>): Promise<boolean> {
    this.reached = answer.kind !== 'later';
    if (answer.kind === 'later') {
      this.kick(waitBefore(this.tries, Math.random(), answer.wait));
      this.tries += 1;
      return false;
    }
    this.tries = 0;
    if (answer.kind === 'refused') {
      this.refused = answer.code;
      return false;
    }
    await this.locked(async () => {
      const standing = answer.value;
      if (answer.kind === 'other' && answer.value.problem === 'superseded') this.outbox = displaced(this.outbox, asked, standing);
      else if ('answers' in standing) this.outbox = resumed(this.outbox, standing);
      else this.outbox = heard(this.outbox, standing);
      if (!this.outbox.superseded) this.watch = anchored(standing, moment());
      await this.save();
    });
    this.left = leftAt(this.watch, moment());
    return !this.outbox.superseded;
  }

  private kick(ms: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.flush(), ms);
  }

  private tick(): void {
    const before = this.left;
    this.left = leftAt(this.watch, moment());
    this.told = announcement(before, this.left) ?? this.told;
    if (this.left <= 0 && !this.over && !this.timeUp) void this.end();
  }

  /** Time is up by this device's count. The server, where it can be reached, is asked first. */
  private async end(): Promise<void> {
    this.timeUp = true;
    await this.flush(true);
    this.left = leftAt(this.watch, moment());
    if (this.left > 0 || this.over) {
      this.timeUp = this.left <= 0;
      return;
    }
    await this.submit();
  }

  private seen(): void {
    if (document.visibilityState === 'hidden') {
      this.hidden = moment();
      // Whatever still waits for company goes now: the browser may not come back.
      void this.save();
      void this.flush();
      return;
    }
    if (this.hidden) this.watch = awoken(this.watch, this.hidden, moment());
    this.hidden = null;
    this.tick();
    void this.flush(true);
  }

  /** One thing at a time: a change must not slip between what is numbered and what is sent. */
  private locked<T>(work: () => T | Promise<T>): Promise<T> {
    const mine = this.turn.then(work);
    this.turn = mine.catch(() => undefined);
    return mine;
  }

  private async keepAll(events: readonly Event[]): Promise<void> {
    const { epoch } = this.outbox;
    const values = Object.fromEntries(events.map((event) => [eventName(this.id, epoch, event.seq), event]));
    await this.save(values);
  }

  private async save(more: Record<string, unknown> = {}): Promise<void> {
    const { epoch, received, started, superseded, standing } = this.outbox;
    const watch = read(this.watch, moment());
    const kept: Kept = {
      epoch, received, started, superseded, standing, watch, device: this.device, at: this.at, flags: [...this.flags], guess: this.guess,
      ticket: this.ground.ticket,
    };
    try {
      await this.ground.keep.write({ [settingName(this.id)]: kept, ...more });
      this.noRoom = !this.ground.keep.lasts;
    } catch (error) {
      if (!(error instanceof NoRoom)) throw error;
      this.noRoom = true;
    }
  }
}
