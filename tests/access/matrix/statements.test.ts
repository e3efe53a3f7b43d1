/** Statements for other systems: where the installation does not want them there is no page, no form, no file, no link. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addressOf, startWorld, type World } from '../application.ts';
import { enter } from '../people.ts';
import { makers } from '../subjects.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
}, 120_000);
afterAll(() => world.close());

test('switched off, nothing of it exists for those who could', async () => {
  const { cookie } = await enter(world.runtime, [{ role: 'administrator', bodyId: world.bodies.own }]);
  const quiz = await makers.closedQuiz(world.runtime, world.bodies, 'own', 'Việc chung');
  const page = world.origin + addressOf('/desk/quizzes/[id=number]', quiz);
  const statements = world.origin + addressOf('/desk/quizzes/[id=number]/statements', quiz);
  const headers = { cookie, origin: world.origin, 'content-type': 'application/x-www-form-urlencoded' };
  const seen = async () => {
    const [own, list, form, file] = await Promise.all([
      fetch(page, { headers }), fetch(statements, { headers }), fetch(`${statements}?/ask`, { method: 'POST', headers, body: '' }),
      fetch(`${statements}/1`, { headers }),
    ]);
    return [own.status, (await own.text()).includes(new URL(statements).pathname), list.status, form.status, file.status];
  };
  expect(await seen()).toEqual([200, true, 200, 400, 404]);
  world.runtime.config.statements = false;
  expect(await seen()).toEqual([200, false, 404, 404, 404]);
});
