import { readReceptionBody } from '#modules/ideas/index.server.ts';
import { bodyAsOf } from '#modules/organisation/index.server.ts';
import { dayOf, type Instant } from '#platform/clock.ts';
import type { Runtime } from '#platform/runtime.server.ts';

/** Who answers for the data and for the site itself. `mail` is the address that letters come from. */
export type SiteContact = { body: string | null; mail: string | null };

/** A laptop's own address reaches nobody, so it is not shown. */
const ADDRESS = /[^\s<>]+@[^\s<>]+\.[^\s<>]+/;

export async function contactOf({ db, config }: Runtime, now: Instant): Promise<SiteContact> {
  const id = await readReceptionBody(db);
  const body = id ? await bodyAsOf(db, id, dayOf(now)) : undefined;
  return { body: body?.fullName ?? null, mail: ADDRESS.exec(config.mailFrom)?.[0] ?? null };
}
