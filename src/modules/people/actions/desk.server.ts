import { bodyName } from '#modules/organisation/index.server.ts';
import { dayOf, type Instant } from '#platform/clock.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { deskPlaces, type DeskPlace } from '../rules/desk.ts';
import type { Person, Role } from '../rules/roles.ts';

/** A role, where it is held, and whose it is when it was handed on. */
export type ChargeItem = { role: Role; body: string; onBehalfOf: string | null };
export type Desk = { name: string; places: DeskPlace[]; charges: ChargeItem[] };

/** The start page of somebody signed in: where their work is, and which roles they hold where. */
export async function deskOf({ db }: Pick<Runtime, 'db'>, person: Person, now: Instant): Promise<Desk> {
  const today = dayOf(now);
  const charges = await Promise.all(
    person.grants.map(async ({ role, bodyId, onBehalfOf }) => ({
      role,
      body: await bodyName(db, bodyId, today, today),
      onBehalfOf: onBehalfOf?.name ?? null,
    })),
  );
  return { name: person.name, places: deskPlaces(person), charges };
}
