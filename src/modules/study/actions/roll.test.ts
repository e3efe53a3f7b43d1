import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Person } from '#modules/people/index.server.ts';
import type { Tap } from '../input/roll.ts';
import { readRoll, takeTaps } from './roll.server.ts';
import { addCampaign, addMember, addPerson, addSession, BRANCH, hall, marksIn, must, OTHER, participantOf, signOff, tallies, WARD, type Hall } from '../../../../tests/roll/hall.ts';

let runtime: Hall;
let secretary: Person;
let officer: Person;
let stranger: Person;
let campaign: number;
let session: number;
let [an, binh, exempt, elsewhere]: [number, number, number, number] = [0, 0, 0, 0];

beforeAll(async () => {
  runtime = await hall();
  secretary = await addPerson(runtime, 'Điểu Hoàng', 'secretary');
  officer = await addPerson(runtime, 'Thị Hà', 'officer', WARD);
  stranger = await addPerson(runtime, 'Lâm Sơn', 'secretary', OTHER);
});
afterAll(() => runtime.drop());
beforeEach(async () => {
  campaign = await addCampaign(runtime.db, runtime.now);
  session = await addSession(runtime.db, campaign, new Date(Date.now() - 1_800_000));
  an = await addMember(runtime.db, campaign, { name: 'Nguyễn Văn An' });
  binh = await addMember(runtime.db, campaign, { name: 'Điểu Bình' });
  exempt = await addMember(runtime.db, campaign, { name: 'Thị Ánh', exempt: true });
  elsewhere = await addMember(runtime.db, campaign, { name: 'Trần Đạt', body: OTHER });
});

const tap = (member: number, some: Partial<Tap> = {}): Tap =>
  ({ id: randomUUID(), member, outcome: 'attended', reason: null, seen: null, at: Date.now(), ...some });
const take = async (taps: Tap[], actor = secretary, asked: Parameters<typeof takeTaps>[1] = { session }, as: string | null = null) =>
  takeTaps(runtime, asked, { taps, sentAt: Date.now(), as }, { actor, now: new Date() });
const verdicts = async (...args: Parameters<typeof take>) => must(await take(...args)).map(({ verdict }) => verdict);
const agree = async () => {
  const { kept, counted } = await tallies(runtime.db, campaign);
  expect(kept).toEqual(counted);
  return kept;
};

describe('the secretary’s list', () => {
  it('shows the own branch by given name, and nobody else', async () => {
    const page = must(await readRoll(runtime, { session }, null, { actor: secretary, now: new Date() }));
    expect(page.branches.map(({ id, people }) => [id, people.map(({ name }) => name)])).toEqual([
      [BRANCH, ['Nguyễn Văn An', 'Thị Ánh', 'Điểu Bình']],
    ]);
    expect(page.branches[0]).toMatchObject({ missing: 2, signed: false, counts: { members: 3, exempt: 1, attended: 0 } });
    expect(page).toMatchObject({ hand: 'branch', other: null, closed: null });
  });
  it('takes taps, once however often they arrive', async () => {
    const taps = [tap(an), tap(binh, { outcome: 'excused', reason: 'đi viện' })];
    expect(await verdicts(taps)).toEqual(['counts', 'counts']);
    expect(await verdicts([...taps, ...taps])).toEqual(['counts', 'counts', 'counts', 'counts']);
    expect(await marksIn(runtime.db, campaign)).toHaveLength(2);
    expect(await participantOf(runtime.db, campaign, binh)).toMatchObject({ outcome: 'excused', reason: 'đi viện', way: 'list', session });
    expect((await agree())[0]).toMatchObject({ members: 3, exempt: 1, attended: 1, excused: 1 });
  });
  it('does not take an attendance away from somebody who was not seen to have one', async () => {
    await take([tap(an)]);
    expect(await verdicts([tap(an, { outcome: 'unexcused' })])).toEqual(['stands']);
    expect(await verdicts([tap(an, { outcome: 'unexcused', seen: 'attended' })])).toEqual(['counts']);
    expect(await verdicts([tap(an, { outcome: null, seen: 'unexcused' })])).toEqual(['counts']);
    expect(await participantOf(runtime.db, campaign, an)).toEqual({ outcome: null, way: null, provisional: false, session: null, reason: null });
    await agree();
  });
  it('refuses what is signed, not of the branch, an absence of the exempt, and says each', async () => {
    expect(await verdicts([tap(elsewhere), tap(exempt, { outcome: 'unexcused' }), tap(exempt)])).toEqual(['not.invited', 'exempt', 'counts']);
    await signOff(runtime.db, campaign, WARD, officer.personId);
    expect(await verdicts([tap(an)])).toEqual(['locked']);
    expect((await agree()).find(({ body }) => body === BRANCH)).toMatchObject({ attended: 0, exempt: 1 });
    expect((await marksIn(runtime.db, campaign)).map(({ verdict }) => verdict).sort()).toEqual(['counts', 'exempt', 'locked']);
  });
  it('counts a catch-up session for somebody who was absent', async () => {
    await take([tap(an, { outcome: 'excused' })]);
    const catchUp = await addSession(runtime.db, campaign, new Date(Date.now() - 600_000));
    expect(await verdicts([tap(an)], secretary, { session: catchUp })).toEqual(['counts']);
    expect(await participantOf(runtime.db, campaign, an)).toMatchObject({ outcome: 'attended', session: catchUp });
    expect(await verdicts([tap(an)], secretary, { session })).toEqual(['stands']);
  });
  it('does not let one use the mark of another', async () => {
    const [mine] = [tap(an)];
    await take([mine]);
    expect(await verdicts([{ ...mine, member: binh }])).toEqual(['id.taken']);
    const foreign = { ...mine, member: elsewhere };
    expect(await verdicts([foreign], stranger)).toEqual(['id.taken']);
    await agree();
  });
});

