import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contiguous, finalsOf, submitSeq } from './attempt.ts';
import {
  answeredHere, carried, displaced, emptyOutbox, eventFor, heard, isOver, logOf, lostToOther, nextSending, offered, reopened, resumed, wordOf,
  written, type Outbox,
} from './outbox.ts';
import { SUBMIT, type Event, type Given, type Resumed, type Standing } from './wire.ts';

const ITEMS = 6;

/** The server's books by the protocol: everything is kept, only the live epoch stands, nothing is silent. */
class Server {
  epoch = 1;
  device = '';
  started = false;
  clock = 0;
  receipt: string | null = null;
  readonly events = new Map<number, Event[]>();

  private of(epoch: number): Event[] {
    const known = this.events.get(epoch) ?? [];
    this.events.set(epoch, known);
    return known;
  }

  standing(): Standing {
    this.clock += 1;
    const live = this.of(this.epoch);
    const answered = [...finalsOf(live).values()].filter(({ answer }) => answer !== null).length;
    const at = new Date(this.clock * 1_000).toISOString();
    return {
      attempt: '7-1', epoch: this.epoch, state: this.receipt ? 'submitted' : 'open', received: contiguous(live.map(({ seq }) => seq)), answered,
      now: at, started: at, deadline: at, left: 1, late: false, receipt: this.receipt ? { code: this.receipt, at, answered, of: ITEMS } : null,
    };
  }

  start(device: string): Standing {
    if (!this.started) [this.started, this.device] = [true, device];
    return this.standing();
  }

  put(device: string, epoch: number, events: readonly Event[]): Standing {
    if (epoch < this.epoch || device === this.device) {
      for (const event of events) {
        const known = this.of(epoch);
        if (!known.some(({ item, seq }) => item === event.item && seq === event.seq)) known.push({ ...event });
      }
    }
    const live = this.of(this.epoch);
    const submit = submitSeq(live);
    if (submit !== null && contiguous(live.map(({ seq }) => seq)) >= submit) this.receipt ??= 'R';
    return this.standing();
  }

  takeOver(device: string): Resumed {
    if (device !== this.device && !this.receipt) {
      const base = [...finalsOf(this.of(this.epoch)).values()].filter(({ answer }) => answer !== null);
      this.epoch += 1;
      this.device = device;
      this.events.set(this.epoch, base.sort((a, b) => a.item - b.item).map((event, at) => ({ ...event, seq: at + 1 })));
    }
    return this.resume();
  }

  resume(): Resumed {
    const live = [...finalsOf(this.of(this.epoch)).values()];
    const answers = live.flatMap(({ item, seq, answer }) => (answer ? [{ item, seq, answer }] : []));
    return { ...this.standing(), answers };
  }
}

type Request = { device: string; epoch: number } & (
  | { kind: 'start' } | { kind: 'resume' } | { kind: 'takeover' } | { kind: 'events'; events: readonly Event[] }
);
type Reply = { device: string } & (
  | { kind: 'standing'; standing: Standing; asked: number; displaced: boolean }
  | { kind: 'resumed'; resumed: Resumed; takeover: boolean }
);

/** A phone with what is on its disk: the log of each epoch, which outlives the tab. */
class Phone {
  outbox: Outbox = emptyOutbox();
  /** Everything ever written here, by epoch and seq. */
  readonly disk = new Map<number, Map<number, Event>>();
  readonly device: string;
  constructor(device: string) {
    this.device = device;
  }

  private keep(event: Event): void {
    const log = this.disk.get(this.outbox.epoch) ?? new Map<number, Event>();
    this.disk.set(this.outbox.epoch, log.set(event.seq, event));
  }

  answer(item: number, answer: Given | null): void {
    if (isOver(this.outbox)) return;
    const event = eventFor(this.outbox, item, answer, 1);
    this.keep(event);
    this.outbox = written(this.outbox, event);
  }

  send(): Request | null {
    const sending = this.outbox.superseded ? null : nextSending(this.outbox);
    if (!sending) return null;
    if (sending.kind === 'events') this.outbox = offered(this.outbox, sending.events);
    return { device: this.device, epoch: this.outbox.epoch, ...sending };
  }

  hear(reply: Reply): void {
    if (reply.kind === 'standing') {
      const { standing, asked } = reply;
      this.outbox = reply.displaced ? displaced(this.outbox, asked, standing) : heard(this.outbox, standing);
      return;
    }
    // Only whoever takes over goes on with what another device wrote.
    if (!reply.takeover) {
      this.outbox = heard(this.outbox, reply.resumed);
      return;
    }
    const next = carried(this.outbox, resumed(this.outbox, reply.resumed));
    const fresh = next.epoch > this.outbox.epoch;
    this.outbox = next;
    if (fresh) for (const event of logOf(next)) this.keep(event);
  }

