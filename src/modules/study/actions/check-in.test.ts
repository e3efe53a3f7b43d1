import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Person } from '#modules/people/index.server.ts';
import { addCampaign, addMember, addPerson, addSession, hall, must, participantOf, signOff, tallies, WARD, type Hall } from '../../../../tests/roll/hall.ts';
import { checkIn, readArrival } from './check-in.server.ts';
import { readScreen } from './code.server.ts';

let runtime: Hall;
let officer: Person;
let me: Person;
let member: number;
let campaign: number;
let session: number;
let people = 0;
beforeAll(async () => {
  runtime = await hall();
  officer = await addPerson(runtime, 'Thị Hà', 'officer', WARD);
});
afterAll(() => runtime.drop());
beforeEach(async () => {
  campaign = await addCampaign(runtime.db, runtime.now);
  session = await addSession(runtime.db, campaign, new Date(Date.now() - 1_800_000));
  me = await addPerson(runtime, `Điểu Minh ${(people += 1)}`);
  member = await addMember(runtime.db, campaign, { name: me.name, personId: me.personId });
});

const later = (seconds: number) => new Date(Date.now() + seconds * 1000);
const code = async (at = new Date(), actor = officer) => must(await readScreen(runtime, session, { actor, now: at })).codes[0]!;
const scan = (text: string, { now = new Date(), token, late = false, actor = me }: { now?: Date; token?: string; late?: boolean; actor?: Person } = {}) =>
  checkIn(runtime, { session, code: text, token, now }, { actor, late });

it('records a fresh code at once, and tells somebody who comes twice', async () => {
  expect(must(await scan(await code()))).toMatchObject({ verdict: 'counts', way: 'code', outcome: 'attended', elsewhere: false });
  expect(must(await scan(await code(later(31)), { now: later(35) }))).toMatchObject({ verdict: 'already', way: 'code' });
  expect(await participantOf(runtime.db, campaign, member)).toMatchObject({ outcome: 'attended', way: 'code', provisional: false, session });
});
it('does not count a picture of it that was sent to a friend', async () => {
  const picture = await code();
  expect(await scan(picture, { now: later(120) })).toMatchObject({ ok: false, problems: [{ code: 'code.old' }] });
  expect(await participantOf(runtime.db, campaign, member)).toMatchObject({ outcome: null });
  expect(must(await scan(picture, { now: later(120), late: true }))).toMatchObject({ verdict: 'waits' });
  expect(await participantOf(runtime.db, campaign, member)).toMatchObject({ outcome: 'attended', provisional: true });
  const { kept, counted } = await tallies(runtime.db, campaign);
  expect(kept).toEqual(counted);
  expect(kept[0]).toMatchObject({ attended: 0 });
});
it('keeps the time of arrival while somebody signs in, for that code and that browser', async () => {
  const text = await code();
  const { token } = must(await readArrival(runtime, { session, code: text, token: undefined, now: new Date() }));
  expect(must(await scan(text, { now: later(300), token }))).toMatchObject({ verdict: 'counts' });
  const other = await code(later(31));
  expect(await scan(other, { now: later(300), token })).toMatchObject({ ok: false, problems: [{ code: 'code.old' }] });
  expect(await scan(text, { now: later(1_000), token })).toMatchObject({ ok: false });
  expect(await scan(text, { now: later(300), token: `${token}x` })).toMatchObject({ ok: false });
});
it('refuses what no screen of this session has shown', async () => {
  const text = await code();
  const other = await addSession(runtime.db, campaign, new Date(Date.now() - 600_000));
  for (const forged of ['', 'abc', text.replace(/.$/, (letter) => (letter === 'A' ? 'B' : 'A')), await code(later(3_600))]) {
    expect(await scan(forged), forged).toMatchObject({ ok: false, problems: [{ code: 'code.false' }] });
  }
  expect(await checkIn(runtime, { session: other, code: text, token: undefined, now: new Date() }, { actor: me, late: true })).toMatchObject({ ok: false });
});
it('says who cannot be recorded: nobody’s member, not on the roster, signed off', async () => {
  const text = await code();
  expect(await scan(text, { actor: await addPerson(runtime, 'Ai đó') })).toMatchObject({ ok: false, problems: [{ code: 'member.none' }] });
  const guest = await addPerson(runtime, 'Khách');
  await addMember(runtime.db, await addCampaign(runtime.db, runtime.now), { name: 'Khách', personId: guest.personId });
  expect(must(await scan(text, { actor: guest }))).toMatchObject({ verdict: 'not.invited' });
  await signOff(runtime.db, campaign, WARD, officer.personId);
  expect(must(await scan(text))).toMatchObject({ verdict: 'locked' });
});
it('gives codes for the whole time to the organiser, and to nobody else', async () => {
  const screen = must(await readScreen(runtime, session, { actor: officer, now: new Date() }));
  expect(screen.codes.length).toBeGreaterThan((90 + 60) * 2);
  expect(new Set(screen.codes).size).toBe(screen.codes.length);
  expect(await readScreen(runtime, session, { actor: me, now: new Date() })).toMatchObject({ ok: false, problems: [{ code: 'forbidden' }] });
  const last = screen.codes[200]!;
  expect(must(await scan(last, { now: later(200 * 30 + 5) }))).toMatchObject({ verdict: 'counts' });
});
it('many phones at once, each twice: everybody once', async () => {
  const phones = await Promise.all(Array.from({ length: 60 }, async (_, at) => {
    const person = await addPerson(runtime, `Người ${at}`);
    await addMember(runtime.db, campaign, { name: person.name, personId: person.personId });
    return person;
  }));
  const text = await code();
  const verdicts = await Promise.all([...phones, ...phones].map(async (actor) => must(await scan(text, { actor })).verdict));
  expect(verdicts.every((verdict) => verdict === 'counts')).toBe(true);
  const { kept, counted } = await tallies(runtime.db, campaign);
  expect(kept).toEqual(counted);
  expect(kept[0]).toMatchObject({ attended: phones.length });
});
