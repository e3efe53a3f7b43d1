/** What a campaign needs before it begins: a branch of fifty with its accounts, a Word file of questions, phones. */
import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Document, Packer, Paragraph, TextRun } from 'docx';
import { writeReach } from '#modules/organisation/actions/reach.server.ts';
import type { Person } from '#modules/people/index.server.ts';
import { hashPassword } from '#modules/people/actions/password.server.ts';
import { SAMPLE_APP_SECRET } from '#modules/people/actions/sample.server.ts';
import { seal } from '#modules/people/actions/secrets.server.ts';
import { putTotp } from '#modules/people/store/factor.server.ts';
import { insertGrant } from '#modules/people/store/grant.server.ts';
import { insertPassword, insertPerson } from '#modules/people/store/person.server.ts';
import { bookSitting } from '#modules/quizzes/index.server.ts';
import { SUBMIT, type Sheet } from '#modules/quizzes/rules/wire.ts';
import { openSheet } from '#modules/quizzes/views/player/sheet.ts';
import { openDatabase } from '#platform/database/client.ts';
import { runningUrl } from '#platform/postgres/embedded.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { Phone } from '../phones/person.ts';
import { withClient } from './database.ts';
import { expect, PASSWORD } from './test.ts';

/** Đảng ủy phường Đồng Xoài of the sample, above the branch. */
const WARD = 2_225_210;
const dataDir = process.env.TEST_DATA_DIR ?? '';
const secret = (): string => process.env.SECRET ?? readFileSync(join(dataDir, 'secret'), 'utf8').trim();

async function withHouse<T>(work: (house: Pick<Runtime, 'db' | 'config'>) => Promise<T>): Promise<T> {
  const url = await runningUrl(dataDir);
  if (!url) throw new Error(`No database is running in ${dataDir}.`);
  const { db, close } = openDatabase({ url });
  try {
    return await work({ db, config: { secret: secret() } as Runtime['config'] });
  } finally {
    await close();
  }
}

export type Member = { id: number; name: string };
/** Somebody with an account: signs in by name, as people of the sample do. */
export type Account = { signInName: string; personId: string; name: string };
export type Branch = {
  id: number;
  name: string;
  secretary: Account;
  /** In the order in which lists show them. */
  members: Member[];
  /** Accounts of the first members. */
  phones: Account[];
};

const FAMILIES = ['Nguyễn Văn', 'Điểu', 'Thị', 'Lâm Thị', 'Thạch', 'Trần Thị', 'Phạm Văn', 'Lê Thị', 'Hoàng Minh', 'Nông Thị'];
const GIVEN = ['An', 'Bình', 'Chi', 'Dũng', 'Hạnh'];

/** A branch below the sample's ward with fifty members of its own, so that no other test meets them. */
export async function newBranch(marker: string, phones: number): Promise<Branch> {
  const letters = marker.replace(/[^a-z]/g, '').slice(-12);
  const name = `Chi bộ ấp ${marker}`;
  const id = randomInt(100_000_000, 2_000_000_000);
  const members = await withClient(async (client) => {
    await client.query('insert into organisation.body (id, sample) values ($1, true)', [id]);
    await client.query(`insert into organisation.body_version (body_id, name, full_name, kind, parent_id, valid, basis)
      select $1, $2, $2, kind, $3, daterange(current_date - 400, null), 'Mẫu' from organisation.body_version where body_id = 3252071 limit 1`, [id, name, WARD]);
    const names = GIVEN.flatMap((given) => FAMILIES.map((family) => `${family} ${given}`));
    const { rows } = await client.query<Member>(`
      insert into members.member (code, full_name, created_at, updated_at)
      select upper($1) || '-' || n, full_name, now(), now() from unnest($2::text[]) with ordinality as t(full_name, n)
      returning id::int, full_name as name`, [letters, names]);
    await client.query(`insert into members.membership (member_id, body_id, valid, began, recorded_at)
      select id, $1, daterange(current_date - 300, null), 'joined', now() from unnest($2::bigint[]) as t(id)`, [id, rows.map((row) => row.id)]);
    return rows;
  });
  const accounts = await withHouse(async (house) => {
    const hash = await hashPassword(PASSWORD);
    const made: Account[] = [];
    await house.db.transaction().execute(writeReach);
    for (const [at, member] of members.slice(0, phones).entries()) made.push(await account(house, { name: member.name, signInName: `dv.${letters}.${at}`, hash }));
    const secretary = await account(house, { name: `Lâm Thị Bí Thư ${letters}`, signInName: `bt.${letters}`, hash }, id);
    return { made, secretary };
  });
  await withClient(async (client) => {
    for (const [at, { personId }] of accounts.made.entries()) {
      await client.query('update members.member set person_id = $2 where id = $1', [members[at]!.id, personId]);
    }
  });
  return { id, name, members, phones: accounts.made, secretary: accounts.secretary };
}

type New = { name: string; signInName: string; hash: string };

async function account({ db, config }: Pick<Runtime, 'db' | 'config'>, { name, signInName, hash }: New, secretaryOf?: number): Promise<Account> {
  const now = new Date();
  return db.transaction().execute(async (tx) => {
    const personId = await insertPerson(tx, { name, signInName, email: `${signInName}@vi-du.example`, sample: true }, now);
    if (!personId) throw new Error(`${signInName} is taken.`);
    await insertPassword(tx, personId, hash, now);
    await putTotp(tx, personId, { secret: seal(config, SAMPLE_APP_SECRET, personId), step: 0 }, now);
    if (secretaryOf) await insertGrant(tx, { personId, role: 'secretary', bodyId: secretaryOf, validFrom: '2026-01-01', grantedBy: null }, now);
    return { signInName, personId, name };
  });
}

