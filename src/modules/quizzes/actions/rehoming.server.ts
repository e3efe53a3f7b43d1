/** How quizzes follow a reorganisation: whoever takes the body over keeps them. Answers stay in the branch they were given in. */
import type { Db } from '#platform/database/client.ts';
import { asSystem } from '#platform/database/scope.server.ts';
import type { Rehoming, Touched } from '#platform/rehoming.ts';
import { moveQuizzes, quizzesIn } from '../store/rehoming.server.ts';

const touched = async (db: Db, bodies: readonly number[]): Promise<Touched[]> =>
  (await quizzesIn(db, bodies)).map(({ body, count }): Touched => ({ key: 'quizzes', body, count, becomes: 'moves' }));

export const rehoming: Rehoming = {
  module: 'quizzes',
  finishes: true,
  preview: (db, from) => asSystem(db, 'quizzes: preview of a reorganisation', (tx) => touched(tx, from)),
  apply: (tx, { destinations }) =>
    asSystem(tx, 'quizzes: reorganisation', async (own) => {
      const done = await touched(own, destinations.map(({ from }) => from));
      await moveQuizzes(own, destinations);
      return done;
    }),
};