it('does not count a role before the second factor was shown', async () => {
  const weak = { ...secretary, grants: [], awaitsFactor: true };
  expect(await readRoll(runtime, { session }, null, { actor: weak, now: new Date() })).toMatchObject({ ok: false, problems: [{ code: 'forbidden' }] });
  expect(await take([tap(an)], weak)).toMatchObject({ ok: false, problems: [{ code: 'forbidden' }] });
});

describe('the organiser of a session', () => {
  const keep = (actor: Person, now = new Date()) => readRoll(runtime, { session }, null, { actor, now });
  it('sees names and this session, in its hours only', async () => {
    await take([tap(an, { outcome: 'excused', reason: 'ốm' })], secretary, { campaign });
    const page = must(await keep(officer));
    expect(page.hand).toBe('organiser');
    expect(page.branches[0]!.people).toHaveLength(4);
    expect(page.branches[0]!.people.every(({ outcome, reason, exempt: free }) => outcome === null && reason === null && !free)).toBe(true);
    expect(await keep(officer, new Date(Date.now() - 3 * 3_600_000))).toMatchObject({ ok: false, problems: [{ code: 'forbidden' }] });
    expect(await keep(officer, new Date(Date.now() + 27 * 3_600_000))).toMatchObject({ ok: false });
  });
  it('records whoever came, and corrects only what stands in the session', async () => {
    expect(await verdicts([tap(an), tap(elsewhere)], officer)).toEqual(['counts', 'counts']);
    await take([tap(binh)], secretary, { campaign });
    expect(await verdicts([tap(binh, { outcome: null, seen: 'attended' }), tap(an, { outcome: null, seen: 'attended' })], officer)).toEqual(['stands', 'counts']);
    expect(await participantOf(runtime.db, campaign, binh)).toMatchObject({ outcome: 'attended' });
    await agree();
  });
  it('is nobody else: not of another branch, not of the whole campaign', async () => {
    expect(await take([tap(an)], officer, { campaign })).toMatchObject({ ok: false, problems: [{ code: 'forbidden' }] });
    expect(await verdicts([tap(an)], stranger)).toEqual(['not.invited']);
    expect(await take([tap(an)], await addPerson(runtime, 'Ai đó'))).toMatchObject({ ok: false, problems: [{ code: 'forbidden' }] });
  });
});

it('two devices mark everybody at once, in any order and twice: nothing is lost, nothing counts twice', async () => {
  const members = [an, binh];
  for (let n = 0; n < 20; n += 1) members.push(await addMember(runtime.db, campaign, { name: `Người ${n}` }));
  const device = () => members.map((member) => tap(member));
  const [first, second] = [device(), device().toReversed()];
  const portions = [first, second].flatMap((taps) => [taps.slice(0, 7), taps.slice(7), taps.slice(3, 12)]);
  await Promise.all(portions.map((taps, at) => take(taps, at % 2 ? secretary : officer)));
  expect(await marksIn(runtime.db, campaign)).toHaveLength(2 * members.length);
  expect((await agree()).find(({ body }) => body === BRANCH)).toMatchObject({ members: 23, attended: 22 });
});

it('a mark and a sign-off at once: it is in the figures or refused, never both', async () => {
  const members: number[] = [];
  for (let n = 0; n < 12; n += 1) members.push(await addMember(runtime.db, campaign, { name: `Người ${n}` }));
  const results = await Promise.all([
    ...members.map((member) => verdicts([tap(member)])),
    signOff(runtime.db, campaign, BRANCH, officer.personId).then(() => []),
  ]);
  const counted = results.flat().filter((verdict) => verdict === 'counts').length;
  expect(results.flat().every((verdict) => verdict === 'counts' || verdict === 'locked')).toBe(true);
  expect((await agree()).find(({ body }) => body === BRANCH)).toMatchObject({ attended: counted });
});
