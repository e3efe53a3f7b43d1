import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createPerson, grantRole, operator, type Role } from '#modules/people/index.server.ts';
import { findPlaces } from '#modules/places/index.server.ts';
import { dayOf } from '#platform/clock.ts';
import { asSystem } from '#platform/database/scope.server.ts';
import { drainEvents, emit } from '#platform/jobs/events.server.ts';
import { mailTransport } from '#platform/mail/jobs.server.ts';
import { deliverDue, deliveryLog } from '#platform/mail/mail.server.ts';
import { search } from '#platform/search/store.server.ts';
import { registerCatalogue } from '#platform/words/translate.ts';
import '#src/paths.ts';
import { catalogue } from '#src/words.generated.ts';
import { leaveByOneClick } from '../hot.server.ts';
import { readFollow } from '../input/follow.ts';
import { findDraft } from '../store/answer.server.ts';
import { agencyRuntime, answerInput, NOW, on, type Agency } from './agency-testing.ts';
import { publishAnswer, saveDraft } from './answer.server.ts';
import { askToFollow, confirmFollow, leaveFollow, readSubscription, readWish } from './follow.server.ts';
import { personal } from './personal.server.ts';
import { mailJobs, silentJobs } from './jobs.server.ts';
import { acceptIdea, askAuthor, refuseIdea, rewordIdea, routeIdea } from './moderate.server.ts';
import { sendDigests } from './notify-staff.server.ts';
import { openPost, linkIn } from './post-testing.ts';
import { quarantineIdea } from './quarantine.server.ts';
import { submitIdea } from './submit.server.ts';
import { forgetContact, replyAsAuthor, withdrawAsAuthor } from './track.server.ts';

let agency: Agency;
let post: Awaited<ReturnType<typeof openPost>>;
const jobs = [...silentJobs, ...mailJobs];

beforeAll(async () => {
  registerCatalogue(catalogue);
  post = await openPost();
  agency = await agencyRuntime({ SMTP_URL: post.url, PUBLIC_ORIGIN: 'https://cau-noi.example' });
  await staff('traloi', 'answerer', agency.lead);
  await staff('lanhdao', 'reviewer', agency.lead);
  await staff('tiepnhan', 'officer', agency.reception);
});
afterAll(async () => {
  mailTransport(agency.runtime).close();
  await agency.runtime.drop();
  await post.close();
});
beforeEach(async () => {
  await work();
  post.take();
});

async function staff(signInName: string, role: Role, bodyId: number) {
  const person = { name: `Điểu ${role}`, signInName, email: `${signInName}@vi-du.example`, password: 'Cau-Noi-mau-2026' };
  const by = { by: operator, now: NOW };
  const made = await createPerson(agency.runtime, person, by);
  if (!made.ok) throw new Error(JSON.stringify(made));
  const grant = { personId: made.value.personId, role, bodyId, validFrom: '2026-01-01' };
  const granted = await grantRole(agency.runtime, grant, by);
  if (!granted.ok) throw new Error(JSON.stringify(granted));
}

/** Events become mails, and mails leave. */
async function work(): Promise<void> {
  await drainEvents(agency.runtime, jobs);
  await deliverDue(agency.runtime.db, mailTransport(agency.runtime), new Date());
}

let serial = 0;
async function send(change: { email?: string | null; language?: 'vi' | 'en' | 'km'; title?: string; place?: number | null } = {}) {
  serial += 1;
  const { email = `tacgia.${serial}@vi-du.example`, language = 'vi', title = `Lắp đèn đường số ${serial}`, place = null } = change;
  const submission = {
    title,
    body: 'Đoạn đường trước trường tối, học sinh đi học về dễ gặp nạn.',
    field: 'roads',
    place,
    language,
    contact: { name: null, email, phone: null },
    consents: { contact: email !== null, name: false },
  };
  const sending = { submission, fileIds: [], channel: 'web' as const, idempotencyKey: `notify ${serial}` };
  const sent = await submitIdea(agency.runtime, sending, NOW);
  if (!sent.ok) throw new Error(JSON.stringify(sent));
  return { id: sent.value.id, code: sent.value.trackingCode, email: email ?? '' };
}
const officer = (now = NOW) => ({ actor: agency.people.officer, now });
const wish = (values: Record<string, string>, language = 'vi') => readFollow(new URLSearchParams(values), language);
const asking = (address = '203.0.113.9') => ({ address, now: new Date() });

