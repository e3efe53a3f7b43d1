import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { asPerson } from '#platform/database/scope.server.ts';
import { drainEvents, emit } from '#platform/jobs/events.server.ts';
import { registerCatalogue } from '#platform/words/translate.ts';
import { catalogue } from '#src/words.generated.ts';
import { consentsOf, insertConsent, isConsentOpen, keepWording } from '../store/consent.server.ts';
import { consentChoices, consenting, giveConsent, hasConsent, withdrawConsent, wordingOf } from './consent.server.ts';
import { jobs } from './jobs.server.ts';
import { account, codes, later, must, NOW, own, peek, privacyRuntime, type Place } from './testing.ts';

let place: Place;
beforeAll(async () => {
  registerCatalogue(catalogue);
  place = await privacyRuntime();
});
afterAll(() => place.drop());

it('is asked purpose by purpose, logged with the words that were shown, and ends at once', async () => {
  const person = await account(place);
  const { personId } = person;
  const choices = () => asPerson(place.db, personId, (tx) => consentChoices(tx, personId));
  expect((await choices()).map(({ givenAt }) => givenAt)).toEqual([null, null]);
  must(await giveConsent(place, 'study_mail', { ...own(person), language: 'km' }));
  must(await giveConsent(place, 'study_mail', own(person, later(1))));
  expect(await hasConsent(place.db, personId, 'study_mail')).toBe(true);
  expect(await hasConsent(place.db, personId, 'branch_phone'), 'one purpose says nothing about another').toBe(false);
  const [log] = await asPerson(place.db, personId, (tx) => consentsOf(tx, personId));
  expect(log).toMatchObject({ language: 'km', shown: catalogue.km['privacy.purpose.study_mail'], givenAt: NOW, withdrawnAt: null });
  must(await withdrawConsent(place, 'study_mail', own(person, later(2))));
  expect(await hasConsent(place.db, personId, 'study_mail')).toBe(false);
  must(await withdrawConsent(place, 'study_mail', own(person, later(3))));
  must(await giveConsent(place, 'study_mail', own(person, later(4))));
  const dates = (await asPerson(place.db, personId, (tx) => consentsOf(tx, personId))).map(({ givenAt, withdrawnAt }) => [givenAt, withdrawnAt]);
  expect(dates).toEqual([[NOW, later(2)], [later(4), null]]);
  expect(codes(await giveConsent(place, 'everything', own(person)))).toEqual(['purpose.unknown']);
  const stranger = await account(place);
  expect(await consenting(place.db, [personId, stranger.personId], 'study_mail')).toEqual(new Set([personId]));
});

it('to less than is asked today counts no longer, and the person is asked again', async () => {
  const { personId } = await account(place);
  const asked = (version: number) => ({ personId, purpose: 'branch_phone', version });
  await asPerson(place.db, personId, async (tx) => {
    await keepWording(tx, wordingOf('privacy.purpose.branch_phone', 'vi'));
    await insertConsent(tx, { ...asked(1), wordingHash: wordingOf('privacy.purpose.branch_phone', 'vi').hash, now: NOW });
    expect(await isConsentOpen(tx, asked(1))).toBe(true);
    expect(await isConsentOpen(tx, asked(2))).toBe(false);
  });
});

it('a notice that was shown when the account was opened is kept, once', async () => {
  const person = await account(place);
  const data = { personId: person.personId, notice: 1, language: 'en', at: NOW.toISOString() };
  await place.db.transaction().execute((tx) => emit(tx, 'people.activated', data));
  await place.db.transaction().execute((tx) => emit(tx, 'people.activated', data));
  await drainEvents(place, jobs);
  expect(await peek(place.db, sql`select language, shown, shown_at from privacy.notice join privacy.wording on hash = wording_hash where person_id = ${person.personId}`))
    .toEqual([{ language: 'en', shown: catalogue.en['people.activate.notice.text'], shown_at: NOW }]);
});
