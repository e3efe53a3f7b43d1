/**
 * What phones send, read strictly: a field nobody knows, a number that is none, a text without end are refused with the
 * place where they stand. Written by hand: this runs for every answer (bench `quiz-events`).
 */
import { failed, ok, problem, type Problem, type Result } from '#platform/result.ts';
import { batchLimits, SUBMIT, type Batch, type Event, type Given, type Start, type Takeover } from '../rules/wire.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** A stopwatch runs for hours, not for months; and this many fit into an integer. */
const MAX_MS = 24 * 24 * 3_600_000;
const MAX_PLACES = 100;

type Fields = Record<string, unknown>;

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);
const within = (value: unknown, least: number, most: number): value is number =>
  Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most;

function onlyHas(fields: Fields, known: ReadonlySet<string>): boolean {
  for (const name in fields) if (!known.has(name)) return false;
  return true;
}

const shape = (field: string): Problem => ({ field, code: 'attempt.shape' });
const isDevice = (value: unknown): value is string => typeof value === 'string' && UUID.test(value);

const START = new Set(['ordinal', 'device', 'elapsed', 'guess']);
export function readStart(value: unknown): Result<Start> {
  if (!isFields(value)) return problem('attempt.json');
  const problems: Problem[] = [];
  for (const name of Object.keys(value)) if (!START.has(name)) problems.push(shape(name));
  if (!within(value.ordinal, 1, 1_000)) problems.push(shape('ordinal'));
  if (!isDevice(value.device)) problems.push(shape('device'));
  if (!within(value.elapsed, 0, MAX_MS)) problems.push(shape('elapsed'));
  if (value.guess !== undefined && !within(value.guess, 0, 100_000_000)) problems.push(shape('guess'));
  return problems.length > 0 ? failed(...problems) : ok(value as Start);
}

const TAKEOVER = new Set(['device']);
export function readTakeover(value: unknown): Result<Takeover> {
  if (!isFields(value)) return problem('attempt.json');
  return onlyHas(value, TAKEOVER) && isDevice(value.device) ? ok(value as Takeover) : failed(shape('device'));
}

const BATCH = new Set(['epoch', 'device', 'elapsed', 'events']);
/** What the sheet has to say about it is asked by `fitsItem`. */
export function readBatch(value: unknown): Result<Batch> {
  if (!isFields(value)) return problem('attempt.json');
  const problems: Problem[] = [];
  for (const name of Object.keys(value)) if (!BATCH.has(name)) problems.push(shape(name));
  if (!within(value.epoch, 1, 30_000)) problems.push(shape('epoch'));
  if (!isDevice(value.device)) problems.push(shape('device'));
  if (!within(value.elapsed, 0, MAX_MS)) problems.push(shape('elapsed'));
  if (!Array.isArray(value.events)) problems.push(shape('events'));
  else if (value.events.length > batchLimits.events) problems.push({ field: 'events', code: 'batch.large', values: { limit: batchLimits.events } });
  else value.events.forEach((event, at) => eventProblems(event, at, problems));
  return problems.length > 0 ? failed(...problems) : ok(value as Batch);
}

const EVENT = new Set(['seq', 'item', 'answer', 'ms']);
function eventProblems(event: unknown, at: number, problems: Problem[]): asserts event is Event {
  const field = `events.${at}`;
  if (!isFields(event) || !onlyHas(event, EVENT)) return void problems.push(shape(field));
  if (!within(event.seq, 1, batchLimits.seq)) problems.push({ field: `${field}.seq`, code: 'event.seq', values: { limit: batchLimits.seq } });
  if (!within(event.item, SUBMIT, 1_000)) problems.push({ field: `${field}.item`, code: 'event.item' });
  if (!within(event.ms, 0, MAX_MS)) problems.push(shape(`${field}.ms`));
  if (event.answer !== null && (event.item === SUBMIT || !isGiven(event.answer))) {
    problems.push({ field: `${field}.answer`, code: 'event.answer' });
  }
}

const KINDS = {
  single: new Set(['type', 'option']),
  multiple: new Set(['type', 'options']),
  truefalse: new Set(['type', 'answer']),
  matching: new Set(['type', 'rights']),
  ordering: new Set(['type', 'order']),
  short: new Set(['type', 'text']),
  number: new Set(['type', 'text']),
  open: new Set(['type', 'text']),
} as const;

const isPlace = (value: unknown): boolean => within(value, 0, MAX_PLACES);
const isPlaces = (value: unknown): boolean => Array.isArray(value) && value.length <= MAX_PLACES && value.every(isPlace);

function isGiven(value: unknown): value is Given {
  if (!isFields(value) || typeof value.type !== 'string' || !Object.hasOwn(KINDS, value.type)) return false;
  const type = value.type as keyof typeof KINDS;
  if (!onlyHas(value, KINDS[type])) return false;
  switch (type) {
    case 'single':
      return isPlace(value.option);
    case 'multiple':
      return isPlaces(value.options);
    case 'truefalse':
      return typeof value.answer === 'boolean';
    case 'matching':
      return Array.isArray(value.rights) && value.rights.length <= MAX_PLACES && value.rights.every((at) => at === null || isPlace(at));
    case 'ordering':
      return isPlaces(value.order);
    default:
      return isText(value.text);
  }
}

/** What PostgreSQL can keep: no NUL, no half of a surrogate pair. */
const isText = (value: unknown): boolean =>
  typeof value === 'string' && value.length <= batchLimits.text && !value.includes('\0') && value.isWellFormed();
