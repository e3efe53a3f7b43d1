/** How members follow a reorganisation: they go on in the body that takes theirs over; exemptions are the person's. */
import { emit } from '#platform/jobs/events.server.ts';
import type { Day } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { Rehoming, Touched } from '#platform/rehoming.ts';
import { exemptionsIn, membersIn, moveMembers } from '../store/rehoming.server.ts';
import { asHouse } from './ground.server.ts';

async function touched(db: Db, bodies: readonly number[], on: Day): Promise<Touched[]> {
  const members = await membersIn(db, bodies, on);
  const exemptions = await exemptionsIn(db, bodies, on);
  return [
    ...members.map(({ body, count }): Touched => ({ key: 'members', body, count, becomes: 'moves' })),
    ...exemptions.map(({ body, count }): Touched => ({ key: 'exemptions', body, count, becomes: 'stays' })),
  ];
}

export const rehoming: Rehoming = {
  module: 'members',
  finishes: true,
  // The officers administer all these bodies, and see numbers only.
  preview: (db, from, on) => asHouse(db, 'preview of a reorganisation', (tx) => touched(tx, from, on)),
  apply: (tx, { destinations, on, now, by, number }) =>
    asHouse(tx, 'reorganisation', async (own) => {
      const bodies = destinations.map(({ from }) => from);
      const done = await touched(own, bodies, on);
      await moveMembers(own, destinations, on, { by: by.personId, now });
      await emit(own, 'members.changed', { reorganisation: number });
      return done;
    }),
};
