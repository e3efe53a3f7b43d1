/** Three invented campaigns: one that is over, one that goes on, one that is being prepared. */
import { randomBytes } from 'node:crypto';
import { ancestors, bodiesWithin, bodyAsOf } from '#modules/organisation/index.server.ts';
import { outlineOf, readLibrary } from '#modules/documents/index.server.ts';
import { personNamed } from '#modules/people/index.server.ts';
import { memberOfAccount } from '#modules/members/index.server.ts';
import { addDays, dayOf, type Day, type Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { DEFAULT_TARGET } from '../rules/campaign.ts';
import { findCampaign, insertCampaign, setState, writeAudience, writeStudied, type CampaignWrite } from '../store/campaign.server.ts';
import { answerQuestion, insertQuestion, questionsOf } from '../store/question.server.ts';
import { dateSample, hasCampaigns, heldSample, recordSample } from '../store/sample.server.ts';
import { insertSession, writeInvited, writeMaterials, type SessionWrite } from '../store/session.server.ts';
import { fillNow } from './announce.server.ts';
import { asHouse } from './ground.server.ts';

/** Chi bộ ấp Phú Hòa, and Đảng ủy phường Đồng Xoài above it. */
const BRANCH = 3_252_071;
const WARD = 2_225_210;

type Ground = { tx: Db; now: Instant; today: Day; officer: string | null; secretary: string | null };

/** Once, into a system that has no campaigns. */
export async function loadSample({ db }: Pick<Runtime, 'db'>): Promise<string[]> {
  const now = new Date();
  const today = dayOf(now);
  if ((await hasCampaigns(db)) || !(await bodyAsOf(db, WARD, today))) return [];
  const [officer, secretary] = await Promise.all(['canbo.dongxoai', 'bithu.phuhoa'].map((name) => personNamed(db, name, now)));
  await asHouse(db, 'sample', async (tx) => {
    const ground: Ground = { tx, now, today, officer: officer?.personId ?? null, secretary: secretary?.personId ?? null };
    await finished(ground);
    await open(ground);
    await drafted(ground);
  });
  return [];
}

const at = (day: Day, clock: string): Instant => new Date(`${day}T${clock}:00+07:00`);

type Made = { write: Omit<CampaignWrite, 'takesRoll' | 'target' | 'reminderDays'>; audience: number };

async function campaign({ tx, now, officer }: Ground, { write, audience }: Made): Promise<number> {
  const whole = { ...write, takesRoll: true, target: DEFAULT_TARGET, reminderDays: [7, 3, 1], copiedFrom: null, sample: true };
  const id = await insertCampaign(tx, whole, { by: officer, now });
  await writeAudience(tx, id, { audience: 'everybody', roles: [], bodies: [audience], members: [] }, now);
  return id;
}

async function announced({ tx, officer }: Ground, id: number, when: { announcedAt: Instant; closedAt: Instant | null }): Promise<void> {
  await setState(tx, id, { state: 'announced', by: officer, now: when.announcedAt });
  await fillNow(tx, (await findCampaign(tx, id))!);
  if (when.closedAt) await setState(tx, id, { state: 'closed', by: officer, now: when.closedAt });
  await dateSample(tx, id, when);
}

/** A document of the sample library whose title begins so, with the first of its articles. */
async function study({ tx }: Ground, id: number, title: string, articles: number): Promise<number | null> {
  const [card] = (await readLibrary(tx, { q: title, kind: null, page: 1 })).cards;
  const outline = card && (await outlineOf(tx, card.id, null));
  if (!outline) return null;
  const anchors = outline.clauses.filter(({ label }) => label.startsWith('Điều')).slice(0, articles).map(({ anchor }) => anchor);
  await writeStudied(tx, id, [{ documentId: outline.document.id, version: outline.version, anchors }]);
  return outline.document.id;
}

type Held = Partial<SessionWrite> & Pick<SessionWrite, 'title' | 'venue' | 'startsAt' | 'endsAt' | 'bodyId'>;
async function session({ tx, now, officer }: Ground, campaignId: number, held: Held): Promise<number> {
  const write = { kind: 'main' as const, bridgedTo: null, speaker: '', onlineUrl: null, agenda: '', ...held };
  return insertSession(tx, campaignId, write, { by: officer, now, secret: randomBytes(32) });
}

const FINISHED_TEXT =
  'Giúp cán bộ, đảng viên nắm vững những nội dung chính của nghị quyết về chuyển đổi số ở cơ sở, liên hệ với việc làm hồ sơ trực tuyến, ' +
  'thanh toán không dùng tiền mặt và sinh hoạt chi bộ điện tử tại địa phương. (Dữ liệu mẫu.)';

/** In the autumn of 2022, by the committee of a town that is no more. */
async function finished(ground: Ground): Promise<void> {
  const day = '2022-10-01';
  const above = await ancestors(ground.tx, BRANCH, day);
  const body = above[1] ?? above[0];
  if (body === undefined) return;
  const write = {
    bodyId: body, title: 'Học tập, quán triệt Nghị quyết về chuyển đổi số ở cơ sở (mẫu)', purpose: FINISHED_TEXT,
    opensOn: '2022-10-10', closesOn: '2022-11-18', rosterOn: day,
  };
  const id = await campaign(ground, { write, audience: body });
  await announced(ground, id, { announcedAt: at('2022-10-03', '08:00'), closedAt: at('2022-11-21', '08:00') });
  const held = await session(ground, id, {
    bodyId: body, title: 'Hội nghị học tập, quán triệt toàn đảng bộ', venue: 'Hội trường trung tâm hành chính',
    startsAt: at('2022-10-14', '07:30'), endsAt: at('2022-10-14', '11:00'), speaker: 'Thạch Thanh Bình',
  });
  await heldSample(ground.tx, held, {
    by: ground.officer, at: at('2022-10-14', '16:00'), room: 212, others: 9,
    minutes: 'Hội nghị quán triệt bốn nội dung chính của nghị quyết.\nCó 6 ý kiến thảo luận về hướng dẫn người cao tuổi nộp hồ sơ trực tuyến.\nKết luận: mỗi chi bộ cử một tổ giúp đỡ tại nhà văn hóa vào sáng thứ Bảy.',
  });
  await recordSample(ground.tx, { campaignId: id, sessionId: held, attended: 99, excused: 1, only: null, at: at('2022-11-18', '16:00') });
}

const OPEN_TEXT =
  'Mỗi đồng chí nắm được cách tổ chức học tập nghị quyết ở chi bộ, cách tính tỷ lệ tham gia và quyền được hỏi, được học bù. ' +
  'Sau hội nghị, chi bộ bàn cách làm cụ thể trong buổi sinh hoạt tháng tới. (Dữ liệu mẫu.)';
const AGENDA = '07:30 Đón đại biểu, ổn định tổ chức\n08:00 Báo cáo viên trình bày nội dung\n09:45 Giải lao\n10:00 Hỏi đáp, thảo luận\n11:00 Kết thúc';

async function open(ground: Ground): Promise<void> {
  const { tx, today } = ground;
  const write = {
    bodyId: WARD, title: 'Học tập, quán triệt Quy định về tổ chức học tập nghị quyết (mẫu)', purpose: OPEN_TEXT,
    opensOn: addDays(today, -14), closesOn: addDays(today, 21), rosterOn: addDays(today, -15),
  };
  const id = await campaign(ground, { write, audience: WARD });
  const document = await study(ground, id, 'Quy định về tổ chức học tập', 3);
  await announced(ground, id, { announcedAt: at(addDays(today, -16), '08:00'), closedAt: null });
  const past = addDays(today, -5);
  const main = await session(ground, id, {
    bodyId: WARD, title: 'Hội nghị học tập, quán triệt phường Đồng Xoài', venue: 'Hội trường Đảng ủy phường', startsAt: at(past, '07:30'),
    endsAt: at(past, '11:00'), speaker: 'Lâm Thị Ngọc Hân', agenda: AGENDA,
  });
  const bridge = await session(ground, id, {
    bodyId: BRANCH, kind: 'bridge', bridgedTo: main, title: 'Điểm cầu ấp Phú Hòa', venue: 'Nhà văn hóa ấp Phú Hòa', startsAt: at(past, '07:30'), endsAt: at(past, '11:00'),
  });
  await writeInvited(tx, bridge, { bodies: [BRANCH], members: [] });
  await session(ground, id, {
    bodyId: WARD, kind: 'catchup', title: 'Lớp học bù buổi tối', venue: 'Phòng họp tầng 2, trụ sở Đảng ủy phường', startsAt: at(addDays(today, 4), '18:30'),
    endsAt: at(addDays(today, 4), '20:30'), speaker: 'Lâm Thị Ngọc Hân', onlineUrl: 'https://hop.vi-du.example/hoc-bu', agenda: 'Tóm tắt nội dung chính\nHỏi đáp',
  });
  await session(ground, id, {
    bodyId: WARD, title: 'Hội nghị học tập, quán triệt đợt hai', venue: 'Hội trường Đảng ủy phường', startsAt: at(addDays(today, 9), '07:30'),
    endsAt: at(addDays(today, 9), '11:00'), speaker: 'Nguyễn Hữu Phước', agenda: AGENDA,
  });
  if (document !== null) await writeMaterials(tx, main, [{ label: 'Quy định về tổ chức học tập (mẫu)', documentId: document, url: null }]);
  await minutes(ground, { id, main, bridge, past });
  await questions(ground, main);
}

/** What was written down after the session: the ward has 70 of 100, the branch of the hall nearly everybody. */
async function minutes({ tx, officer, secretary }: Ground, { id, main, bridge, past }: { id: number; main: number; bridge: number; past: Day }): Promise<void> {
  await heldSample(tx, main, {
    by: officer, at: at(past, '15:00'), room: 48, others: 6,
    minutes: 'Báo cáo viên trình bày ba nội dung: cách mở đợt học tập, điểm danh và học bù, trách nhiệm của chi bộ.\nCó 4 câu hỏi, đã trả lời tại hội nghị.\nKết luận: các chi bộ rà soát đồng chí chưa dự để mời lớp học bù.',
  });
  await heldSample(tx, bridge, { by: secretary, at: at(past, '15:30'), room: 6, others: 2, minutes: 'Tiếp sóng ổn định, có hai quần chúng tích cực cùng dự.' });
  const branch = await bodiesWithin(tx, BRANCH, past);
  await recordSample(tx, { campaignId: id, sessionId: bridge, attended: 82, excused: 6, only: branch, at: at(past, '16:00') });
  const others = (await bodiesWithin(tx, WARD, past)).filter((body) => !branch.includes(body));
  await recordSample(tx, { campaignId: id, sessionId: main, attended: 88, excused: 5, only: others, at: at(past, '16:00') });
}

async function questions({ tx, now, today, officer, secretary }: Ground, main: number): Promise<void> {
  const member = secretary && (await memberOfAccount(tx, secretary, today));
  if (!member || !officer) return;
  const asked = at(addDays(today, -5), '10:05');
  await insertQuestion(tx, main, { memberId: member.memberId, author: null, text: 'Đồng chí đi làm ca đêm có được học bù qua mạng không?' }, asked);
  await insertQuestion(tx, main, { memberId: member.memberId, author: 'Điểu Hoàng', text: 'Người cao tuổi không có điện thoại thì điểm danh bằng cách nào?' }, new Date(asked.getTime() + 240_000));
  const [first] = await questionsOf(tx, main);
  await answerQuestion(tx, first!.id, 'Được. Lớp học bù buổi tối có đường kết nối trực tuyến; bí thư chi bộ xác nhận đồng chí đã dự.', { by: officer, now });
}

async function drafted(ground: Ground): Promise<void> {
  const { today } = ground;
  const write = {
    bodyId: WARD, title: 'Học tập chuyên đề phân loại rác thải tại nguồn (mẫu)', purpose: 'Chuyên đề quý sau, đang chuẩn bị nội dung. (Dữ liệu mẫu.)',
    opensOn: addDays(today, 40), closesOn: addDays(today, 70), rosterOn: addDays(today, 30),
  };
  const id = await campaign(ground, { write, audience: WARD });
  await study(ground, id, 'phân loại rác thải', 0);
}
