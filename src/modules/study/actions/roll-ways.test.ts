import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Person } from '#modules/people/index.server.ts';
import type { Outcome } from '../rules/roll.ts';
import { addCampaign, addMember, addPerson, addSession, BRANCH, hall, marksIn, must, OTHER, participantOf, tallies, WARD, type Hall } from '../../../../tests/roll/hall.ts';
import { checkIn } from './check-in.server.ts';
import { readScreen } from './code.server.ts';
import { applyFile, dryRun } from './roll-import.server.ts';
import { takeTaps } from './roll.server.ts';
import { confirmRoom, readRoom } from './room.server.ts';
import { applySheet, previewSheet, printSheet, readSheetPage } from './sheet.server.ts';
import { answer, object, readMine, readTrail } from './trail.server.ts';

let runtime: Hall;
let secretary: Person;
let officer: Person;
let campaign: number;
let session: number;
let members: number[];
let me: Person;
let people = 0;
beforeAll(async () => {
  runtime = await hall();
  secretary = await addPerson(runtime, 'Điểu Hoàng', 'secretary');
  officer = await addPerson(runtime, 'Thị Hà', 'officer', WARD);
});
afterAll(() => runtime.drop());
beforeEach(async () => {
  campaign = await addCampaign(runtime.db, runtime.now);
  session = await addSession(runtime.db, campaign, new Date(Date.now() - 1_800_000));
  me = await addPerson(runtime, `Lâm Yên ${(people += 1)}`);
  members = [];
  for (const name of ['Nguyễn Văn An', 'Điểu Bình', 'Thị Chi', 'Trần Dũng']) members.push(await addMember(runtime.db, campaign, { name }));
  members.push(await addMember(runtime.db, campaign, { name: me.name, personId: me.personId }));
  await addMember(runtime.db, campaign, { name: 'Thị Ánh', exempt: true });
});

const by = (actor: Person) => ({ actor, now: new Date() });
const tap = (member: number, outcome: Outcome | null, seen: Outcome | null = null, actor = secretary) =>
  takeTaps(runtime, { session }, { taps: [{ id: randomUUID(), member, outcome, reason: null, seen, at: Date.now() }], sentAt: Date.now(), as: null }, by(actor));
const agree = async () => {
  const { kept, counted } = await tallies(runtime.db, campaign);
  expect(kept).toEqual(counted);
  return kept.find(({ body }) => body === BRANCH)!;
};

describe('the count of the room', () => {
  const scanLate = async (actor = me) => {
    const early = must(await readScreen(runtime, session, { actor: officer, now: new Date(Date.now() - 600_000) })).codes[0]!;
    return must(await checkIn(runtime, { session, code: early, token: undefined, now: new Date() }, { actor, late: true }));
  };
  const confirm = (some: { confirmed?: number[]; leftOut?: number[] }, actor = officer) =>
    confirmRoom(runtime, session, { counted: 5, nonMembers: 1, confirmed: [], leftOut: [], ...some }, by(actor));

  it('lets late codes wait until each is confirmed or left out', async () => {
    await scanLate();
    expect(must(await readRoom(runtime, session, by(officer)))).toMatchObject({ certain: 0, waiting: [{ member: members[4], name: me.name }] });
    expect((await agree()).attended).toBe(0);
    must(await confirm({ confirmed: [members[4]!, members[0]!] }));
    expect(await participantOf(runtime.db, campaign, members[4]!)).toMatchObject({ outcome: 'attended', provisional: false });
    expect(await participantOf(runtime.db, campaign, members[0]!)).toMatchObject({ outcome: null });
    expect((await agree()).attended).toBe(1);
    expect(must(await readRoom(runtime, session, by(officer)))).toMatchObject({ certain: 1, waiting: [], session: { roomCount: 5, nonMembers: 1 } });
  });
  it('gives back what was known before a code that is left out', async () => {
    await tap(members[4]!, 'excused');
    await scanLate();
    must(await confirm({ leftOut: [members[4]!] }));
    expect(await participantOf(runtime.db, campaign, members[4]!)).toMatchObject({ outcome: 'excused', provisional: false });
    expect(await agree()).toMatchObject({ attended: 0, excused: 1 });
  });
  it('is the organiser’s', async () => {
    expect(await readRoom(runtime, session, by(secretary))).toMatchObject({ ok: false, problems: [{ code: 'forbidden' }] });
    expect(await confirm({}, secretary)).toMatchObject({ ok: false });
  });
});

