import { sql, type RawBuilder } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { manifest as members } from '#modules/members/index.server.ts';
import { keeper, membersRuntime, must, NOW, TODAY, WARD, type Members } from '#modules/members/actions/testing.ts';
import { createPerson, operator, type Person } from '#modules/people/index.server.ts';
import { addDays, startOf } from '#platform/clock.ts';
import { asSystem } from '#platform/database/scope.server.ts';
import { createMailTransport, deliverDue, type MailTransport } from '#platform/mail/mail.server.ts';
import { Post } from '#platform/testing/mail-server.ts';
import { registerCatalogue, translator } from '#platform/words/translate.ts';
import '#src/paths.ts';
import { catalogue } from '#src/words.generated.ts';
import type { CampaignForm } from '../input/campaign.ts';
import type { SessionForm } from '../input/session.ts';
import { tallyOf } from '../store/roster.server.ts';
import { announceCampaign, goOnFilling } from './announce.server.ts';
import { campaignCalendar, chooseReminders, makeCalendar, ownCalendar, revokeCalendar } from './calendar.server.ts';
import { startCampaign } from './campaign.server.ts';
import type { Officer } from './ground.server.ts';
import { readLearn, readLearnCampaign, readLearnSession } from './learn.server.ts';
import { answer, askQuestion, hide, takeBackQuestion } from './question.server.ts';
import { readReminderLog } from './reminder-log.server.ts';
import { remindDue } from './reminder.server.ts';
import { rehoming } from './rehoming.server.ts';
import { addSession, cancelSession, saveSession, writeMinutes } from './session.server.ts';
import { readDeskSession } from './session-pages.server.ts';

const form: CampaignForm = {
  title: 'Học tập Nghị quyết (mẫu)', purpose: 'Nắm nội dung', body: WARD, opensOn: TODAY, closesOn: addDays(TODAY, 20), rosterOn: TODAY,
  target: 9_800, takesRoll: true, reminderDays: [7, 1], seen: '', from: null,
};
const lesson: SessionForm = {
  title: 'Lớp 1', kind: 'main', body: WARD, bridgedTo: null, venue: 'Hội trường', startsAt: new Date('2026-11-24T00:30:00Z'),
  endsAt: new Date('2026-11-24T04:00:00Z'), speaker: 'Thạch Bình', onlineUrl: 'https://hop.vi-du.example/1', agenda: '', links: [], documents: [],
  bodies: [], codes: [], keepsList: false, seen: '0',
};

let place: Members;
let officer: Officer;
let member: Officer;
let secretary: Officer;
let campaign: number;
let session: number;
const system = <T>(query: RawBuilder<T>) => asSystem(place.db, 'test', (tx) => query.execute(tx));
const t = translator('vi');
const at = (day: string): Date => new Date(startOf(day).getTime() + 3_600_000);

/** A member with an account, in that body. */
async function memberIn(body: number, code: string, email: string | null): Promise<Officer> {
  const { personId } = must(await createPerson(place, { name: `Điểu ${code}`, signInName: `dv.${code.toLowerCase()}`, password: 'Cau-Noi-mau-2026' }, { by: operator, now: NOW }));
  if (email) await sql`update people.person set email = ${email}, email_confirmed = true where id = ${personId}`.execute(place.db);
  await system(sql`
    with m as (insert into members.member (code, full_name, person_id, created_at, updated_at)
      values (${code}, ${`Điểu ${code}`}, ${personId}, ${NOW}, ${NOW}) returning id)
    insert into members.membership (member_id, body_id, valid, began, recorded_at)
    select id, ${body}, daterange('2026-01-01', null), 'joined', ${NOW} from m`);
  return { actor: { kind: 'person', personId, name: `Điểu ${code}`, grants: [] }, now: NOW };
}

