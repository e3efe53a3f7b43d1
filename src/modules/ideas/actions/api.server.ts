import { bodyName } from '#modules/organisation/index.server.ts';
import { labelOf, placesWithin } from '#modules/places/index.server.ts';
import { dayOf, type Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { Answer } from '#platform/http/json-api.server.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { search } from '#platform/search/store.server.ts';
import { localPath } from '#platform/words/paths.ts';
import { languages, translator } from '#platform/words/translate.ts';
import type { FieldsAnswer, IdeaAnswer, IdeaPageAnswer, IdeaSummary, TrackAnswer } from '../input/answers.ts';
import type { IdeasQuery } from '../input/api.ts';
import type { StatisticsAnswer } from '../input/statistics.ts';
import { writeCursor } from '../rules/cursor.ts';
import type { Quarter } from '../rules/quarters.ts';
import { isOpen } from '../rules/states.ts';
import { onTimeShare, type Figures } from '../rules/statistics.ts';
import { ideaExists, listAfter, type SummaryRow } from '../store/api.server.ts';
import { knownFields } from './fields.server.ts';
import { readIdeaPage, type IdeaPage, type PublishedAnswer, type TimelineEntry, type Tombstone } from './idea-page.server.ts';
import { openByCode, readTrackPage } from './track.server.ts';
import { readStatistics } from './transparency.server.ts';

/** Hits of a search that the list is limited to; more than anybody pages through. */
const MAX_HITS = 500;
const ANYBODY = { kind: 'anonymous' } as const;

/** `GET /api/v1/ideas`: published ideas, newest first. A cursor after an idea that never was is a bad one. */
export async function answerIdeas(
  db: Db,
  query: IdeasQuery,
  { origin, now }: { origin: string; now: Instant },
): Promise<Answer> {
  if (query.after !== null && !(await ideaExists(db, query.after))) {
    return { refused: 400, problems: [{ field: 'cursor', code: 'api.cursor' }] };
  }
  const rows = await listAfter(db, { ...(await filterOf(db, query, now)), limit: query.limit + 1 }, query.after);
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  const body: IdeaPageAnswer = {
    items: await Promise.all(
      shown.map(async (row) => ({ ...(await summaryOf(db, row, origin, now)), excerpt: row.excerpt })),
    ),
    next: rows.length > shown.length && last ? writeCursor(last.id) : null,
  };
  // Searches are hardly asked twice; kept, they would push out the pages that many read.
  return query.q === null ? { body, tags: 'ideas' } : { body };
}

async function filterOf(db: Db, query: IdeasQuery, now: Instant) {
  return {
    ...(query.q === null ? {} : { ids: await idsOf(db, query.q) }),
    fields: query.field === null ? [] : [query.field],
    // A place that never was must find nothing, not everything.
    places: query.place === null ? [] : [-1, ...(await placesWithin(db, query.place, dayOf(now)))],
    states: query.state === null ? [] : [query.state],
  };
}

async function idsOf(db: Db, q: string): Promise<number[]> {
  const ids: number[] = [];
  while (ids.length < MAX_HITS) {
    const { rows } = await search(db, { q, types: ['idea'], audience: ['public'], limit: 100, offset: ids.length });
    ids.push(...rows.map((row) => Number(row.id)));
    if (rows.length < 100) break;
  }
  return ids;
}

async function summaryOf(db: Db, row: SummaryRow, origin: string, now: Instant): Promise<Omit<IdeaSummary, 'excerpt'>> {
  const today = dayOf(now);
  const { id, title, field, state, answerDue, paused, supporters, placeId } = row;
  const place = placeId === null ? undefined : await labelOf(db, placeId, row.placeOn ?? today, today);
  return {
    id,
    url: origin + localPath('vi', `/ideas/${id}`),
    title,
    field,
    place: place ? { id: place.id, code: place.code, label: place.label, now: place.now } : null,
    state,
    leadBody: row.leadBody === null ? null : { id: row.leadBody, name: await bodyName(db, row.leadBody, today, today) },
    receivedAt: row.receivedAt.toISOString(),
    publishedAt: row.publishedAt.toISOString(),
    answeredAt: row.answeredAt?.toISOString() ?? null,
    answerDue,
    paused,
    overdue: isOpen(state) && !paused && row.answeredAt === null && answerDue !== null && answerDue < today,
    supporters,
  };
}

/** `GET /api/v1/ideas/{id}`: the public idea; 410 with the reason where it is gone; 404 also while it waits. */
export async function answerIdea(db: Db, id: number, { origin, now }: { origin: string; now: Instant }): Promise<Answer> {
  const view = await readIdeaPage(db, id, ANYBODY, now);
  if (view.kind === 'missing') return { refused: 404, problems: [{ code: 'idea.missing' }] };
  if (view.kind === 'waiting') {
    const more = { receivedAt: view.receivedAt.toISOString(), admissibleDue: view.admissibleDue };
    return { refused: 404, problems: [{ code: 'idea.waiting' }], more };
  }
  if (view.kind === 'tombstone') return gone(view.tombstone);
  const [row] = await listAfter(db, { ids: [id], limit: 1 }, null);
  // Taken back between two statements: the next request will see why.
  if (!row) return { refused: 404, problems: [{ code: 'idea.missing' }] };
  const body = { ...(await summaryOf(db, row, origin, now)), ...pageOf(view.idea, origin) } satisfies IdeaAnswer;
  return { body, tags: `idea:${id}` };
}

function pageOf(idea: IdeaPage, origin: string) {
  return {
    body: idea.body,
    reworded: idea.reworded,
    cooperating: idea.cooperating,
    files: idea.files.map((file) => ({
      url: `${origin}${localPath('vi', `/ideas/${idea.id}/files/${file.id}`)}`,
      type: file.type,
      bytes: file.bytes,
    })),
    answers: idea.answers.map(answerOf),
    extensions: idea.extensions.map(({ at, body, fromDue, toDue, reason }) => ({
      at: at.toISOString(), body, from: fromDue, to: toDue, reason,
    })),
    timeline: idea.timeline.map(stepOf),
    similar: idea.similar.map((one) => one.id),
    ledgerLeaf: idea.ledgerLeaf,
  };
}

const answerOf = ({ outcome, text, body, signerName, signerTitle, publishedAt, milestones }: PublishedAnswer) => ({
  outcome,
  text,
  body,
  signer: { name: signerName, title: signerTitle },
  publishedAt: publishedAt.toISOString(),
  milestones: milestones.map(({ title, dueOn, doneOn, note }) => ({ title, dueOn, doneOn, note })),
});

const stepOf = ({ at, kind, toState, body, byAuthor, reason, text }: TimelineEntry) => ({
  at: at.toISOString(), kind, state: toState, body, byAuthor, reason, text,
});

const gone = ({ cause, reason, text, at, body, duplicateOf }: Tombstone): Answer => ({
  refused: 410,
  problems: [{ code: `idea.gone.${cause}` }],
  more: { cause, reason, text, decidedAt: at.toISOString(), body, duplicateOf },
});

/** `GET /api/v1/ideas/fields`. */
export async function answerFields(db: Db): Promise<Answer> {
  const said = languages.map((language) => translator(language));
  const name = (code: string) =>
    Object.fromEntries(said.map((t) => [t.language, t.dynamic(`ideas.field.${code}`)])) as Record<(typeof languages)[number], string>;
  const codes = await knownFields(db);
  const body: FieldsAnswer = { items: codes.map((code) => ({ code, names: name(code) })) };
  return { body, tags: 'ideas' };
}

/** `GET /api/v1/ideas/track/{code}`: what the author sees. The code is the permission; guessing is limited. */
export async function answerTrack(
  runtime: Runtime,
  code: string,
  { address, now }: { address: string; now: Instant },
): Promise<Answer> {
  const opened = await openByCode(runtime, code, address, now);
  if (!opened.ok) {
    const minutes = opened.problems[0]?.values?.minutes;
    if (minutes === undefined) return { refused: 404, problems: opened.problems };
    return { refused: 429, problems: opened.problems, headers: { 'retry-after': String(Number(minutes) * 60) } };
  }
  const page = await readTrackPage(runtime.db, opened.value, code, now);
  const { idea, lastConfirmation } = page;
  const body: TrackAnswer = {
    id: idea.id,
    state: idea.state,
    shown: page.shown,
    title: idea.title,
    body: idea.body,
    originalTitle: page.originalTitle,
    originalBody: page.originalBody,
    receivedAt: idea.receivedAt.toISOString(),
    answerDue: idea.answerDue,
    refusal: page.refusal,
    duplicateOf: page.duplicateOf,
    messages: page.messages.map(({ at, ...message }) => ({ ...message, at: at.toISOString() })),
    answers: idea.answers.map(answerOf),
    timeline: page.timeline.map(stepOf),
    confirmation: lastConfirmation && { done: lastConfirmation.done, at: lastConfirmation.at.toISOString() },
    may: page.abilities,
    receipt: page.receipt,
  };
  return { body };
}

const figuresOf = (figures: Figures) => ({ ...figures, onTimePercent: onTimeShare(figures) });

/** `GET /api/v1/ideas/statistics`, and the JSON beside the page of transparency. */
export async function answerStatistics(db: Db, quarter: Quarter | null, now: Instant): Promise<Answer> {
  const read = await readStatistics(db, quarter, now);
  const body: StatisticsAnswer = {
    asOf: read.asOf.toISOString(),
    quarter,
    figures: figuresOf(read.figures),
    quarters: read.quarters.map(figuresOf),
    reasons: read.reasons,
    bodies: read.bodies,
  };
  return { body, tags: 'ideas' };
}
