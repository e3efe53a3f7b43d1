/** Open requests of a body that ends go on where its people go; else at the top of the tree. */
import { asSystem } from '#platform/database/scope.server.ts';
import type { Rehoming, Touched } from '#platform/rehoming.ts';
import { countOpenByBody, moveOpen } from '../store/request.server.ts';

const touched = (rows: readonly { body: number; count: number }[]): Touched[] =>
  rows.map((row) => ({ key: 'requests', ...row, becomes: 'moves' }));

export const rehoming: Rehoming = {
  module: 'privacy',
  finishes: true,
  preview: async (db, from) => touched(await asSystem(db, 'privacy: preview', (tx) => countOpenByBody(tx, from))),
  apply: (tx, { destinations }) =>
    asSystem(tx, 'privacy: reorganisation', async () => {
      const done = touched(await countOpenByBody(tx, destinations.map(({ from }) => from)));
      for (const { from, to } of destinations) await moveOpen(tx, from, to);
      return done;
    }),
};
