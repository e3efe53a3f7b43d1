/** How roles follow a reorganisation: they end with the body and are granted anew where its work goes on. */
import { audit } from '#platform/audit/audit.server.ts';
import type { Db } from '#platform/database/client.ts';
import type { Day } from '#platform/clock.ts';
import type { Rehoming, Touched } from '#platform/rehoming.ts';
import { translator } from '#platform/words/translate.ts';
import { accountsIn, delegationsIn, grantsIn, lockGrantsIn, moveAccounts, regrant } from '../store/rehoming.server.ts';

/** Printed in the record, which is Vietnamese. */
const vi = translator('vi');

async function touched(db: Db, bodies: readonly number[], on: Day): Promise<Touched[]> {
  const [grants, delegations, accounts] = await Promise.all([
    grantsIn(db, bodies, on), delegationsIn(db, bodies, on), accountsIn(db, bodies),
  ]);
  const roles = [...Map.groupBy(grants, ({ body }) => body)].map(([body, held]): Touched => ({
    key: 'roles', body, count: held.length, becomes: 'moves',
    who: held.map(({ name, role }) => `${name} (${vi(`people.desk.role.${role}`)})`),
  }));
  return [
    ...roles,
    ...delegations.map(({ body, count }): Touched => ({ key: 'delegations', body, count, becomes: 'ends' })),
    ...accounts.map(({ body, count }): Touched => ({ key: 'accounts', body, count, becomes: 'moves' })),
  ];
}

export const rehoming: Rehoming = {
  module: 'people',
  // Nobody inherits a right upwards: of a body that has no successor the roles end.
  finishes: false,
  preview: (db, from, on) => touched(db, from, on),
  async apply(tx, { destinations, on, now, number, by }) {
    const bodies = destinations.map(({ from }) => from);
    await lockGrantsIn(tx, bodies);
    const done = await touched(tx, bodies, on);
    const concerned = new Set(done.map(({ body }) => body));
    for (const { from, to } of destinations.filter((each) => concerned.has(each.from))) {
      const ended = done.find(({ key, body }) => key === 'roles' && body === from)?.count ?? 0;
      const granted = await regrant(tx, { from, to, on, by: by.personId, now });
      await moveAccounts(tx, { from, to });
      if (ended === 0) continue;
      const details = { reorganisation: number, from, to, on, ended, granted };
      await audit(tx, { kind: 'people.rehome', by, bodyId: to ?? from, subject: `body:${from}`, details, now });
    }
    return done;
  },
};
