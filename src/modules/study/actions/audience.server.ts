/** Whom a campaign means, as bodies and offices of its day. */
import { bodiesWithin, bodyAsOf, bodyTree } from '#modules/organisation/index.server.ts';
import { personsWithRole } from '#modules/people/index.server.ts';
import { endOf, type Day } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';

import { childrenAt, versionAt } from '#platform/dated/tree.ts';
import { audienceOf, type CampaignRow } from '../store/campaign.server.ts';
import type { Meant } from '../store/roster.server.ts';

/** These bodies and everything below them, each once, as the tree was on that day. */
export async function bodiesMeant(db: Db, roots: readonly number[], day: Day): Promise<number[]> {
  const all = await Promise.all(roots.map((root) => bodiesWithin(db, root, day)));
  return [...new Set(all.flat())];
}

/** What the store needs to know of the audience. @param bodies instead of all of them */
export async function meantBy(db: Db, campaign: CampaignRow, bodies?: readonly number[]): Promise<Meant> {
  const all = await bodiesMeant(db, await audienceOf(db, campaign.id), campaign.rosterOn);
  const persons = campaign.audience === 'roles' ? await holders(db, campaign, all) : [];
  const { id, rosterOn, audience } = campaign;
  return { campaignId: id, rosterOn, audience, bodies: bodies ?? all, persons };
}

/** Accounts that hold one of the offices in these bodies on the day. */
async function holders(db: Db, { audienceRoles, rosterOn }: CampaignRow, bodies: readonly number[]): Promise<string[]> {
  const held = await Promise.all(audienceRoles.map((role) => personsWithRole(db, role, bodies, endOf(rosterOn))));
  return [...new Set(held.flat().map(({ personId }) => personId))];
}

export type BodyChoice = { id: number; name: string; depth: number };

/** The body that holds a campaign and what is directly below it on the day: what the form lets one tick. */
export async function audienceChoices(db: Db, bodyId: number, day: Day): Promise<BodyChoice[]> {
  const tree = await bodyTree(db);
  const top = (await bodyAsOf(db, bodyId, day)) ?? tree.versions.get(bodyId)?.at(-1);
  const below = childrenAt(tree, bodyId, day).map((id) => ({ id, name: versionAt(tree, id, day)?.name ?? '', depth: 1 }));
  return [...(top ? [{ id: bodyId, name: top.name, depth: 0 }] : []), ...below];
}