async function follow(values: Record<string, string>, language = 'vi'): Promise<string> {
  expect((await askToFollow(agency.runtime, wish(values, language), asking(`198.51.${(serial += 1) % 250}.1`))).ok).toBe(true);
  await work();
  const [mail] = post.take(values.email);
  const token = linkIn(mail!, language === 'vi' ? '/xac-nhan' : '/confirm').searchParams.get('token')!;
  expect((await confirmFollow(agency.runtime, token, new Date())).ok).toBe(true);
  return token;
}

describe('author', () => {
  it('hears of each step in the words of the screen, in their own language, and never gets the code', async () => {
    const { runtime } = agency;
    const { id, code, email } = await send();
    await work();
    const [received] = post.take(email);
    expect(received?.subject).toBe(`Hiến kế số ${id}: Đã tiếp nhận`);
    expect(received?.text).toContain('https://cau-noi.example/hien-ke/theo-doi');

    await askAuthor(runtime, id, 'Đoạn nào tối nhất, thưa ông/bà?', officer());
    await work();
    expect(post.take(email)[0]?.text).toContain('Đoạn nào tối nhất, thưa ông/bà?');
    await replyAsAuthor(runtime, code, 'Từ ngã ba đến cổng trường.', NOW);
    await work();
    expect(post.take(email)).toEqual([]);
    expect(post.take('tiepnhan@vi-du.example')[0]?.subject).toBe(`Tác giả đã bổ sung hiến kế số ${id}`);

    await acceptIdea(runtime, id, officer());
    await routeIdea(runtime, id, { lead: agency.lead, cooperating: [], due: null, note: null }, officer());
    await work();
    const subjects = post.take(email).map((mail) => mail.subject);
    // Several leave at once, so that any of them may arrive first.
    expect(subjects.toSorted()).toEqual([
      expect.stringMatching(`^Hiến kế số ${id}: Chuyển Sở .+ chủ trì giải quyết$`),
      `Hiến kế số ${id}: Đang xem xét, công khai hiến kế`,
    ]);
    const [assigned] = post.take('traloi@vi-du.example');
    expect(assigned?.subject).toEqual(expect.stringMatching(`^Sở .+ được giao chủ trì hiến kế số ${id}$`));
    expect(assigned?.text).toContain('Kính gửi đồng chí Điểu answerer,');

    await publish(id);
    await work();
    const [answer] = post.take(email);
    expect(answer?.subject).toBe(`Hiến kế số ${id}: Trả lời: Tiếp thu, triển khai`);
    expect(answer?.text).toContain('Sở đã khảo sát và sẽ lắp 20 bộ đèn');
    expect(answer?.text).toMatch(/Giám đốc .+ ký ngày 23\/11\/2026/);

    const everything = await sql<{ text: string }>`select concat_ws(' ', key, subject, body, unsubscribe_url) as text
      from mail.message`.execute(runtime.db);
    for (const { text } of everything.rows) expect(text.replaceAll('-', '')).not.toContain(code.replaceAll('-', ''));
  });

  it('reads English or Khmer when the idea was sent in it', async () => {
    const english = await send({ language: 'en' });
    const khmer = await send({ language: 'km' });
    await work();
    expect(post.take(english.email)[0]?.subject).toBe(`Idea no. ${english.id}: Received`);
    const [mail] = post.take(khmer.email);
    expect(mail?.subject).toMatch(/^គំនិតស្នើលេខ/);
    expect(mail?.headers.get('content-language')).toBe('km');
    expect(mail?.text).toContain('https://cau-noi.example/km/ideas/track');
  });

  it('is not written to without an address, without consent, or after taking the consent back', async () => {
    const { runtime } = agency;
    const silent = await send({ email: null });
    const { id, code, email } = await send();
    await forgetContact(runtime, code);
    await acceptIdea(runtime, id, officer());
    await acceptIdea(runtime, silent.id, officer());
    await work();
    expect(post.take(email)).toEqual([]);
    const log = await deliveryLog(runtime.db, { key: `ideas/${id}/author/` });
    expect(log.every((one) => one.recipient === null)).toBe(true);
  });

  it('of a withdrawn idea is forgotten, also in what was sent before', async () => {
    const { runtime } = agency;
    const { id, code, email } = await send();
    await work();
    expect(post.take(email)).toHaveLength(1);
    await withdrawAsAuthor(runtime, code, NOW);
    await work();
    expect(post.take(email)).toEqual([]);
    const { rows } = await sql`select 1 from mail.message where recipient = ${email}`.execute(runtime.db);
    expect(rows).toEqual([]);
    expect((await deliveryLog(runtime.db, { key: `ideas/${id}/author/` }))[0]).toMatchObject({ state: 'sent' });
  });
});

