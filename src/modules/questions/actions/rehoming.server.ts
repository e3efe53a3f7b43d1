/** How the bank of questions follows a reorganisation: the editors and reviewers of whoever takes over keep it. */
import type { Db } from '#platform/database/client.ts';
import type { Rehoming, Touched } from '#platform/rehoming.ts';
import { keptIn, moveKept } from '../store/rehoming.server.ts';

const touched = async (db: Db, bodies: readonly number[]): Promise<Touched[]> =>
  (await keptIn(db, bodies)).map((line): Touched => ({ ...line, becomes: 'moves' }));

export const rehoming: Rehoming = {
  module: 'questions',
  finishes: true,
  preview: (db, from) => touched(db, from),
  async apply(tx, { destinations }) {
    const done = await touched(tx, destinations.map(({ from }) => from));
    await moveKept(tx, destinations);
    return done;
  },
};
