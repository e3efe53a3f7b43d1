/** The pages on which a draft gets its audience and its documents. */
import { within } from '#modules/organisation/index.server.ts';
import { outlineOf, readLibrary, type Clause, type Library } from '#modules/documents/index.server.ts';
import { dayOf } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { ok, problem, type Result } from '#platform/result.ts';
import { mayManage, type Audience, type AudienceRole, type CampaignState } from '../rules/campaign.ts';
import { audienceOf, findCampaign, listedMembers, studiedOf, type CampaignRow } from '../store/campaign.server.ts';
import { audienceChoices, type BodyChoice } from './audience.server.ts';
import { studiedViews, type StudiedView } from './desk.server.ts';
import { asHouse, type Officer } from './ground.server.ts';

/** Problems: `campaign.missing`, `forbidden`, `campaign.step` (no longer a draft). */
async function draftOf(db: Db, id: number, { actor, now }: Officer): Promise<Result<CampaignRow>> {
  const campaign = await findCampaign(db, id);
  if (!campaign) return problem('campaign.missing');
  if (!mayManage(actor, campaign.bodyId, await within(db, dayOf(now)))) return problem('forbidden');
  return campaign.state === 'draft' ? ok(campaign) : problem('campaign.step');
}

type Head = { id: number; title: string; state: CampaignState };
const headOf = ({ id, title, state }: CampaignRow): Head => ({ id, title, state });

export type AudiencePage = {
  campaign: Head & { rosterOn: string };
  choices: BodyChoice[];
  chosen: { audience: Audience; bodies: number[]; roles: AudienceRole[]; listed: number };
};

export async function readAudiencePage(db: Db, id: number, officer: Officer): Promise<Result<AudiencePage>> {
  const draft = await draftOf(db, id, officer);
  if (!draft.ok) return draft;
  const { rosterOn, audience, audienceRoles: roles, bodyId } = draft.value;
  const [choices, bodies, listed] = await Promise.all([
    audienceChoices(db, bodyId, rosterOn),
    audienceOf(db, id),
    asHouse(db, 'length of a list', (tx) => listedMembers(tx, id)),
  ]);
  return ok({ campaign: { ...headOf(draft.value), rosterOn }, choices, chosen: { audience, bodies, roles, listed: listed.length } });
}

export type StudiedPage = { campaign: Head; studied: StudiedView[]; library: Library; q: string };

/** What is studied, and documents of the library to add. */
export async function readStudiedPage(db: Db, id: number, query: { q: string; page: number }, officer: Officer): Promise<Result<StudiedPage>> {
  const draft = await draftOf(db, id, officer);
  if (!draft.ok) return draft;
  const library = await readLibrary(db, { q: query.q, kind: null, page: query.page });
  return ok({ campaign: headOf(draft.value), studied: await studiedViews(db, id), library, q: query.q });
}

export type ClausesPage = {
  campaign: Head; document: { id: number; title: string; symbol: string; version: number };
  clauses: (Clause & { depth: number })[];
  chosen: string[];
};

/** Clauses of a document, to be ticked. Problems: as `draftOf`, and `document.missing`. */
export async function readClausesPage(db: Db, id: number, document: number, officer: Officer): Promise<Result<ClausesPage>> {
  const draft = await draftOf(db, id, officer);
  if (!draft.ok) return draft;
  const known = (await studiedOf(db, id)).find(({ documentId }) => documentId === document);
  const outline = await outlineOf(db, document, known?.version ?? null);
  if (!outline || !known) return problem('document.missing');
  const { title, symbol } = outline.document;
  return ok({
    campaign: headOf(draft.value), document: { id: document, title, symbol, version: outline.version },
    clauses: withDepth(outline.clauses), chosen: known.anchors,
  });
}

function withDepth(clauses: readonly Clause[]): (Clause & { depth: number })[] {
  const depths = new Map<string, number>();
  return clauses.map((clause) => {
    const depth = clause.parent === null ? 0 : (depths.get(clause.parent) ?? 0) + 1;
    depths.set(clause.anchor, depth);
    return { ...clause, depth: Math.min(depth, 4) };
  });
}