async function publish(id: number) {
  const { runtime, people } = agency;
  await saveDraft(runtime, id, { input: answerInput(), version: 0, submit: true }, { actor: people.writer, now: NOW });
  const version = (await findDraft(runtime.db, id))?.version ?? 0;
  const published = await publishAnswer(runtime, id, { version, signerTitle: 'Giám đốc' }, { actor: people.leader, now: NOW });
  if (!published.ok) throw new Error(JSON.stringify(published));
}

describe('once and only what happened', () => {
  it('sends each step once however often its job runs', async () => {
    const { runtime } = agency;
    const { id, email } = await send();
    await acceptIdea(runtime, id, officer());
    await work();
    const first = post.take(email);
    expect(first).toHaveLength(2);
    const { rows } = await sql<{ id: number }>`select max(id) as id from ideas.step where idea_id = ${id}`.execute(runtime.db);
    for (let run = 0; run < 3; run += 1) {
      await emit(runtime.db, 'ideas.accept', { id, step: rows[0]?.id });
      await emit(runtime.db, 'ideas.received', { ids: [id] });
      await work();
    }
    await Promise.all([work(), work(), work()]);
    expect(post.take(email)).toEqual([]);
  });

  it('sends nothing for a step that was rolled back', async () => {
    const { runtime } = agency;
    const { id, email } = await send();
    await work();
    post.take();
    const refused = await routeIdea(runtime, id, { lead: 999_999, cooperating: [], due: null, note: null }, officer());
    expect(refused.ok).toBe(false);
    await runtime.db
      .transaction()
      .execute(async (tx) => {
        await emit(tx, 'ideas.accept', { id, step: 1 });
        throw new Error('rolled back');
      })
      .catch(() => undefined);
    await work();
    expect(post.take(email)).toEqual([]);
  });

  it('is silent about a quarantined idea, and takes back what had not left', async () => {
    const { runtime } = agency;
    const { id, email } = await send({ title: 'Ông A nhận tiền sai quy định' });
    await acceptIdea(runtime, id, officer());
    // Mails are written but the mail server has not got them yet.
    await drainEvents(runtime, jobs);
    const legal = { ...agency.people.officer, grants: [...agency.people.officer.grants, { role: 'legal' as const, bodyId: 100 }] };
    const done = await quarantineIdea(runtime, id, { actor: legal, now: NOW });
    expect(done).toMatchObject({ ok: true });
    await work();
    const { rows } = await sql<{ id: number }>`select id from ideas.step where idea_id = ${id}`.execute(runtime.db);
    for (const step of rows) await emit(runtime.db, 'ideas.accept', { id, step: step.id });
    await work();
    expect(post.take()).toEqual([]);
    expect(email).not.toBe('');
    const found = await search(runtime.db, { q: 'nhận tiền sai quy định', types: ['idea'], audience: ['public'], limit: 10 });
    expect(found.rows).toEqual([]);
  });
});

