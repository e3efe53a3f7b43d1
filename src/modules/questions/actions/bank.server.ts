/** What editors and reviewers see of the bank. */
import { outlineOf, staleCitations, type Citation } from '#modules/documents/index.server.ts';
import { bodiesWithin, bodyAsOf, within } from '#modules/organisation/index.server.ts';
import { namesOf, type Person } from '#modules/people/index.server.ts';
import { dayOf, type Day } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { ok, problem, type Result } from '#platform/result.ts';
import { fold } from '#platform/text/fold.ts';
import { NOTHING_PICKED, type PickQuery } from '../rules/pick.ts';
import { bankRoots, isSecondPerson, mayReview, maySee, mayTranslate, mayWrite, PAGE, type BankQuery } from '../rules/bank.ts';
import type { ItemLanguage, SheetMedia } from '../rules/paper.ts';
import { mediaOfVersions } from '../store/media.server.ts';
import { translationsOf } from '../store/translation.server.ts';
import { citesOf, countItems, listItems, tagsOf, versionsOf, type BankFilter, type VersionRow } from '../store/item.server.ts';
import type { Officer } from './change.server.ts';
import { clauseLabel, pickClause, type ClausePick } from './pick.server.ts';
import { staleTest } from './sheet.server.ts';

export type BodyChoice = { id: number; name: string };
export type BankRow = VersionRow & { stale: boolean };
export type Bank = { query: BankQuery; rows: BankRow[]; total: number; /** Items that rest on amended clauses. */ stale: number; tags: string[]; mayWrite: boolean; /** Not only translates. */ keeps: boolean };

/** Every body whose bank the officer sees; empty for nobody's editor. */
export async function bankBodies(db: Db, { actor, now }: Officer, roles?: readonly string[]): Promise<number[]> {
  const all = await Promise.all(bankRoots(actor, roles).map((root) => bodiesWithin(db, root, dayOf(now))));
  return [...new Set(all.flat())];
}

/** @param stale items that rest on amended clauses, when they are known already */
export const filterOf = async (
  db: Db, query: BankQuery, bodies: readonly number[], stale?: readonly number[],
): Promise<Omit<BankFilter, 'limit' | 'offset'>> => ({
  bodies,
  words: fold(query.q).split(' ').filter((word) => word !== ''),
  type: query.type,
  state: query.state,
  tag: query.tag,
  items: query.stale ? (stale ?? await staleItems(db, bodies)) : null,
});

async function withStale(db: Db, rows: readonly VersionRow[]): Promise<BankRow[]> {
  const isStale = await staleTest(db, rows.map(({ cites }) => cites));
  return rows.map((row) => ({ ...row, stale: isStale(row.cites) }));
}

async function staleItems(db: Db, bodies: readonly number[]): Promise<number[]> {
  const items = await citesOf(db, bodies);
  const isStale = await staleTest(db, items.map(({ cites }) => cites));
  return items.filter(({ cites }) => isStale(cites)).map(({ itemId }) => itemId);
}

/** Translators see what there is to translate. */
const READERS = ['editor', 'reviewer', 'translator'];

/** Problem `forbidden`. */
export async function readBank(db: Db, query: BankQuery, officer: Officer): Promise<Result<Bank>> {
  const bodies = await bankBodies(db, officer, READERS);
  if (bodies.length === 0) return problem('forbidden');
  const stale = await staleItems(db, bodies);
  const filter = { ...await filterOf(db, query, bodies, stale), limit: PAGE, offset: (query.page - 1) * PAGE };
  const [rows, total, tags] = await Promise.all([listItems(db, filter), countItems(db, filter), tagsOf(db, bodies)]);
  const writes = officer.actor.grants.some(({ role }) => role === 'editor');
  return ok({ query, rows: await withStale(db, rows), total, tags, stale: stale.length, mayWrite: writes, keeps: bankRoots(officer.actor).length > 0 });
}

