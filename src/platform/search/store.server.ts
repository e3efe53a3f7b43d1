import type { Db } from '#platform/database/client.ts';
import {
  both, closest, count, either, likest, matches, MAX_HITS, names, newest, publishedWords, read,
  type Found, type Key, type Match, type Scope,
} from './find.server.ts';
import { corrected, parseQuery, slips, type ParsedQuery, type Stage } from './query.ts';
import { alike } from './similar.server.ts';
import { highlight, snippet, type Segment } from './snippet.ts';

export { forgetWords, publishDocument, withdrawDocument, type SearchDocument } from './documents.server.ts';
export { similarTitles, type SimilarTitle } from './similar.server.ts';
export { MAX_QUERY } from './query.ts';
export type { Segment } from './snippet.ts';

export type SearchRequest = Scope & {
  /** What the person typed, as it is. Cut at 200 characters. */
  q: string;
  limit: number;
  offset?: number;
};

export type SearchHit = Omit<Found, 'opening'> & { titleParts: Segment[]; snippet: Segment[] };

export type SearchResult = {
  rows: SearchHit[];
  /** At most 1,000; then `more` says that there are more. */
  total: number;
  more: boolean;
  /** Nothing matched what was typed; these match words or titles that are nearly the same. */
  similar: boolean;
};

/**
 * Letters of a text that a snippet is looked for in; reading more costs more than a better snippet is worth.
 */
const OPENING = 6_000;
const MAX_PAGE = 100;
/** The newest hits that are ordered by how much of the phrase they have; each costs about 20 µs. */
const CLOSER = 100;
/** Titles that are merely alike; nobody turns a page of them. */
const MAX_ALIKE = 20;

type Step = { match: Match; like?: string; closer?: string };
type Plan = { total: number; steps: Step[]; wanted: string[]; similar: boolean };

/**
 * Searches what the modules published. Hits with the diacritics that were typed come first; among them, and
 * then among the rest: phrase in the title, all words in the title, phrase, all words; newest first. A query
 * that is the symbol of a document finds that symbol and nothing else. Without any hit, slips of the finger
 * are put right, then titles that are alike are offered. Any text is a valid query.
 */
export async function search(db: Db, request: SearchRequest): Promise<SearchResult> {
  const query = parseQuery(request.q);
  const limit = Math.min(Math.max(request.limit, 1), MAX_PAGE);
  const offset = Math.min(Math.max(request.offset ?? 0, 0), MAX_HITS);
  const plain = query.words.map((word) => word.plain);
  const plan =
    (await symbolPlan(db, query, request))
    ?? (await wordPlan(db, query, request))
    ?? (await clusterPlan(db, query, request))
    ?? (await slipPlan(db, query, request));
  if (plan) {
    const keys = await collect(db, plan, request, Math.min(offset + limit, plan.total, MAX_HITS));
    const rows = await hits(db, keys.slice(offset), plan.wanted);
    const total = Math.min(plan.total, MAX_HITS);
    return { rows, total, more: plan.total > MAX_HITS, similar: plan.similar };
  }
  const near = await alike(db, request.q, request, MAX_ALIKE);
  const rows = await hits(db, near.slice(offset, offset + limit), plain);
  return { rows, total: near.length, more: false, similar: near.length > 0 };
}

async function hits(db: Db, keys: Key[], wanted: string[]): Promise<SearchHit[]> {
  const words = new Set(wanted);
  const found = await read(db, keys, OPENING);
  return found.map(({ opening, ...row }) => ({
    ...row,
    titleParts: highlight(row.title, words),
    snippet: snippet(opening, words),
  }));
}

const stepOf = ({ where, query, closer }: Stage): Step => ({ match: matches(where, query), closer });
const plainWords = (query: ParsedQuery): string[] => query.words.map((word) => word.plain);

/**
 * Documents that carry a symbol, those first that have it in the title; more words beside it widen the
 * search.
 */
async function symbolPlan(db: Db, query: ParsedQuery, scope: Scope): Promise<Plan | undefined> {
  if (query.symbols.length === 0) return undefined;
  const named = names(query.symbols);
  const widen = !query.onlySymbol && query.all !== undefined;
  const total = await count(db, widen ? either(named, matches('anywhere', query.all ?? '')) : named, scope);
  if (total === 0) return undefined;
  const titled = query.stages.filter(({ where }) => where === 'title').slice(0, 1);
  const steps = [
    ...titled.map((stage) => ({ match: both(named, stepOf(stage).match) })),
    { match: named },
    ...(widen ? query.stages.map(stepOf) : []),
  ];
  return { total, steps, wanted: plainWords(query), similar: false };
}

async function wordPlan(db: Db, query: ParsedQuery, scope: Scope): Promise<Plan | undefined> {
  if (query.all === undefined) return undefined;
  const total = await count(db, matches('anywhere', query.all), scope);
  if (total === 0) return undefined;
  return { total, steps: query.stages.map(stepOf), wanted: plainWords(query), similar: false };
}

async function clusterPlan(db: Db, query: ParsedQuery, scope: Scope): Promise<Plan | undefined> {
  if (query.clusters === undefined) return undefined;
  const all = matches('anywhere', query.clusters);
  const total = await count(db, all, scope);
  if (total === 0) return undefined;
  const steps = [{ match: matches('title', query.clusters) }, { match: all }];
  return { total, steps, wanted: plainWords(query), similar: false };
}

async function slipPlan(db: Db, query: ParsedQuery, scope: Scope): Promise<Plan | undefined> {
  const words = plainWords(query);
  const near = words.map(slips);
  const published = await publishedWords(db, [...new Set([...words, ...near.flat()])]);
  const alternatives = near.map((others) => others.filter((other) => published.has(other)));
  const text = corrected(words, words.map((word) => published.has(word)), alternatives);
  if (text === undefined) return undefined;
  const all = matches('anywhere', text);
  const total = await count(db, all, scope);
  if (total === 0) return undefined;
  const like = words.join(' ');
  const steps = [{ match: matches('title', text), like }, { match: all, like }];
  return { total, steps, wanted: [...words, ...alternatives.flat()], similar: true };
}

/**
 * Better steps first. Each brings as many as are still possible, because what it shares with earlier steps
 * drops out: the first `need` of a wider step always contain enough new ones.
 */
async function collect(db: Db, plan: Plan, scope: Scope, need: number): Promise<Key[]> {
  const found = new Map<string, Key>();
  for (const step of plan.steps) {
    if (found.size >= need) break;
    const keys = await take(db, step, scope, need);
    for (const key of keys) found.set(JSON.stringify([key.type, key.id, key.language]), key);
  }
  return [...found.values()].slice(0, need);
}

async function take(db: Db, { match, like, closer }: Step, scope: Scope, need: number): Promise<Key[]> {
  if (like !== undefined) return likest(db, match, like, scope, need);
  if (closer === undefined) return newest(db, match, scope, need);
  const keys = await newest(db, match, scope, Math.max(need, CLOSER));
  return [...(await closest(db, keys.slice(0, CLOSER), closer)), ...keys.slice(CLOSER)];
}