describe('following by mail', () => {
  it('begins only with the button behind the link, and ends with one click', async () => {
    const { runtime } = agency;
    const { id } = await send({ email: null });
    await acceptIdea(runtime, id, officer());
    await work();
    const values = { email: 'Nguoi.Theo.Doi@vi-du.example', idea: String(id) };
    expect(await askToFollow(runtime, wish(values), asking())).toEqual({ ok: true, value: undefined });
    await work();
    const [mail] = post.take('nguoi.theo.doi@vi-du.example');
    expect(mail?.subject).toBe('Xác nhận nhận tin hiến kế');
    expect(mail?.headers.get('list-unsubscribe')).toBeUndefined();
    const token = linkIn(mail!, '/xac-nhan').searchParams.get('token')!;

    // A mail scanner opens the link; nothing begins by that.
    expect(await readWish(runtime, token, new Date())).toMatchObject({ title: expect.stringContaining('Lắp đèn') });
    await rewordIdea(runtime, id, { title: 'Lắp đèn', body: 'Nội dung', note: 'Rút gọn' }, officer());
    await routeIdea(runtime, id, { lead: agency.lead, cooperating: [], due: null, note: null }, officer());
    await work();
    expect(post.take('nguoi.theo.doi@vi-du.example')).toEqual([]);

    expect((await confirmFollow(runtime, token, new Date())).ok).toBe(true);
    expect((await confirmFollow(runtime, token, new Date())).ok).toBe(false);
    await publish(id);
    await work();
    const [news] = post.take('nguoi.theo.doi@vi-du.example');
    expect(news?.subject).toBe(`Hiến kế số ${id}: Trả lời: Tiếp thu, triển khai`);
    expect(news?.text).toContain(`https://cau-noi.example/hien-ke/${id}`);
    expect(news?.headerLines.map((one) => one.line)).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
    expect(news?.html || '').not.toMatch(/<img|utm_|pixel/);

    const leave = linkIn(news!, '/huy').searchParams.get('token')!;
    expect(await readSubscription(runtime, leave, new Date())).not.toBeNull();
    // As the mail program does it: a bare POST to the address in the header, in its reader's language.
    const header = news?.headerLines.find((one) => one.key === 'list-unsubscribe')?.line ?? '';
    const { pathname, searchParams } = new URL(/<(.+)>/.exec(header.replace(/\r?\n\s*/g, ''))?.[1] ?? '');
    const endpoint = leaveByOneClick.find((one) => one.path === pathname);
    const body = Buffer.from('List-Unsubscribe=One-Click');
    const click = { address: () => '192.0.2.1', headers: {}, query: () => searchParams, params: [], body, now: new Date() };
    expect((await endpoint?.handle(runtime, click))?.status).toBe(200);
    await leaveFollow(runtime, leave);
    expect(await readSubscription(runtime, leave, new Date())).toBeNull();
    const { rows } = await sql`select 1 from ideas.follow where email = 'nguoi.theo.doi@vi-du.example'`.execute(runtime.db);
    expect(rows).toEqual([]);
  });

  it('finds new ideas of a field and of a place, also under the old name of the place, one mail an address', async () => {
    const { runtime } = agency;
    const today = dayOf(new Date());
    const [old] = await findPlaces(runtime.db, { q: 'Thanh Lương', today, limit: 1 });
    const present = old!.nowIds[0] ?? old!.id;
    await follow({ email: 'linhvuc@vi-du.example', field: 'roads' });
    await follow({ email: 'linhvuc@vi-du.example' });
    await follow({ email: 'noi@vi-du.example', place: String(old!.id) });
    await follow({ email: 'noi.en@vi-du.example', place: String(present), field: 'roads' }, 'en');
    await follow({ email: 'khac@vi-du.example', field: 'health' });
    const { id } = await send({ place: present, email: 'linhvuc@vi-du.example' });
    const elsewhere = await send({ email: null });
    await work();
    post.take();
    await acceptIdea(runtime, id, officer());
    await acceptIdea(runtime, elsewhere.id, officer());
    await work();
    expect(post.take('khac@vi-du.example')).toEqual([]);
    expect(post.take('noi@vi-du.example').map((mail) => mail.subject)).toEqual([expect.stringContaining(`số ${id}:`)]);
    const [english] = post.take('noi.en@vi-du.example');
    expect(english?.text).toContain('You get this mail because you follow ideas about');
    expect(english?.text).toContain('/en/ideas/follow/leave?token=');
    // The author of the first follows too and gets the author's mail only.
    const mine = post.take('linhvuc@vi-du.example');
    expect(mine.map((mail) => mail.subject).sort()).toHaveLength(2);
    expect(mine.filter((mail) => mail.text?.includes('đồng ý được liên hệ'))).toHaveLength(1);
  });

  it('says the same to everybody, and limits what one address is sent', async () => {
    const { runtime } = agency;
    const values = { email: 'gioihan@vi-du.example', field: 'culture' };
    await follow(values);
    const again = await askToFollow(runtime, wish(values), asking('192.0.2.7'));
    await work();
    expect(again).toEqual({ ok: true, value: undefined });
    expect(post.take(values.email)[0]?.subject).toBe('Ông/bà đang nhận tin hiến kế');
    for (let round = 0; round < 6; round += 1) {
      expect(await askToFollow(runtime, wish({ ...values, field: 'health' }), asking(`192.0.${round}.7`))).toEqual(again);
    }
    await work();
    expect(post.take(values.email).length).toBeLessThanOrEqual(1);
    const trapped = await askToFollow(runtime, wish({ email: 'robot@vi-du.example', website: 'x' }), asking('192.0.99.7'));
    await work();
    expect(trapped).toEqual(again);
    expect(post.take('robot@vi-du.example')).toEqual([]);
    const from = asking('100.64.7.7');
    let refused = 0;
    for (let round = 0; round < 25; round += 1) {
      const asked = await askToFollow(runtime, wish({ email: `dong${round}@vi-du.example` }), from);
      if (!asked.ok) refused += 1;
    }
    expect(refused).toBe(5);
  });

  it('names what is wrong, and forgets who never confirmed', async () => {
    const { runtime } = agency;
    const problems = async (values: Record<string, string>) => {
      const asked = await askToFollow(runtime, wish(values), asking('100.65.1.1'));
      return asked.ok ? [] : asked.problems.map((one) => one.code);
    };
    expect(await problems({ email: 'x' })).toEqual(['email.invalid']);
    expect(await problems({ email: 'a..b@vi-du.example' })).toEqual(['email.invalid']);
    expect(await problems({ email: 'a@vi-du.example', idea: '999999' })).toEqual(['idea.notPublic']);
    expect(await problems({ email: 'a@vi-du.example', field: 'nothing' })).toEqual(['field.choose']);
    expect(await problems({ email: 'a@vi-du.example', placeText: 'Không Có Nơi Này' })).toEqual(['place.unknown']);
    await askToFollow(runtime, wish({ email: 'quen@vi-du.example' }), asking('100.66.1.1'));
    await work();
    const token = linkIn(post.take('quen@vi-du.example')[0]!, '/xac-nhan').searchParams.get('token')!;
    const later = new Date(Date.now() + 8 * 86_400_000);
    expect((await confirmFollow(runtime, token, later)).ok).toBe(false);
    const rule = personal.retention!.find(({ key }) => key === 'ideas.follows')!;
    const week = new Date(later.getTime() - rule.days * 86_400_000);
    await asSystem(runtime.db, 'test', async (tx) => {
      expect(await rule.count(tx, week)).toBeGreaterThan(0);
      expect(await rule.apply(tx, week, 1_000)).toBeGreaterThan(0);
      const { rows } = await sql`select 1 from ideas.follow where confirmed_at is null`.execute(tx);
      expect(rows).toEqual([]);
    });
  });
});

