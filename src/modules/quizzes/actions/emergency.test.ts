import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadBodies } from '#modules/organisation/index.server.ts';
import type { Person } from '#modules/people/index.server.ts';
import { loadPlaces } from '#modules/places/index.server.ts';
import { testRuntime, type TestRuntime } from '#platform/testing/runtime.ts';
import { testQuiz } from '../../../../tests/phones/quiz.ts';
import { importAnswers, mayImportAnswers } from '../index.server.ts';
import type { EmergencyContent } from '../rules/emergency.ts';
import { attemptId, SUBMIT } from '../rules/wire.ts';
import { sealAnswers } from '../views/player/emergency.ts';
import { emergencyKey, openEmergency } from './emergency.server.ts';
import { resume } from './start.server.ts';

const WARD = 2_225_210;
const BRANCH = 3_252_071;
let runtime: TestRuntime;
let officer: Person;
const now = new Date();

beforeAll(async () => {
  runtime = await testRuntime();
  await loadPlaces(runtime.db);
  await loadBodies(runtime.db);
  officer = { kind: 'person', personId: randomUUID(), name: 'Cán bộ mẫu', grants: [{ role: 'officer', bodyId: WARD }] } as unknown as Person;
});
afterAll(() => runtime.drop());

const content = (token: string, device = '00000000-0000-4000-8000-000000000001'): EmergencyContent => ({
  token, ordinal: 1, device, epoch: 1, elapsed: 60_000,
  events: [
    { seq: 1, item: 0, answer: { type: 'single', option: 1 }, ms: 1_000 },
    { seq: 2, item: 2, answer: { type: 'truefalse', answer: true }, ms: 2_000 },
    { seq: 3, item: SUBMIT, answer: null, ms: 3_000 },
  ],
});

test('what a phone sealed is read by the installation it was sealed to, and by nobody else', async () => {
  const file = await sealAnswers(content('t'), emergencyKey('secret one'));
  expect(JSON.stringify(file)).not.toContain('single');
  expect(openEmergency('secret one', file)).toEqual(content('t'));
  expect(openEmergency('secret two', file)).toBeUndefined();
  expect(openEmergency('secret one', { ...file, data: `AAAA${file.data.slice(4)}` })).toBeUndefined();
});

test('an officer hands in a file: each answer arrives once, however often it is imported', async () => {
  const { tickets: [ticket] } = await testQuiz(runtime, { now, bodyId: BRANCH });
  const file = await sealAnswers(content(ticket!.token), emergencyKey(runtime.config.secret));
  const twice = [{ name: 'a.json', file }, { name: 'b.json', file }];
  const report = await importAnswers(runtime, twice, { actor: officer, now });
  expect(report).toMatchObject({ ok: true, value: [
    { name: 'a.json', code: null, answered: 2, late: false, attempt: attemptId(ticket!.payload.ticket, 1) }, { name: 'b.json', code: null, answered: 2 },
  ] });
  const stands = await resume({ runtime, ticket: ticket!.payload, ordinal: 1, now });
  expect(stands).toMatchObject({ ok: true, value: { state: 'submitted', received: 3, answered: 2 } });
});

test('a forged ticket, a foreign quiz and another file are refused, each in words', async () => {
  const { tickets: [ticket] } = await testQuiz(runtime, { now, bodyId: 1 });
  const seal = (token: string) => sealAnswers(content(token), emergencyKey(runtime.config.secret));
  const uploads = [
    { name: 'forged', file: await seal(`${ticket!.token.slice(0, -3)}abc`) }, { name: 'foreign', file: await seal(ticket!.token) }, { name: 'other', file: null },
  ];
  const report = await importAnswers(runtime, uploads, { actor: officer, now });
  expect(report.ok && report.value.map(({ code }) => code)).toEqual(['emergency.unreadable', 'emergency.foreign', 'emergency.unreadable']);
  expect(mayImportAnswers({ actor: { ...officer, grants: [] }, now }).ok).toBe(false);
});

test('answers of a device that another one has followed are kept and said not to count', async () => {
  const { tickets: [ticket] } = await testQuiz(runtime, { now, bodyId: BRANCH });
  const key = emergencyKey(runtime.config.secret);
  const files = [await sealAnswers(content(ticket!.token), key), await sealAnswers(content(ticket!.token, '00000000-0000-4000-8000-000000000002'), key)];
  const report = await importAnswers(runtime, files.map((file, at) => ({ name: String(at), file })), { actor: officer, now });
  expect(report.ok && report.value.map(({ code }) => code)).toEqual([null, 'emergency.superseded']);
});
