import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate } from '#platform/database/migrate.ts';
import { openDatabase } from '#platform/database/client.ts';
import { loadBodies } from '#modules/organisation/index.server.ts';
import { loadPlaces } from '#modules/places/index.server.ts';
import { startTemporary } from '#platform/postgres/temporary.ts';
import type { TestRuntime } from '#platform/testing/runtime.ts';
import { readForm } from '../input/form.ts';
import { openForm, receiveForm } from './form.server.ts';
import { prepareSettings } from './settings.server.ts';
import { ideasRuntime } from './testing.ts';

let runtime: TestRuntime;
beforeAll(async () => {
  runtime = await ideasRuntime();
});
afterAll(() => runtime.drop());

const NOW = new Date('2026-11-20T16:45:00+07:00');
const good = { matter: 'proposal', title: 'Lắp đèn đường', body: 'Đường tối, học sinh đi về nguy hiểm.', field: 'roads' };
const send = (values: Record<string, string>, address = '203.0.113.7', within: Pick<TestRuntime, 'db'> = runtime) => {
  const form = new FormData();
  for (const [name, value] of Object.entries({ idempotencyKey: crypto.randomUUID(), ...values })) form.append(name, value);
  return receiveForm(within as TestRuntime, readForm(form, 'vi'), { address, now: NOW });
};

describe('the form', () => {
  it('stops a complaint or denunciation and keeps nothing', async () => {
    const count = () => runtime.pool.query('select count(*) as n from ideas.idea').then(({ rows }) => rows[0].n);
    const before = await count();
    for (const matter of ['request', 'complaint', 'denunciation']) {
      expect(await send({ ...good, matter })).toEqual({ kind: 'elsewhere', matter });
    }
    expect(await count()).toBe(before);
  });

  it('takes one meaning of a typed place, offers several, and says when there is none', async () => {
    expect(await send({ ...good, placeText: 'phường An Lộc' })).toMatchObject({ kind: 'sent' });
    const several = await send({ ...good, placeText: 'Tân' });
    expect(several).toMatchObject({ kind: 'again', form: { values: { title: good.title } } });
    expect(several.kind === 'again' && several.form.places.length).toBeGreaterThan(1);
    const none = await send({ ...good, placeText: 'Atlantis' });
    expect(none).toMatchObject({ kind: 'again', form: { problems: [{ field: 'place', code: 'place.unknown' }] } });
  });

  it('past the limit asks for work, keeps every word, and says when to come back', async () => {
    const outcomes = [];
    for (let at = 0; at < 14; at += 1) outcomes.push(await send({ ...good, title: `Ý thứ ${at} của xóm` }, '198.51.100.9'));
    const last = outcomes.at(-1);
    expect(last).toMatchObject({ kind: 'again', status: 429, form: { work: true, values: { title: 'Ý thứ 13 của xóm', body: good.body } } });
    expect(outcomes.filter((one) => one.kind === 'sent')).toHaveLength(12);
  });

  it('a filled trap is asked for work, never dropped without a word', async () => {
    expect(await send({ ...good, website: 'http://x' }, '192.0.2.1')).toMatchObject({ kind: 'again', form: { work: true } });
  });
});

it('when the database goes away in the middle, nothing typed is lost', async () => {
  const server = await startTemporary({ fsync: 'off' });
  await migrate(server.url);
  const { db, pool, close } = openDatabase({ url: server.url, max: 3, onError: () => undefined });
  await loadPlaces(db);
  await loadBodies(db);
  await prepareSettings(db, '2026-11-20');
  const own = { ...runtime, db, pool };
  expect((await openForm(own)).fields.length).toBeGreaterThan(5);
  await server.stop();
  const outcome = await send({ ...good, name: 'Điểu Sen', consentName: 'yes' }, '203.0.113.9', own);
  expect(outcome).toMatchObject({
    kind: 'again', status: 503,
    form: { problems: [{ code: 'unavailable' }], values: { ...good, name: 'Điểu Sen', consentName: 'yes' } },
  });
  // The page that shows the form again needs the fields, and has them from memory.
  expect((await openForm(own)).fields).toContain('roads');
  await close();
}, 60_000);