describe('those at work', () => {
  it('get one digest a working day, and none at the weekend', async () => {
    const { runtime } = agency;
    await send({ email: null });
    expect(await sendDigests(runtime, on('2026-11-22'))).toBe(0);
    expect(await sendDigests(runtime, on('2026-12-07'))).toBeGreaterThan(0);
    await sendDigests(runtime, on('2026-12-07', 11));
    await deliverDue(runtime.db, mailTransport(runtime), on('2026-12-08'));
    const digests = post.take('tiepnhan@vi-du.example');
    expect(digests).toHaveLength(1);
    expect(digests[0]?.subject).toMatch(/^Hiến kế hôm nay: \d+ mới, [1-9]\d* quá hạn$/);
  });

  it('hear of a draft that waits, and of deadlines', async () => {
    const { runtime, people } = agency;
    const { id } = await send({ email: null });
    await acceptIdea(runtime, id, officer());
    await routeIdea(runtime, id, { lead: agency.lead, cooperating: [], due: null, note: null }, officer());
    await saveDraft(runtime, id, { input: answerInput(), version: 0, submit: true }, { actor: people.writer, now: NOW });
    const due = '2026-12-23';
    await emit(runtime.db, 'ideas.reminder', { idea: id, deadline: 'answer', kind: 'after', due, bodyId: agency.lead });
    await emit(runtime.db, 'ideas.reminder', { idea: id, deadline: 'answer', kind: 'after', due, bodyId: agency.lead });
    await work();
    expect(post.take('lanhdao@vi-du.example').map((mail) => mail.subject).sort()).toEqual([
      `Dự thảo trả lời hiến kế số ${id} chờ phê duyệt`,
      `Quá hạn: trả lời hiến kế số ${id}, hạn 23/12/2026`,
    ]);
  });
});

describe('search', () => {
  it('finds what is public now by the words that are public now', async () => {
    const { runtime } = agency;
    const found = async (q: string) =>
      (await search(runtime.db, { q, types: ['idea'], audience: ['public'], limit: 10 })).rows.map((row) => row.id);
    const { id, code } = await send({ title: 'Xây cầu treo qua suối Rạt', email: null });
    await work();
    expect(await found('cầu treo suối Rạt')).toEqual([]);
    await acceptIdea(runtime, id, officer());
    await work();
    expect(await found('cau treo suoi rat')).toEqual([String(id)]);
    await rewordIdea(runtime, id, { title: 'Làm cầu dân sinh qua suối Rạt', body: 'Nội dung', note: 'Gọn hơn' }, officer());
    await work();
    expect(await found('cầu treo')).toEqual([]);
    expect(await found('cầu dân sinh')).toEqual([String(id)]);
    await withdrawAsAuthor(runtime, code, NOW);
    await work();
    expect(await found('cầu dân sinh')).toEqual([]);
    const refused = await send({ title: 'Bán đất giá rẻ suối Rạt', email: null });
    await refuseIdea(runtime, refused.id, { reason: 'advertising', text: 'Là quảng cáo.' }, officer());
    await work();
    expect(await found('giá rẻ')).toEqual([]);
  });
});
