/** Which page of the player is on the screen, and what of it is on this device: ticket, sheet, key, attempt. */
import type { AttemptLine, PlayerPage } from '../../rules/player.ts';
import { nextOrdinal } from '../../rules/player.ts';
import { startDelay, started } from '../../rules/stopwatch.ts';
import { attemptId, type Sheet } from '../../rules/wire.ts';
import { Attempt, moment, type AttemptGround } from './attempt.svelte.ts';
import { openKeep, type Keep } from './keep.ts';
import { askKey, askSheet } from './network.ts';
import { keyInAddress, openSheet } from './sheet.ts';

type KeptPage = { page: PlayerPage; wall: number };
export type Stage = 'loading' | 'nothing' | 'before' | 'elsewhere' | 'tab' | 'running' | 'done';

/** The same device may have been several people's: each sees only what is theirs, and signing out deletes it all. */
const named = (keep: Keep, owner: string): Keep => ({
  lasts: keep.lasts,
  read: (name) => keep.read(`${owner}/${name}`),
  write: (values) => keep.write(Object.fromEntries(Object.entries(values).map(([name, value]) => [`${owner}/${name}`, value]))),
  list: async (prefix) => (await keep.list(`${owner}/${prefix}`)).map(([name, value]) => [name.slice(owner.length + 1), value]),
  drop: (prefix) => keep.drop(`${owner}/${prefix}`),
});

export class Player {
  stage: Stage = $state('loading');
  page: PlayerPage | null = $state.raw(null);
  sheet: Sheet | null = $state.raw(null);
  attempt: Attempt | null = $state.raw(null);
  /** Made in this visit by the server: what it says is fresh. */
  fresh = $state(false);
  ready = $state({ ticket: false, sheet: false, worker: false });
  /** Seconds until a start that was asked for, spread over everybody. */
  startsIn: number | null = $state(null);
  /** Why it cannot begin: `key` (no network and no code yet), `early`, `sheet`, `wrongKey`, or a code of the server. */
  trouble: string | null = $state(null);
  /** Server time as far as this device knows, ms; for counting down to the opening. */
  serverNow = $state(0);

  private keep: Keep | undefined;
  private offset = 0;
  private sealed: { name: string; bytes: Uint8Array<ArrayBuffer> } | undefined;
  private scanned: string | null = null;
  private began: PlayerPage['ticket'] = null;

  async open(quiz: number, page: PlayerPage | null, shared: boolean): Promise<void> {
    this.scanned = keyInAddress();
    const device = await openKeep(shared);
    const owner = page?.owner ?? ((await device.read('owner')) as string | undefined);
    if (!owner) {
      this.stage = 'nothing';
      return;
    }
    this.keep = named(device, owner);
    const kept = (await this.keep.read(`quiz/${quiz}`)) as KeptPage | undefined;
    this.page = page ?? kept?.page ?? null;
    this.fresh = page !== null;
    if (!this.page) {
      this.stage = 'nothing';
      return;
    }
    this.offset = Date.parse(this.page.now) - (page ? Date.now() : (kept?.wall ?? Date.now()));
    this.now();
    const known: KeptPage = { page: this.page, wall: Date.now() };
    if (page) await device.write({ owner, [`${owner}/quiz/${quiz}`]: known }).catch(() => undefined);
    this.watchReady();
    await this.goOn();
  }

  now(): number {
    this.serverNow = Date.now() + this.offset;
    return this.serverNow;
  }

  /** The one that is booked, or that of another sitting with which the attempt on this device began. */
  private get issued() {
    return this.began ?? this.page?.ticket ?? null;
  }
  private get ticket() {
    return this.issued?.payload ?? null;
  }

  private ground(ordinal: number): AttemptGround | undefined {
    const ticket = this.issued;
    if (!ticket || !this.keep) return undefined;
    return { id: attemptId(ticket.payload.ticket, ordinal), ordinal, ticket, keep: this.keep };
  }

  /** What this device knows of attempts, and what the server said; the greater ordinal is the later one. */
  private async lastHere(): Promise<number | null> {
    const prefix = `attempt/${this.ticket?.ticket ?? 0}-`;
    const known = (await this.keep?.list(prefix)) ?? [];
    return known.reduce<number | null>((most, [name]) => Math.max(most ?? 0, Number(name.slice(prefix.length))), null);
  }

  /** Goes on with what this device has, or offers what there is to do. */
  private async goOn(): Promise<void> {
    const attempts = this.page?.attempts ?? [];
    const here = await this.lastHere();
    if (here !== null) await this.asBegun(here);
    const elsewhere = attempts.find(({ ordinal, state }) => state === 'open' && ordinal > (here ?? 0));
    const ground = here === null ? undefined : this.ground(here);
    if (!elsewhere && ground && (await this.readSheet())) {
      const attempt = await Attempt.reopen(ground);
      const again = attempt?.over === true && this.next !== null && attempt.word.word === 'submitted';
      if (attempt && !again) return this.enter(attempt);
      this.attempt = attempt ?? null;
    }
    this.stage = elsewhere ? 'elsewhere' : 'before';
  }

  /** Another sitting was booked elsewhere meanwhile: answers, sheet and ticket of this attempt stay together. */
  private async asBegun(ordinal: number): Promise<void> {
    const ground = this.ground(ordinal);
    const kept = ground && (await Attempt.ticketOf(ground));
    if (!kept || kept.payload.sitting === this.ticket?.sitting) return;
    this.began = kept;
  }