  /** The tab is killed; memory is gone. */
  reopen(): void {
    const { epoch, received, started, standing } = this.outbox;
    const log = [...(this.disk.get(epoch)?.values() ?? [])];
    const { superseded } = this.outbox;
    this.outbox = reopened(epoch, log, received, started);
    if (standing) this.outbox = heard(this.outbox, standing);
    this.outbox = { ...this.outbox, superseded };
  }
}

const answerOf = (item: number, value: number): Given | null => (value === 0 ? null : { type: 'short', text: `${item}-${value}` });

function serve(server: Server, request: Request): Reply {
  const { device } = request;
  if (request.kind === 'start' || request.kind === 'events') {
    const asked = request.epoch;
    const standing = request.kind === 'start' ? server.start(device) : server.put(device, asked, request.events);
    return { device, kind: 'standing', standing, asked, displaced: device !== server.device || asked !== server.epoch };
  }
  const takeover = request.kind === 'takeover';
  return { device, kind: 'resumed', takeover, resumed: takeover ? server.takeOver(device) : server.resume() };
}

function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** What must hold at every moment. */
function check(phone: Phone, server: Server): void {
  const { outbox } = phone;
  const held = server.events.get(outbox.epoch) ?? [];
  must(outbox.received <= contiguous(held.map(({ seq }) => seq)), 'received is only what the server has');
  for (const [seq, event] of phone.disk.get(outbox.epoch) ?? []) {
    const there = seq > outbox.received || same(held.find((one) => one.seq === seq)?.answer ?? null, event.answer);
    must(there, 'an answer called received is the one that was written last');
  }
  const word = wordOf(outbox);
  must(word.word !== 'received' || outbox.waiting.length === 0, 'nothing waits when everything is received');
  must(word.word !== 'submitted' || server.receipt !== null, 'handed in is only what the server took');
}

/** Chance is the network's: it delivers, repeats, loses and reorders what both sides say. */
const action = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('answer' as const), phone: fc.nat(1), item: fc.nat(ITEMS - 1), value: fc.nat(3) }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('send' as const), phone: fc.nat(1) }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constantFrom('serve' as const, 'serveTwice' as const, 'lose' as const), at: fc.nat(40) }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constantFrom('hear' as const, 'hearTwice' as const, 'loseReply' as const), at: fc.nat(40) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('kill' as const), phone: fc.nat(1) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('takeover' as const), phone: fc.nat(1) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('submit' as const), phone: fc.nat(1), rarely: fc.nat(9) }) },
);
type Action = typeof action extends fc.Arbitrary<infer T> ? T : never;

class World {
  readonly server = new Server();
  readonly phones = [new Phone('a'), new Phone('b')] as const;
  requests: Request[] = [];
  replies: Reply[] = [];
  phone = (at: number): Phone => this.phones[at === 0 ? 0 : 1];

  private hearAt(at: number, keep: boolean): void {
    const reply = this.replies[at];
    if (!reply) return;
    if (!keep) this.replies.splice(at, 1);
    this.phones.find(({ device }) => device === reply.device)?.hear(reply);
  }

  private serveAt(at: number, keep: boolean): void {
    const request = this.requests[at];
    if (!request) return;
    if (!keep) this.requests.splice(at, 1);
    this.replies.push(serve(this.server, request));
  }

  run(step: Action): void {
    if (step.do === 'answer') this.phone(step.phone).answer(step.item, answerOf(step.item, step.value));
    else if (step.do === 'kill') this.phone(step.phone).reopen();
    else if (step.do === 'submit') {
      if (step.rarely === 0) this.phone(step.phone).answer(SUBMIT, null);
    } else if (step.do === 'takeover') {
      if (this.phone(step.phone).outbox.superseded) this.requests.push({ device: this.phone(step.phone).device, epoch: 0, kind: 'takeover' });
    }
    else if (step.do === 'send') {
      const request = this.phone(step.phone).send();
      if (request) this.requests.push(request);
    } else if (step.do === 'serve' || step.do === 'serveTwice') this.serveAt(step.at % (this.requests.length || 1), step.do === 'serveTwice');
    else if (step.do === 'lose') this.requests.splice(step.at % (this.requests.length || 1), 1);
    else if (step.do === 'hear' || step.do === 'hearTwice') this.hearAt(step.at % (this.replies.length || 1), step.do === 'hearTwice');
    else this.replies.splice(step.at % (this.replies.length || 1), 1);
  }

