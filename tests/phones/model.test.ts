/**
 * The real actions on a real database against the protocol in a few lines: any commands in any order, told twice, from
 * two devices and any epoch. (The phones' outbox against that same protocol: rules/outbox.test.ts, 1,000 runs × 200.)
 */
import fc from 'fast-check';
import { afterAll, beforeAll, test } from 'vitest';
import { receive } from '#modules/quizzes/actions/receive.server.ts';
import { resume, start, takeOver } from '#modules/quizzes/actions/start.server.ts';
import { contiguous, finalsOf, submitSeq } from '#modules/quizzes/rules/attempt.ts';
import { SUBMIT, type Event, type Given, type Standing } from '#modules/quizzes/rules/wire.ts';
import { testRuntime, type TestRuntime } from '#platform/testing/runtime.ts';
import { DEVICE, OTHER_DEVICE } from './ask.ts';
import { testQuiz, type TestQuiz, type TestTicket } from './quiz.ts';

let runtime: TestRuntime;
let quiz: TestQuiz;
const RUNS = 40;
beforeAll(async () => {
  runtime = await testRuntime();
  quiz = await testQuiz(runtime, { members: RUNS * 4, items: 12 });
});
afterAll(() => runtime.drop());

type Told = { epoch: number; received: number; answered: number; state: string; superseded: boolean };

class Model {
  epoch = 1;
  device: string | null = null;
  handedIn: { answered: number } | null = null;
  readonly events = new Map<number, Event[]>([[1, []]]);

  live = (): Event[] => this.events.get(this.epoch) as Event[];
  private counted = (): number => {
    const submit = submitSeq(this.live());
    const before = this.handedIn && submit !== null ? this.live().filter(({ seq }) => seq < submit) : this.live();
    return [...finalsOf(before).values()].filter(({ answer }) => answer !== null).length;
  };

  told(superseded: boolean): Told {
    return {
      epoch: this.epoch, received: contiguous(this.live().map(({ seq }) => seq)), superseded,
      answered: this.handedIn?.answered ?? this.counted(), state: this.handedIn ? 'submitted' : 'open',
    };
  }

  start(device: string): Told {
    this.device ??= device;
    return this.told(this.device !== device);
  }

  put(device: string, epoch: number, events: readonly Event[]): Told {
    const own = epoch === this.epoch && device === this.device;
    if (own || epoch < this.epoch) {
      const log = this.events.get(epoch) as Event[];
      for (const event of events) if (!log.some(({ item, seq }) => item === event.item && seq === event.seq)) log.push(event);
    }
    const submit = submitSeq(this.live());
    if (submit !== null && !this.handedIn && contiguous(this.live().map(({ seq }) => seq)) >= submit) {
      const before = this.live().filter(({ seq }) => seq < submit);
      this.handedIn = { answered: [...finalsOf(before).values()].filter(({ answer }) => answer !== null).length };
    }
    const after = own && this.handedIn !== null && submit !== null && events.some(({ seq }) => seq > submit);
    return this.told(!own || after);
  }

  takeOver(device: string): Told {
    if (this.device !== device && !this.handedIn) {
      const base = [...finalsOf(this.live()).values()].sort((a, b) => a.item - b.item).map((event, at) => ({ ...event, seq: at + 1 }));
      this.epoch += 1;
      this.device = device;
      this.events.set(this.epoch, base);
    }
    return this.told(false);
  }
}

const device = fc.constantFrom(DEVICE, DEVICE, OTHER_DEVICE);
const given = fc.option(fc.integer({ min: 0, max: 3 }).map((option): Given => ({ type: 'single', option })), { freq: 6 });
const event = fc.record({ seq: fc.integer({ min: 1, max: 30 }), item: fc.integer({ min: 7, max: 11 }), answer: given });
const command = fc.oneof(
  { weight: 1, arbitrary: fc.record({ do: fc.constant('start' as const), device }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('takeover' as const), device }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('submit' as const), device, rarely: fc.nat(3) }) },
  { weight: 12, arbitrary: fc.record({ do: fc.constant('put' as const), device, back: fc.nat(1), events: fc.array(event, { maxLength: 4 }) }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('next' as const), device, items: fc.array(fc.tuple(fc.integer({ min: 7, max: 11 }), given), { maxLength: 4 }) }) },
);
type Command = typeof command extends fc.Arbitrary<infer T> ? T : never;

