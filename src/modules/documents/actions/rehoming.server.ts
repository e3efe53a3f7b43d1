/** How documents follow a reorganisation: whoever takes over keeps them. Who issued one is history and stays. */
import type { Db } from '#platform/database/client.ts';
import type { Rehoming, Touched } from '#platform/rehoming.ts';
import { documentsIn, moveDocuments } from '../store/rehoming.server.ts';

const touched = async (db: Db, bodies: readonly number[]): Promise<Touched[]> =>
  (await documentsIn(db, bodies)).map((line): Touched => ({ key: 'documents', ...line, becomes: 'moves' }));

export const rehoming: Rehoming = {
  module: 'documents',
  finishes: true,
  preview: (db, from) => touched(db, from),
  async apply(tx, { destinations }) {
    const done = await touched(tx, destinations.map(({ from }) => from));
    await moveDocuments(tx, destinations);
    return done;
  },
};