  /** Of the attempt that could be begun now; null: none. */
  get next(): number | null {
    const page = this.page;
    if (!page?.ticket || page.quiz.closed) return null;
    const own: AttemptLine[] = this.attempt ? [this.lineOf(this.attempt)] : [];
    const others = page.attempts.filter(({ ordinal }) => ordinal !== own[0]?.ordinal);
    return nextOrdinal([...others, ...own], page.quiz.attempts);
  }

  private lineOf(attempt: Attempt): AttemptLine {
    const { standing } = attempt.outbox;
    const state = standing?.state ?? (attempt.over ? 'submitted' : 'open');
    return { ordinal: Number(attempt.id.split('-')[1]), state, started: standing?.started ?? '', receipt: standing?.receipt ?? null };
  }

  /** One tab writes at a time: two would number their answers alike. */
  private async enter(attempt: Attempt, steal = false): Promise<void> {
    this.attempt = attempt;
    const name = `quiz-${attempt.id}`;
    const mine = await new Promise<boolean>((resolve) => {
      if (!('locks' in navigator)) return resolve(true);
      const options: LockOptions = steal ? { steal: true } : { ifAvailable: true };
      navigator.locks
        .request(name, options, (lock) => {
          resolve(lock !== null);
          return lock === null ? undefined : new Promise<void>(() => undefined);
        })
        // Another tab took it.
        .catch(() => this.yield());
    });
    if (!mine) {
      this.stage = 'tab';
      return;
    }
    attempt.run();
    this.stage = 'running';
  }

  private yield(): void {
    this.attempt?.stop();
    this.stage = 'tab';
  }

  /** This tab instead of the other one; what that one wrote is on the disk. */
  async useThisTab(): Promise<void> {
    const ordinal = Number(this.attempt?.id.split('-')[1]);
    const ground = this.ground(ordinal);
    const attempt = ground && (await Attempt.reopen(ground));
    if (attempt) await this.enter(attempt, true);
  }

  private watchReady(): void {
    this.ready.ticket = this.ticket !== null;
    void this.readSealed().then((sealed) => (this.ready.sheet = sealed !== undefined));
    void navigator.serviceWorker?.ready.then(() => (this.ready.worker = true));
  }

  private async readSealed(): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const ticket = this.ticket;
    if (!ticket) return undefined;
    const name = `sheet/${ticket.sitting}/${ticket.sheet}`;
    if (this.sealed?.name === name) return this.sealed.bytes;
    const kept = (await this.keep?.read(name)) as Uint8Array<ArrayBuffer> | undefined;
    const bytes = kept ?? (await askSheet(ticket.sitting, ticket.sheet));
    if (!kept && bytes) await this.keep?.write({ [name]: bytes }).catch(() => undefined);
    this.sealed = bytes && { name, bytes };
    return bytes;
  }

  /** The key by the secretary's code, from an earlier visit, or by network. */
  private async readKey(): Promise<string | null> {
    const sitting = this.ticket?.sitting ?? 0;
    const name = `key/${sitting}`;
    const known = this.scanned ?? ((await this.keep?.read(name)) as string | undefined);
    if (known) return known;
    const answer = await askKey(sitting);
    if (answer.kind === 'ok') return answer.value.key;
    this.trouble = answer.kind === 'later' && answer.code === 'sitting.early' ? 'early' : answer.kind === 'refused' ? answer.code : 'key';
    return null;
  }

  private async readSheet(): Promise<boolean> {
    const sealed = await this.readSealed();
    if (!sealed) this.trouble = 'sheet';
    const key = sealed && (await this.readKey());
    if (!sealed || !key) return false;
    const sheet = await openSheet(sealed, key);
    if (!sheet) {
      this.trouble = 'wrongKey';
      this.scanned = null;
      return false;
    }
    this.sheet = sheet;
    this.trouble = null;
    await this.keep?.write({ [`key/${this.ticket?.sitting ?? 0}`]: key }).catch(() => undefined);
    return true;
  }

  /** A code typed or scanned in the hall. */
  async useKey(typed: string): Promise<void> {
    this.scanned = /([\w-]{43})$/.exec(typed.trim())?.[1] ?? null;
    this.trouble = this.scanned ? null : 'wrongKey';
    if (this.scanned) await this.start(null);
  }

  /** The wait at the bell comes before the stopwatch. */
  async start(guess: number | null): Promise<void> {
    const ticket = this.ticket;
    const ordinal = this.next;
    const ground = ordinal === null ? undefined : this.ground(ordinal);
    if (!ticket || !ground || this.startsIn !== null) return;
    const wait = this.scanned ? 0 : startDelay(Math.random(), this.now() - ticket.opens);
    for (let left = Math.ceil(wait / 1_000); left > 0; left -= 1) {
      this.startsIn = left;
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
    this.startsIn = 0;
    if (await this.readSheet()) {
      const watch = started(ticket, this.now(), moment());
      await this.enter(await Attempt.begin(ground, watch, guess));
    }
    this.startsIn = null;
  }

  /** On this device from here on; the other one is told. */
  async takeOver(): Promise<void> {
    const open = this.page?.attempts.find(({ state }) => state === 'open')?.ordinal;
    const ordinal = this.attempt ? Number(this.attempt.id.split('-')[1]) : open;
    const ground = ordinal === undefined ? undefined : this.ground(ordinal);
    if (!ground || !(await this.readSheet())) return;
    const before = this.attempt ?? undefined;
    before?.stop();
    const answer = await Attempt.takeOver(ground, before);
    if (answer.kind === 'ok') return this.enter(answer.value, true);
    before?.run();
    this.trouble = answer.kind === 'later' ? 'network' : answer.kind === 'refused' ? answer.code : 'network';
  }

  /** Back to the page before, for another attempt. */
  again(): void {
    this.attempt?.stop();
    this.stage = 'before';
  }
}