  /** The network works again; every phone says what it has. */
  settle(): void {
    this.requests = [];
    this.replies = [];
    for (const phone of this.phones) {
      phone.reopen();
      // One that took over and never heard of it asks again.
      const own = phone.device === this.server.device && phone.outbox.epoch < this.server.epoch;
      if (own) phone.outbox = { ...phone.outbox, superseded: true };
      if (own) phone.hear({ device: phone.device, kind: 'resumed', takeover: true, resumed: this.server.takeOver(phone.device) });
      // On reopening a phone asks where it stands, even when it has nothing to say.
      if (phone.outbox.started) phone.hear(serve(this.server, { device: phone.device, epoch: phone.outbox.epoch, kind: 'events', events: [] }));
      for (let request = phone.send(); request; request = phone.send()) {
        phone.hear(serve(this.server, request));
        if (phone.outbox.superseded) break;
      }
    }
  }
}

/** What the live phone shows is what the server has. */
function checkEnd(world: World): void {
  const live = world.phones.find(({ device }) => device === world.server.device);
  // Neither ever said anything.
  if (!live) return must(!world.server.started, 'an attempt that began has a device');
  const held = finalsOf(world.server.events.get(world.server.epoch) ?? []);
  expect(live.outbox.waiting).toHaveLength(0);
  expect(live.outbox.superseded).toBe(false);
  for (const [item, { answer }] of Object.entries(live.outbox.answers)) {
    expect(held.get(Number(item))?.answer ?? null, 'the last answer is the one that stands').toEqual(answer);
  }
  const standing = [...held.values()].filter(({ answer }) => answer !== null).length;
  expect(answeredHere(live.outbox)).toBe(standing);
  expect(wordOf(live.outbox).word).toBe(world.server.receipt ? 'submitted' : 'received');
  const other = world.phones.find((phone) => phone !== live);
  if (other && !world.server.receipt) expect(other.outbox.superseded || other.outbox.seq === 0, 'the other device is told').toBe(true);
}

test('no order of losses, repeats, killed tabs and takeovers loses an answer or calls one received that is not', { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(fc.array(action, { minLength: 200, maxLength: 200 }), (actions) => {
      const world = new World();
      for (const step of actions) {
        world.run(step);
        for (const phone of world.phones) check(phone, world.server);
      }
      world.settle();
      for (const phone of world.phones) check(phone, world.server);
      checkEnd(world);
    }),
    { numRuns: 1_000 },
  );
});

const text = (value: string): Given => ({ type: 'short', text: value });
const write = (outbox: Outbox, item: number, answer: Given | null): Outbox => written(outbox, eventFor(outbox, item, answer, 5));

test('typing is one event until it may have left the device', () => {
  let outbox = write(write(emptyOutbox(), 2, text('a')), 2, text('ab'));
  expect(outbox.waiting).toEqual([{ seq: 1, item: 2, answer: text('ab'), ms: 5 }]);
  outbox = write(offered(outbox, outbox.waiting), 2, text('abc'));
  expect(outbox.waiting.map(({ seq }) => seq)).toEqual([1, 2]);
  expect(write(outbox, 3, text('x')).seq).toBe(3);
});

test('a batch has a bound, and a single long answer still goes', () => {
  let outbox: Outbox = { ...emptyOutbox(), started: true };
  for (let item = 0; item < 5; item += 1) outbox = write(outbox, item, text('ă'.repeat(30_000)));
  const sending = nextSending(outbox);
  expect(sending?.kind === 'events' && sending.events.length).toBe(1);
});

test('nothing is added after handing in; what was written before still goes', () => {
  const outbox = write(write({ ...emptyOutbox(), started: true }, 0, text('a')), SUBMIT, null);
  expect(write(outbox, 0, text('b'))).toBe(outbox);
  expect(nextSending(outbox)).toMatchObject({ kind: 'events', events: [{ seq: 1 }, { seq: 2 }] });
  expect(wordOf(outbox)).toEqual({ word: 'device', waiting: 2 });
});

test('the old device is told how many answers did not arrive in time', () => {
  const server = new Server();
  server.start('a');
  let outbox = write({ ...emptyOutbox(), started: true }, 0, text('a'));
  server.takeOver('b');
  outbox = displaced(outbox, 1, server.put('a', 1, outbox.waiting));
  expect(outbox.superseded).toBe(true);
  expect(lostToOther(outbox)).toBe(1);
  const back = carried(outbox, resumed(outbox, server.takeOver('a')));
  expect(back).toMatchObject({ epoch: 3, superseded: false, answers: { 0: { answer: text('a') } } });
});