describe('a printed sheet', () => {
  const print = async () => must(await printSheet(runtime, { session }, { branch: BRANCH, as: null }, by(secretary)));
  const typed = (numbers: string, meaning: 'present' | 'excused' | 'unexcused' = 'present') => ({ sheet: null, numbers, meaning });
  it('keeps its numbers when the roster changes, and leaves out who is exempt', async () => {
    const id = await print();
    await addMember(runtime.db, campaign, { name: 'Lê Ái' });
    const { sheet } = must(await readSheetPage(runtime, { session }, { id, as: null }, by(secretary)));
    expect(sheet!.people.map((person) => person?.name)).toEqual(['Nguyễn Văn An', 'Điểu Bình', 'Thị Chi', 'Trần Dũng', me.name].sort((a, b) =>
      new Intl.Collator('vi').compare(a.split(' ').at(-1)!, b.split(' ').at(-1)!)));
  });
  it('is typed back in once, however often', async () => {
    const id = await print();
    const given = { id, as: null, typed: typed('1-3') };
    expect(must(await previewSheet(runtime, { session }, given, by(secretary))).lines.map(({ number, after }) => [number, after])).toEqual(
      [[1, 'attended'], [2, 'attended'], [3, 'attended']]);
    must(await applySheet(runtime, { session }, given, by(secretary)));
    must(await applySheet(runtime, { session }, given, by(secretary)));
    expect((await agree()).attended).toBe(3);
    const absent = must(await applySheet(runtime, { session }, { id, as: null, typed: typed('4', 'unexcused') }, by(secretary)));
    expect(absent).toHaveLength(5);
    expect(await agree()).toMatchObject({ attended: 4, unexcused: 1 });
  });
  it('says which numbers it does not have, and is nobody else’s', async () => {
    const id = await print();
    expect(await previewSheet(runtime, { session }, { id, as: null, typed: typed('1, 9, x') }, by(secretary))).toMatchObject({
      ok: false, problems: [{ field: 'numbers', code: 'numbers.wrong', values: { text: '9, x', most: 5 } }] });
    expect(await readSheetPage(runtime, { campaign }, { id, as: null }, by(secretary))).toMatchObject({ ok: false, problems: [{ code: 'sheet.missing' }] });
    const other = await addPerson(runtime, 'Bí thư khác', 'secretary', OTHER);
    await addMember(runtime.db, campaign, { name: 'Ai Khác', body: OTHER });
    expect(await readSheetPage(runtime, { session }, { id, as: null }, by(other))).toMatchObject({ ok: false });
  });
});

describe('a file', () => {
  const file = (text: string) => new TextEncoder().encode(text);
  it('is shown row by row, changes nothing, and is then taken once', async () => {
    await tap(members[3]!, 'attended');
    const csv = 'Họ và tên;Kết quả;Lý do\nNguyễn Văn An;có mặt;\nĐiểu Bình;vắng;đi viện\nThi Anh;vắng không lý do;\nAi Lạ;có mặt;\nTrần Dũng;vắng không lý do;\nThị Chi;;\n';
    const run = must(await dryRun(runtime, { session }, { bytes: file(csv), as: null }, by(secretary)));
    expect(run.rows.map(({ number, problem }) => [number, problem])).toEqual([[2, null], [3, null], [4, 'exempt'], [5, 'unknown'], [6, null]]);
    expect(await marksIn(runtime.db, campaign)).toHaveLength(1);
    for (let times = 0; times < 2; times += 1) must(await applyFile(runtime, { session }, { accepted: run.accepted, as: null }, by(secretary)));
    expect(await agree()).toMatchObject({ attended: 1, excused: 1, unexcused: 1 });
    expect(await marksIn(runtime.db, campaign)).toHaveLength(4);
  });
  it('is refused with a reason when it is none', async () => {
    for (const [bytes, code] of [[file('không có gì ở đây\n1\n'), 'file.headings'], [file('x'.repeat(1_000_000)), 'file.large'], [file('%PDF-1.7\n1 0 obj'), undefined]] as const) {
      const run = await dryRun(runtime, { session }, { bytes, as: null }, by(secretary));
      expect(run).toMatchObject({ ok: false, problems: [{ field: 'file', ...(code ? { code } : {}) }] });
    }
  });
});

describe('what was recorded', () => {
  it('is read by the secretary and by the member, who may object and is answered', async () => {
    await tap(members[4]!, 'attended');
    await tap(members[4]!, 'unexcused', 'attended');
    const mine = must(await readMine(runtime, campaign, by(me)));
    expect(mine.participations).toHaveLength(1);
    expect(mine.one!.trail.map(({ outcome, corrects, by: name }) => [outcome, corrects, name])).toEqual([
      ['unexcused', true, 'Điểu Hoàng'], ['attended', false, 'Điểu Hoàng']]);
    for (let times = 0; times < 3; times += 1) must(await object(runtime, campaign, 'Tôi có dự.', by(me)));
    expect(await object(runtime, campaign, 'Tôi có dự.', by(me))).toMatchObject({ ok: false, problems: [{ code: 'objection.many' }] });
    const about = { campaign, member: members[4]! };
    const { objections } = must(await readTrail(runtime, about.campaign, about.member, by(secretary)));
    const said = { id: objections[0]!.id, answer: 'Đã sửa.' };
    must(await answer(runtime, about, said, by(secretary)));
    expect(await answer(runtime, about, said, by(secretary))).toMatchObject({ ok: false, problems: [{ code: 'objection.done' }] });
    expect(must(await readMine(runtime, campaign, by(me))).one!.objections[0]).toMatchObject({ answer: 'Đã sửa.', answerer: 'Điểu Hoàng' });
  });
  it('is nobody else’s: not the officer’s above, not another member’s', async () => {
    await tap(members[4]!, 'attended');
    expect(await readTrail(runtime, campaign, members[4]!, by(officer))).toMatchObject({ ok: false, problems: [{ code: 'forbidden' }] });
    expect(await readTrail(runtime, campaign, members[4]!, by(me))).toMatchObject({ ok: false });
    const stranger = await addPerson(runtime, 'Ai đó');
    expect(must(await readMine(runtime, campaign, by(stranger)))).toEqual({ participations: [], one: null });
    expect(await object(runtime, campaign, 'x', by(stranger))).toMatchObject({ ok: false, problems: [{ code: 'member.none' }] });
  });
});