export type Asked = { stem: string; options: readonly string[]; right: number; clause: string };

/** Of the sample's regulation about how resolutions are studied. */
export const QUESTIONS: readonly Asked[] = [
  { stem: 'Tỷ lệ đảng viên tham gia mỗi đợt học tập tối thiểu là bao nhiêu?', options: ['90 %', '95 %', '98 %', '100 %'], right: 2, clause: 'dieu-1' },
  { stem: 'Tỷ lệ tham gia học tập được tính trên số nào?', options: ['Số ghế của hội trường', 'Số đảng viên trừ số được miễn sinh hoạt', 'Số đảng viên có điện thoại', 'Số người dân trong ấp'], right: 1, clause: 'dieu-1' },
  { stem: 'Đồng chí vắng có lý do thì làm gì?', options: ['Dự lớp học bù', 'Nộp tiền', 'Không phải học nữa', 'Chờ sang năm'], right: 0, clause: 'dieu-1' },
  { stem: 'Ai chịu trách nhiệm về tỷ lệ tham gia của chi bộ?', options: ['Báo cáo viên', 'Người giữ hội trường', 'Cấp ủy chi bộ', 'Không ai cả'], right: 2, clause: 'dieu-2' },
  { stem: 'Trả lời trắc nghiệm sau buổi học nhằm việc gì?', options: ['Xếp loại đảng viên', 'Để lần học sau tốt hơn', 'Thi đua giữa các tổ', 'Thay cho buổi sinh hoạt'], right: 1, clause: 'dieu-2' },
];
const LETTERS = ['A', 'B', 'C', 'D'];

/** As officers write it: the key in bold, in one question underlined, in one nowhere. */
export function wordFile(marker: string): Promise<Buffer> {
  const line = (text: string, look: { bold?: boolean; underline?: object } = {}) => new Paragraph({ children: [new TextRun({ text, ...look })] });
  const questions = QUESTIONS.flatMap(({ stem, options, right }, at) => [
    line(`Câu ${at + 1}. ${stem} (${marker})`, { bold: true }),
    ...options.map((text, option) => line(`${LETTERS[option]}. ${text}`, option !== right ? {} : at === 1 ? { underline: {} } : { bold: true })),
  ]);
  const keyless = [line(`Câu ${QUESTIONS.length + 1}. Câu này quên đánh dấu đáp án (${marker})?`, { bold: true }), line('A. Một'), line('B. Hai')];
  const title = line('CÂU HỎI TRẮC NGHIỆM SAU BUỔI HỌC', { bold: true });
  return Packer.toBuffer(new Document({ sections: [{ children: [title, ...questions, ...keyless] }] }));
}

/** The sheet and its key as a phone fetches them. */
async function sheetFor(base: string, sitting: number, number: number): Promise<Sheet> {
  const [sealed, key] = await Promise.all([
    fetch(`${base}/api/v1/sittings/${sitting}/sheets/${number}`).then((answer) => answer.arrayBuffer()),
    fetch(`${base}/api/v1/sittings/${sitting}/key`).then((answer) => answer.json() as Promise<{ key: string }>),
  ]);
  const sheet = await openSheet(new Uint8Array(sealed), key.key);
  if (!sheet) throw new Error(`Sheet ${number} of sitting ${sitting} does not open.`);
  return sheet;
}

/** Phones without a screen: a ticket of one's own, the sealed sheet, answers and handing in, over the interface that phones use. */
export async function answerByPhone(base: string, quiz: { id: number; sitting: number }, people: readonly Account[], knows: (person: number, question: number) => boolean): Promise<void> {
  await withHouse(async (house) => {
    for (const [at, { personId, name }] of people.entries()) {
      const actor: Person = { kind: 'person', personId, name, grants: [] };
      const booked = await bookSitting(house, quiz.id, quiz.sitting, { actor, now: new Date() });
      if (!booked.ok) throw new Error(JSON.stringify(booked.problems));
      const { payload } = booked.value;
      const sheet = await sheetFor(base, payload.sitting, payload.sheet);
      const phone = new Phone({ ...booked.value, memberId: 0 }, () => Number(new URL(base).port));
      for (const [item, asked] of sheet.items.entries()) {
        phone.write(item, { type: 'single', option: chosen(asked, (question) => knows(at, question)) });
      }
      phone.write(SUBMIT, null);
      await expect.poll(async () => (await phone.send()) && phone.receipt !== null).toBe(true);
    }
  });
}

/** The right option, or the one behind it. */
function chosen(asked: Sheet['items'][number], knows: (question: number) => boolean): number {
  const question = QUESTIONS.findIndex(({ stem }) => asked.stem.startsWith(stem));
  const { options, right } = QUESTIONS[question]!;
  const key = 'options' in asked ? asked.options.indexOf(options[right]!) : -1;
  return knows(question) ? key : (key + 1) % options.length;
}

/** What waiting for the evening would do: the sittings of a quiz ended a while ago. */
export const letTimePass = (quiz: number): Promise<void> =>
  withClient(async (client) => {
    await client.query(`update quizzes.sitting set opens_at = now() - interval '3 hours', closes_at = now() - interval '5 minutes' where quiz_id = $1`, [quiz]);
  });

export const sittingsOf = (quiz: number): Promise<{ id: number; key: string }[]> =>
  withClient(async (client) => {
    const { rows } = await client.query<{ id: string; key: Buffer }>('select id, sheet_key as key from quizzes.sitting where quiz_id = $1 order by opens_at, id', [quiz]);
    return rows.map(({ id, key }) => ({ id: Number(id), key: key.toString('base64url') }));
  });
