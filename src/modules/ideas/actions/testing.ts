import { loadBodies } from '#modules/organisation/index.server.ts';
import { loadPlaces } from '#modules/places/index.server.ts';
import { dayOf } from '#platform/clock.ts';
import { testRuntime, type TestRuntime } from '#platform/testing/runtime.ts';
import type { Submission } from '../rules/submission.ts';
import { prepareSettings } from './settings.server.ts';

/** A runtime with places, sample bodies and settings: where ideas can be received. */
export async function ideasRuntime(env: NodeJS.ProcessEnv = {}): Promise<TestRuntime> {
  const runtime = await testRuntime(env);
  await loadPlaces(runtime.db);
  await loadBodies(runtime.db);
  await prepareSettings(runtime.db, dayOf(new Date()));
  return runtime;
}

export const submission = (change: Partial<Submission> = {}): Submission => ({
  title: 'Lắp đèn ở ngã ba trước trường học',
  body: 'Buổi tối đường tối, học sinh đi học về nguy hiểm.',
  field: 'roads',
  place: null,
  language: 'vi',
  contact: { name: null, email: null, phone: null },
  consents: { contact: false, name: false },
  ...change,
});
