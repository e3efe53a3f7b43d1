/** What editors and reviewers see of the library. */
import { bodiesWithin, bodyAsOf, within } from '#modules/organisation/index.server.ts';
import { namesOf, type Person } from '#modules/people/index.server.ts';
import { dayOf, type Day } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { ok, problem, type Result } from '#platform/result.ts';
import { isSecondPerson, libraryRoots, maySeeDrafts, mayReview, mayWrite, PAGE, type DocumentQuery, type VersionState } from '../rules/document.ts';
import { readOutline, type Outline } from '../rules/outline.ts';
import { countDocuments, findDocument, listDocuments, type DocumentRow } from '../store/document.server.ts';
import { textOf, versionsOf, type VersionRow } from '../store/version.server.ts';
import type { Officer } from './draft.server.ts';
import { cardOf, soughtIn, type DocumentCard } from './library.server.ts';

export type BodyChoice = { id: number; name: string };
export type DeskLibrary = {
  query: DocumentQuery;
  cards: (DocumentCard & { state: VersionState | null; withdrawn: boolean })[];
  total: number;
  mayStart: boolean;
};

/** Everything of the bodies that the officer writes or reviews for. Problem `forbidden`. */
export async function readDeskLibrary(db: Db, query: DocumentQuery, { actor, now }: Officer): Promise<Result<DeskLibrary>> {
  const roots = libraryRoots(actor);
  if (roots.length === 0) return problem('forbidden');
  const bodies = (await Promise.all(roots.map((root) => bodiesWithin(db, root, dayOf(now))))).flat();
  const filter = { ...soughtIn(query.q), kind: query.kind, bodies, limit: PAGE, offset: (query.page - 1) * PAGE };
  const [rows, total] = await Promise.all([listDocuments(db, filter), countDocuments(db, filter)]);
  const cards = rows.map((row) => ({ ...cardOf(row), state: row.state, withdrawn: row.withdrawnAt !== null }));
  return ok({ query, cards, total, mayStart: actor.grants.some(({ role }) => role === 'editor') });
}

/** Bodies in whose library the officer may write by a role of their own. */
async function ownBodies(db: Db, actor: Person, today: Day): Promise<BodyChoice[]> {
  const ids = [...new Set(actor.grants.filter(({ role }) => role === 'editor').map(({ bodyId }) => bodyId))];
  const bodies = await Promise.all(ids.map((id) => bodyAsOf(db, id, today)));
  return bodies.flatMap((body) => (body ? [{ id: body.id, name: body.name }] : []));
}

/** The form of a new document. Problem `forbidden`. */
export async function readStartPage(db: Db, { actor, now }: Officer): Promise<Result<{ bodies: BodyChoice[]; today: Day }>> {
  const bodies = await ownBodies(db, actor, dayOf(now));
  return bodies.length > 0 ? ok({ bodies, today: dayOf(now) }) : problem('forbidden');
}

export type DeskVersion = Omit<VersionRow, 'writtenBy' | 'reviewedBy'> & { writer: string; reviewer: string };
export type DeskDocument = {
  document: DocumentRow & { body: string };
  versions: DeskVersion[];
  /** The version that is being written or reviewed; null when all are published. */
  open: (DeskVersion & { text: string; outline: Outline; seen: string }) | null;
  /** What the next version would start from. */
  lastText: string;
  bodies: BodyChoice[];
  today: Day;
  may: { write: boolean; review: boolean; publish: boolean };
};

/** A document with its open version. Problems: `document.missing`, `forbidden`. */
export async function readDeskDocument(db: Db, id: number, { actor, now }: Officer): Promise<Result<DeskDocument>> {
  const document = await findDocument(db, id);
  if (!document) return problem('document.missing');
  const today = dayOf(now);
  const isWithin = await within(db, today);
  if (!maySeeDrafts(actor, document.bodyId, isWithin)) return problem('forbidden');
  const rows = await versionsOf(db, id);
  const names = await namesOf(db, rows.flatMap(({ writtenBy, reviewedBy }) => [writtenBy, reviewedBy]).filter((each) => each !== null));
  const named = ({ writtenBy, reviewedBy, ...row }: VersionRow): DeskVersion => ({
    ...row, writer: names.get(writtenBy ?? '') ?? '', reviewer: names.get(reviewedBy ?? '') ?? '',
  });
  const draft = rows.find(({ state }) => state !== 'published');
  const [text, body, bodies] = await Promise.all([
    rows[0] ? textOf(db, rows[0].id) : '',
    bodyAsOf(db, document.bodyId, today),
    ownBodies(db, actor, today),
  ]);
  const review = mayReview(actor, document.bodyId, isWithin);
  return ok({
    document: { ...document, body: body?.name ?? '' },
    versions: rows.map(named),
    open: draft ? { ...named(draft), text, outline: readOutline(text), seen: draft.writtenAt.toISOString() } : null,
    lastText: text,
    bodies: choices(bodies, document.bodyId, body?.name),
    today,
    may: { write: mayWrite(actor, document.bodyId, isWithin), review, publish: review && isSecondPerson(actor, draft?.writtenBy ?? null) },
  });
}

/** A body below one's own is not in the list of one's own. */
const choices = (own: BodyChoice[], id: number, name: string | undefined): BodyChoice[] =>
  own.some((body) => body.id === id) || !name ? own : [{ id, name }, ...own];

