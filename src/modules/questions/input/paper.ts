/** The forms of a paper. What was typed comes back with what is wrong with it. */
import { both, failed, fieldProblem, ok, type Problem, type Result } from '#platform/result.ts';
import { normaliseLine, normalise } from '#platform/text/normalise.ts';
import type { VersionState } from '../rules/bank.ts';
import type { BlueprintRow } from '../rules/blueprint.ts';
import { limits } from '../rules/item.ts';
import { paperLimits, type PaperKind, type PaperQuery } from '../rules/paper.ts';
import { readNumber } from '../rules/score.ts';

/** A line of the list of items or of the blueprint, as it was typed. */
export type TypedLine = { id: string; place: string; points: string; count: string };
export type TypedPaper = {
  title: string; about: string; kind: string; body: string; seen: string; note: string;
  /** The cited clauses that were amended were looked at, and the items are still right. */
  stale: boolean;
  lines: TypedLine[];
  /** `id` of lines to leave out. */
  remove: string[];
  /** Items to put on the paper, or (`renew`) to take in their newest version. */
  chosen: string[];
  renew: string;
  count: string; points: string; document: string; clause: string; difficulty: string; tag: string;
};

const MOST_LINES = paperLimits.items;

export function readTypedPaper(form: FormData): TypedPaper {
  const line = (name: string): string => {
    const value = form.get(name);
    return typeof value === 'string' ? normaliseLine(value.slice(0, 2_000)) : '';
  };
  const all = (name: string): string[] => form.getAll(name).filter((each) => typeof each === 'string').slice(0, MOST_LINES);
  const about = form.get('about');
  const [places, points, counts] = [all('linePlace'), all('linePoints'), all('lineCount')];
  return {
    title: line('title'), about: typeof about === 'string' ? about.slice(0, 4_000) : '', kind: line('kind'), body: line('body'),
    seen: line('seen'), note: line('note'), stale: line('stale') === 'yes',
    lines: all('line').map((id, at) => ({ id, place: places[at] ?? '', points: points[at] ?? '', count: counts[at] ?? '' })),
    remove: all('remove'), chosen: all('chosen'), renew: line('renew'),
    count: line('count'), points: line('points'), document: line('document'), clause: line('clause'),
    difficulty: line('difficulty'), tag: line('tag'),
  };
}

export type Heading = { title: string; about: string };

/** Problems: `title.missing`, `title.long`, `about.long`. */
export function readHeading({ title, about }: TypedPaper): Result<Heading> {
  const text = normalise(about);
  const problems: Problem[] = [];
  if (title === '') problems.push({ field: 'title', code: 'title.missing' });
  if (title.length > paperLimits.title) problems.push({ field: 'title', code: 'title.long' });
  if (text.length > paperLimits.about) problems.push({ field: 'about', code: 'about.long' });
  return problems.length > 0 ? failed(...problems) : ok({ title, about: text });
}

export type NewPaper = Heading & { kind: PaperKind; body: number };

/** Problems: as `readHeading`, and `kind.missing`, `body.missing`. */
export function readNewPaper(typed: TypedPaper): Result<NewPaper> {
  const { kind, body } = typed;
  const known: Result<PaperKind> = kind === 'fixed' || kind === 'drawn' ? ok(kind) : fieldProblem('kind', 'kind.missing');
  const where: Result<number> = /^[1-9]\d{0,8}$/.test(body) ? ok(Number(body)) : fieldProblem('body', 'body.missing');
  const read = both(both(readHeading(typed), known), where);
  if (!read.ok) return read;
  const [[heading, form], bodyId] = read.value;
  return ok({ ...heading, kind: form, body: bodyId });
}

/** "0,5": from 0.01 to 100, in hundredths. */
function pointsOf(text: string): number | undefined {
  const value = readNumber(text);
  if (value === undefined || value < 0.01 || value > paperLimits.points) return undefined;
  return Math.round(value * 100) / 100;
}
const countOf = (text: string): number | undefined =>
  /^\d{1,3}$/.test(text) && Number(text) >= 1 && Number(text) <= paperLimits.items ? Number(text) : undefined;

export type ItemLine = { itemId: number; points: number };

/** The items that stay, in their new order. Problem `points.form` at `linePoints`. */
export function readItemLines({ lines, remove }: TypedPaper): Result<ItemLine[]> {
  const kept = lines.map((line, at) => ({ ...line, at })).filter(({ id }) => !remove.includes(id));
  const placed = kept.map((line) => ({ ...line, points: pointsOf(line.points), place: Number(line.place) || line.at + 1 }));
  // Who typed "1" at the fifth means: before the first.
  const ordered = placed.sort((a, b) => a.place - b.place || Number(a.place === a.at + 1) - Number(b.place === b.at + 1) || a.at - b.at);
  if (ordered.some(({ points }) => points === undefined)) return fieldProblem('linePoints', 'points.form');
  return ok(ordered.map(({ id, points }) => ({ itemId: Number(id) || 0, points: points! })));
}

export type RowLine = { place: number; count: number; points: number };

/** The rows of the blueprint that stay. Problems `points.form`, `count.form`. */
export function readRowLines({ lines, remove }: TypedPaper): Result<RowLine[]> {
  const kept = lines.filter(({ id }) => !remove.includes(id));
  const read = kept.map(({ id, points, count }) => ({ place: Number(id), points: pointsOf(points), count: countOf(count) }));
  if (read.some(({ points }) => points === undefined)) return fieldProblem('linePoints', 'points.form');
  if (read.some(({ count }) => count === undefined)) return fieldProblem('lineCount', 'count.form');
  return ok(read.map(({ place, points, count }) => ({ place, points: points!, count: count! })));
}

/** A new row of the blueprint. Problems `points.form`, `count.form`, `tag.long`. */
export function readRow({ count, points, document, clause, difficulty, tag }: TypedPaper): Result<BlueprintRow> {
  const [many, each] = [countOf(count), pointsOf(points || '1')];
  if (many === undefined) return fieldProblem('count', 'count.form');
  if (each === undefined) return fieldProblem('points', 'points.form');
  if (tag.length > limits.tag) return fieldProblem('tag', 'tags.many');
  const documentId = /^[1-9]\d{0,8}$/.test(document) ? Number(document) : null;
  return ok({
    count: many,
    points: each,
    documentId,
    anchor: documentId !== null && /^[A-Za-z0-9.-]{1,120}$/.test(clause) ? clause : null,
    difficulty: /^[1-3]$/.test(difficulty) ? Number(difficulty) : null,
    tag: tag || null,
  });
}

/** Ids of items. Problem `paper.choice` when there is none. */
export function readChosen({ chosen }: TypedPaper): Result<number[]> {
  const ids = chosen.filter((id) => /^[1-9]\d{0,15}$/.test(id)).map(Number);
  return ids.length > 0 ? ok([...new Set(ids)]) : fieldProblem('chosen', 'paper.choice');
}

export const readPaperNote = ({ note }: TypedPaper): Result<string> =>
  note === '' ? fieldProblem('note', 'note.missing') : ok(note);

const states: readonly VersionState[] = ['draft', 'submitted', 'approved'];

/** Anything may stand in an address; what cannot be read is left out instead of refused. */
export function readPaperQuery(params: URLSearchParams): PaperQuery {
  const page = params.get('page') ?? '';
  return {
    q: normaliseLine(params.get('q') ?? '').slice(0, 200),
    state: states.find((known) => known === params.get('state')) ?? null,
    page: /^[1-9]\d{0,3}$/.test(page) ? Number(page) : 1,
  };
}