/** A number belongs to one item: what an honest phone could have sent, in any order. */
function honest(model: Model, epoch: number, events: readonly Omit<Event, 'ms'>[]): Event[] {
  const taken = new Map((model.events.get(epoch) ?? []).map(({ seq, item }) => [seq, item]));
  const sent: Event[] = [];
  for (const one of events) {
    const item = taken.get(one.seq) ?? one.item;
    taken.set(one.seq, item);
    if (item !== SUBMIT && !sent.some(({ seq }) => seq === one.seq)) sent.push({ ...one, item, ms: one.seq * 10 });
  }
  return sent;
}

class Real {
  readonly ticket: TestTicket;
  constructor(ticket: TestTicket) {
    this.ticket = ticket;
  }

  private told = (standing: Standing, superseded: boolean): Told =>
    ({ epoch: standing.epoch, received: standing.received, answered: standing.answered, state: standing.state, superseded });

  async start(from: string): Promise<Told> {
    const now = new Date();
    const said = await start({ runtime, ticket: this.ticket.payload, start: { ordinal: 1, device: from, elapsed: 0 }, now });
    if (!said.ok) throw new Error(JSON.stringify(said));
    return this.told(said.value.standing, said.value.superseded);
  }

  async put(from: string, epoch: number, events: Event[]): Promise<Told> {
    const batch = { epoch, device: from, elapsed: 1_000, events };
    const send = () => receive({ runtime, ticket: this.ticket.payload, ordinal: 1, batch, now: new Date() });
    // Twice at once, as networks do it.
    const [said] = await Promise.all([send(), send()]);
    if (!said.ok) throw new Error(JSON.stringify(said));
    return this.told(said.value.standing, said.value.superseded);
  }

  async takeOver(by: string): Promise<Told> {
    const said = await takeOver({ runtime, ticket: this.ticket.payload, ordinal: 1, now: new Date() }, by);
    if (!said.ok) throw new Error(JSON.stringify(said));
    return this.told(said.value, false);
  }

  async answers(): Promise<string> {
    const said = await resume({ runtime, ticket: this.ticket.payload, ordinal: 1, now: new Date() });
    return JSON.stringify(said.ok ? said.value.answers : said);
  }
}

async function both(model: Model, real: Real, step: Command): Promise<[Told, Told] | null> {
  if (step.do === 'start') return [model.start(step.device), await real.start(step.device)];
  if (model.device === null) return null;
  if (step.do === 'takeover') return [model.takeOver(step.device), await real.takeOver(step.device)];
  const epoch = step.do === 'put' ? Math.max(1, model.epoch - step.back) : model.epoch;
  const top = Math.max(0, ...(model.events.get(epoch) ?? []).map(({ seq }) => seq));
  if (step.do === 'submit') {
    if (step.rarely > 0 || submitSeq(model.live()) !== null) return null;
    const events = [{ seq: top + 1, item: SUBMIT, answer: null, ms: 1 }];
    return [model.put(step.device, epoch, events), await real.put(step.device, epoch, events)];
  }
  const asked = step.do === 'put' ? step.events : step.items.map(([item, answer], at) => ({ seq: top + 1 + at, item, answer }));
  const events = honest(model, epoch, asked);
  return [model.put(step.device, epoch, events), await real.put(step.device, epoch, events)];
}

test('the server does what the protocol says, whatever it is told', { timeout: 120_000 }, async () => {
  let at = 0;
  await fc.assert(fc.asyncProperty(fc.array(command, { minLength: 40, maxLength: 40 }), async (commands) => {
    const [model, real] = [new Model(), new Real(quiz.tickets[at++ % quiz.tickets.length] as TestTicket)];
    model.start(DEVICE);
    await real.start(DEVICE);
    for (const step of commands) {
      const told = await both(model, real, step);
      if (told && canonical(JSON.stringify(told[0])) !== canonical(JSON.stringify(told[1]))) {
        throw new Error(`${JSON.stringify(step)}: ${JSON.stringify(told[1])} instead of ${JSON.stringify(told[0])}`);
      }
    }
    const stands = [...finalsOf(model.live()).values()].filter(({ answer }) => answer !== null).sort((a, b) => a.item - b.item)
      .map(({ item, seq, answer }) => ({ item, seq, answer }));
    const answers = await real.answers();
    if (canonical(answers) !== canonical(JSON.stringify(stands))) throw new Error(`${answers} instead of ${JSON.stringify(stands)}`);
  }), { numRuns: RUNS, endOnFailure: true });
});

/** jsonb has an order of its own for the members of an answer. */
const canonical = (text: string): string => JSON.stringify(JSON.parse(text), (_, part: unknown) =>
  part && typeof part === 'object' && !Array.isArray(part) ? Object.fromEntries(Object.entries(part).sort()) : part);