beforeAll(async () => {
  registerCatalogue(catalogue);
  place = await membersRuntime(members);
  officer = { actor: { ...(place.officer.actor as Person), provenAt: NOW }, now: NOW };
  member = await memberIn(place.branches[0]!, 'A-1', 'a1@vi-du.example');
  await memberIn(place.branches[0]!, 'A-2', null);
  await memberIn(place.branches[1]!, 'B-1', 'b1@vi-du.example');
  const kept = await keeper(place, place.branches[0]!, 'secretary');
  secretary = { actor: kept.actor as Person, now: NOW };
  await sql`update people.person set email = 'bithu@vi-du.example', email_confirmed = true where id = ${secretary.actor.personId}`.execute(place.db);
  campaign = must(await startCampaign(place, form, officer));
  session = must(await addSession(place, campaign, { ...lesson, bodies: [place.branches[0]!] }, officer));
  must(await announceCampaign(place, campaign, officer));
});
afterAll(() => place.drop());

describe('a session', () => {
  it('is held by a secretary in the own branch, and by nobody in foreign ones', async () => {
    const own = { ...lesson, kind: 'catchup' as const, body: place.branches[0]!, startsAt: new Date('2026-12-02T11:00:00Z'), endsAt: new Date('2026-12-02T12:00:00Z') };
    expect(await addSession(place, campaign, { ...own, body: place.branches[1]! }, secretary)).toMatchObject({ problems: [{ code: 'forbidden' }] });
    expect(await addSession(place, campaign, { ...own, startsAt: new Date('2027-02-02T11:00:00Z'), endsAt: new Date('2027-02-02T12:00:00Z') }, secretary))
      .toMatchObject({ problems: [{ code: 'session.outside' }] });
    must(await addSession(place, campaign, own, secretary));
    expect(await addSession(place, campaign, { ...lesson, kind: 'bridge', bridgedTo: null }, officer)).toMatchObject({ problems: [{ code: 'bridge.missing' }] });
  });

  it('tells calendars of what moves, once, and that it is cancelled', async () => {
    const id = must(await addSession(place, campaign, lesson, officer));
    must(await saveSession(place, id, { ...lesson, agenda: '8:00 Khai mạc' }, officer));
    must(await saveSession(place, id, { ...lesson, venue: 'Nhà văn hóa', seen: '0' }, officer));
    expect(await saveSession(place, id, { ...lesson, seen: '0' }, officer)).toMatchObject({ problems: [{ code: 'session.changed' }] });
    must(await cancelSession(place, id, 'Mưa lũ', officer));
    const ics = must(await campaignCalendar(place, campaign, { t, now: NOW }));
    expect(ics).toContain(`UID:session-${id}@`);
    expect(ics.split('BEGIN:VEVENT').find((part) => part.includes(`session-${id}@`))).toMatch(/SEQUENCE:2[\s\S]*STATUS:CANCELLED/);
    // The link is for those who are invited.
    expect(ics).not.toContain('hop.vi-du.example');
  });

  it('has minutes once it has begun, with the name of who wrote them', async () => {
    expect(await writeMinutes(place, session, 'Nội dung', officer)).toMatchObject({ problems: [{ code: 'minutes.early' }] });
    const later = new Date('2026-11-24T05:00:00Z');
    must(await writeMinutes(place, session, 'Nội dung', { ...officer, now: later }));
    const page = must(await readDeskSession(place.db, session, { ...officer, now: later }));
    expect(page.session).toMatchObject({ state: 'held', minutes: 'Nội dung', minutesAuthor: officer.actor.name });
  });
});