/** Bodies in whose bank the officer may write by a role of their own. */
export async function writableBodies(db: Db, actor: Person, today: Day): Promise<BodyChoice[]> {
  const ids = [...new Set(actor.grants.filter(({ role }) => role === 'editor').map(({ bodyId }) => bodyId))];
  const bodies = await Promise.all(ids.map((id) => bodyAsOf(db, id, today)));
  return bodies.flatMap((body) => (body ? [{ id: body.id, name: body.name }] : []));
}

/** The forms that begin something. Problem `forbidden`. */
export async function readStart(db: Db, { actor, now }: Officer): Promise<Result<{ bodies: BodyChoice[] }>> {
  const bodies = await writableBodies(db, actor, dayOf(now));
  return bodies.length > 0 ? ok({ bodies }) : problem('forbidden');
}

export type ShownCite = Citation & {
  /** Short name of the document. */
  document: string;
  /** "Điều 5, khoản 2: …" */
  clause: string;
  stale: boolean;
};
export type ItemPage = {
  id: number;
  versions: (Pick<VersionRow, 'number' | 'state' | 'writtenAt' | 'approvedAt'> & { writer: string; reviewer: string })[];
  newest: VersionRow & { seen: string };
  cites: ShownCite[];
  body: BodyChoice;
  pick: ClausePick;
  media: SheetMedia[];
  translations: { language: ItemLanguage; state: VersionRow['state'] }[];
  may: { write: boolean; review: boolean; approve: boolean; translate: boolean };
};

/** Problems: `question.missing`, `forbidden`. */
export async function readItem(db: Db, id: number, { actor, now }: Officer, query: PickQuery = NOTHING_PICKED): Promise<Result<ItemPage>> {
  const versions = await versionsOf(db, id);
  const [newest] = versions;
  if (!newest) return problem('question.missing');
  const isWithin = await within(db, dayOf(now));
  const translate = mayTranslate(actor, newest.bodyId, isWithin);
  if (!translate && !maySee(actor, newest.bodyId, isWithin)) return problem('forbidden');
  const people = versions.flatMap(({ writtenBy, reviewedBy }) => [writtenBy, reviewedBy]).filter((each) => each !== null);
  const [names, body, cites, pick, media, translations] = await Promise.all([
    namesOf(db, people), bodyAsOf(db, newest.bodyId, dayOf(now)), showCites(db, newest.cites),
    pickClause(db, query, now), mediaOfVersions(db, [newest.id]), translationsOf(db, [newest.id]),
  ]);
  const review = mayReview(actor, newest.bodyId, isWithin);
  return ok({
    id,
    versions: versions.map(({ number, state, writtenAt, approvedAt, writtenBy, reviewedBy }) => ({
      number, state, writtenAt, approvedAt, writer: names.get(writtenBy ?? '') ?? '', reviewer: names.get(reviewedBy ?? '') ?? '',
    })),
    newest: { ...newest, seen: newest.writtenAt.toISOString() },
    cites,
    pick,
    media: media.map(({ versionId: _version, fileId: _file, ...medium }) => medium),
    translations: translations.map(({ language, state }) => ({ language, state })),
    body: { id: newest.bodyId, name: body?.name ?? '' },
    may: { translate, write: mayWrite(actor, newest.bodyId, isWithin), review, approve: review && isSecondPerson(actor, newest.writtenBy) },
  });
}

async function showCites(db: Db, cites: readonly Citation[]): Promise<ShownCite[]> {
  const stale = await staleCitations(db, cites);
  const same = (a: Citation, b: Citation) => a.documentId === b.documentId && a.version === b.version && a.anchor === b.anchor;
  return Promise.all(cites.map(async (cite) => {
    const cited = await outlineOf(db, cite.documentId, cite.version);
    const document = cited ? cited.document.symbol || cited.document.title : '';
    const known = cited?.clauses.find(({ anchor }) => anchor === cite.anchor);
    return { ...cite, document, clause: known ? clauseLabel(cited!.clauses, known) : cite.anchor, stale: stale.some((each) => same(each, cite)) };
  }));
}