describe('questions', () => {
  it('are asked by who is invited, unnamed unless they say so, and answered to all', async () => {
    const stranger = await memberIn(place.branches[1]!, 'B-9', null);
    expect(await askQuestion(place, session, { text: 'Hỏi', named: false }, stranger)).toMatchObject({ problems: [{ code: 'session.missing' }] });
    must(await askQuestion(place, session, { text: 'Học bù thế nào?', named: false }, member));
    const desk = must(await readDeskSession(place.db, session, officer));
    expect(desk.questions).toMatchObject([{ text: 'Học bù thế nào?', author: null }]);
    expect(JSON.stringify(desk)).not.toContain('Điểu A-1');
    expect(Object.keys(desk.questions[0]!)).not.toContain('memberId');
    const { id } = desk.questions[0]!;
    expect(await answer(place, session, { question: id, text: 'Buổi tối.' }, member)).toMatchObject({ problems: [{ code: 'forbidden' }] });
    must(await answer(place, session, { question: id, text: 'Buổi tối.' }, officer));
    expect(must(await readLearnSession(place.db, session, member)).questions).toMatchObject([{ mine: true, answer: 'Buổi tối.' }]);
    must(await hide(place, session, { question: id, reason: 'Trùng' }, officer));
    expect(must(await readLearnSession(place.db, session, member)).questions).toMatchObject([{ hiddenReason: 'Trùng' }]);
    must(await takeBackQuestion(place, session, id, member));
    expect(must(await readLearnSession(place.db, session, member)).questions).toEqual([]);
  });

  it('are limited', async () => {
    for (let count = 0; count < 4; count += 1) must(await askQuestion(place, session, { text: `Câu ${count}`, named: true }, member));
    expect(await askQuestion(place, session, { text: 'Câu nữa', named: true }, member)).toMatchObject({ problems: [{ code: 'question.many' }] });
  });
});

describe('what a member sees', () => {
  it('is the own standing; signed-out people see no names, secretaries totals', async () => {
    const own = await readLearn(place.db, { page: 1 }, member);
    expect(own.own).toMatchObject([{ standing: 'open', catchups: [{ kind: 'catchup' }] }]);
    const nobody = must(await readLearnCampaign(place.db, campaign, { actor: { kind: 'anonymous' }, now: NOW }));
    expect(nobody).toMatchObject({ standing: null, branches: [], catchups: [] });
    expect(JSON.stringify(nobody)).not.toMatch(/Điểu|Thạch|hop\.vi-du/);
    const theirs = must(await readLearnCampaign(place.db, campaign, secretary));
    expect(theirs.branches).toMatchObject([{ id: place.branches[0], members: 2, attended: 0, toGo: 2 }]);
  });

  it('comes as a calendar at an address that can be taken back', async () => {
    const first = await makeCalendar(place, member);
    expect(must(await ownCalendar(place, first, { t, now: NOW }))).toContain('hop.vi-du.example');
    const second = await makeCalendar(place, member);
    expect(await ownCalendar(place, first, { t, now: NOW })).toMatchObject({ problems: [{ code: 'calendar.missing' }] });
    await revokeCalendar(place, member);
    expect(await ownCalendar(place, second, { t, now: NOW })).toMatchObject({ problems: [{ code: 'calendar.missing' }] });
  });
});

describe('reminders', () => {
  let post: Post;
  let transport: MailTransport;
  beforeEach(async () => {
    post = new Post();
    await post.open();
    transport = createMailTransport({ smtpUrl: `smtp://127.0.0.1:${post.port}`, from: 'cau-noi@vi-du.example', folder: '/nowhere' });
  });
  afterEach(async () => {
    transport.close();
    await post.close();
  });

  it('leave seven days before the end, once, as totals to secretaries and in the language one chose', async () => {
    const due = at(addDays(form.closesOn, -7));
    await chooseReminders(place, { reminders: true, language: 'en' }, member);
    await system(sql`update study.session set starts_at = ${at(addDays(form.closesOn, -2))}, ends_at = ${at(addDays(form.closesOn, -1))} where kind = 'catchup'`);
    expect(await remindDue(place, at(addDays(form.closesOn, -6)))).toBe(0);
    expect(await remindDue(place, due)).toBe(3);
    expect(await remindDue(place, due)).toBe(0);
    await deliverDue(place.db, transport, due);
    const mails = new Map(post.received.map(({ to, mail }) => [to[0], mail.text ?? '']));
    expect([...mails.keys()].sort()).toEqual(['a1@vi-du.example', 'b1@vi-du.example', 'bithu@vi-du.example']);
    expect(mails.get('bithu@vi-du.example')).toContain('0/2');
    expect(mails.get('bithu@vi-du.example')).not.toContain('Điểu');
    expect(mails.get('a1@vi-du.example')).toContain('Dear comrade');
    expect(mails.get('b1@vi-du.example')).toContain('lớp học bù');
    const log = must(await readReminderLog(place.db, campaign, { ...officer, now: due }));
    expect(log.lines.find(({ kind }) => kind === 'target')).toMatchObject({ to: secretary.actor.name, sent: 1 });
    expect(log.lines.filter(({ kind }) => kind === 'catchup').every(({ to }) => to === null)).toBe(true);
    expect(await readReminderLog(place.db, campaign, secretary)).toMatchObject({ problems: [{ code: 'forbidden' }] });
  });

  it('do not leave to who turned them off', async () => {
    await chooseReminders(place, { reminders: false, language: 'vi' }, member);
    const due = at(addDays(form.closesOn, -1));
    await system(sql`update study.session set starts_at = ${at(form.closesOn)}, ends_at = ${new Date(at(form.closesOn).getTime() + 3_600_000)} where kind = 'catchup'`);
    await remindDue(place, due);
    await deliverDue(place.db, transport, due);
    expect(post.received.map(({ to }) => to[0]).sort()).toEqual(['b1@vi-du.example', 'bithu@vi-du.example']);
  });
});

describe('a very large roster', () => {
  it('is written some bodies at a time, also when the worker was killed in between', async () => {
    const id = must(await startCampaign(place, form, officer));
    await system(sql`update study.campaign set state = 'announced', announced_at = ${NOW} where id = ${id}`);
    await system(sql`insert into study.filling (campaign_id, bodies, started_at) values (${id}, ${[...place.branches, WARD]}::int[], ${NOW})`);
    await Promise.all([goOnFilling(place, id, () => NOW), goOnFilling(place, id, () => NOW)]);
    expect((await tallyOf(place.db, id)).members).toBe(4);
  });
});

describe('a reorganisation', () => {
  it('takes open campaigns, sessions and rosters along, leaves what is signed, and says why', async () => {
    const [first, second, third] = place.branches as [number, number, number];
    await system(sql`insert into study.sign_off (campaign_id, body_id, figures, signed_by, signed_at)
      values (${campaign}, ${second}, '{}', ${officer.actor.personId}, ${NOW})`);
    const on = addDays(TODAY, 3);
    const preview = await rehoming.preview(place.db, [first, second], on);
    expect(preview.find(({ key, body }) => key === 'participants' && body === first)).toMatchObject({ count: 4, becomes: 'moves' });
    expect(preview.find(({ key }) => key === 'signed')).toMatchObject({ body: second, becomes: 'stays' });
    await place.db.transaction().execute((tx) => rehoming.apply(tx, {
      destinations: [{ from: first, to: third }, { from: second, to: third }], parts: [], since: null, on, now: NOW, number: 7,
      by: { personId: officer.actor.personId, name: 'x' },
    }));
    expect((await tallyOf(place.db, campaign, [third])).members).toBe(2);
    expect((await tallyOf(place.db, campaign, [second])).members).toBe(1);
    const { rows } = await system(sql<{ cause: string; reason: string }>`select cause, reason from study.move where campaign_id = ${campaign}`);
    expect(rows).toEqual([{ cause: 'reorganisation', reason: '7' }, { cause: 'reorganisation', reason: '7' }]);
    const { rows: [held] } = await system(sql<{ body_id: number }>`select body_id from study.session where kind = 'catchup'`);
    expect(held!.body_id).toBe(third);
  });
});
