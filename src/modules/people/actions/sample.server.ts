import { bodyAsOf, findBodyBySymbol } from '#modules/organisation/index.server.ts';
import { dayOf, type Day } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import type { Role } from '../rules/roles.ts';
import { insertGrant } from '../store/grant.server.ts';
import { putTotp } from '../store/factor.server.ts';
import { insertPassword, insertPerson, personNamed } from '../store/person.server.ts';
import type { Ground } from './authentication.server.ts';
import { hashPassword } from './password.server.ts';
import { seal } from './secrets.server.ts';

/** Everybody can read it here, so it opens nothing in production (see `signInNameOf`). */
export const SAMPLE_PASSWORD = 'Cau-Noi-mau-2026';
/** Of all their authenticator apps; everybody can read it too, and the second step shows the code it gives. */
export const SAMPLE_APP_SECRET = 'CAUNOIMAUCAUNOIMAUCAUNOIMAUCAUNO';
/** Before the first sample idea, so that whoever answered it held the role. */
const SINCE: Day = '2026-01-01';
/** UBND phường Đồng Xoài: the symbol "UBND" alone is every ward's. */
const DONG_XOAI = 1_225_210;

/** Đảng ủy phường Đồng Xoài, and one of its branches: Chi bộ ấp Phú Hòa. */
const DONG_XOAI_COMMITTEE = 2_225_210;
const PHU_HOA = 3_252_071;

type SamplePerson = { signInName: string; name: string; body: string | number; roles: Role[]; does: string };

/** Invented people. */
const people: SamplePerson[] = [
  {
    signInName: 'canbo.tiepnhan',
    name: 'Nguyễn Thị Thu Hà',
    body: 'BTGDVTU',
    roles: ['officer', 'moderator', 'editor'],
    does: 'tiếp nhận, kiểm duyệt, điều phối',
  },
  {
    signInName: 'thamtra',
    name: 'Điểu Minh Sơn',
    body: 'TU',
    roles: ['reviewer'],
    does: 'xét kiến nghị xem lại',
  },
  { signInName: 'phapche', name: 'Lâm Thị Sa Rết', body: 'TU', roles: ['legal'], does: 'pháp chế' },
  {
    signInName: 'traloi.nnmt',
    name: 'Thị Ngọc Ánh',
    body: 'SNNMT',
    roles: ['answerer'],
    does: 'soạn trả lời',
  },
  {
    signInName: 'lanhdao.nnmt',
    name: 'Nguyễn Văn Đức',
    body: 'SNNMT',
    roles: ['reviewer'],
    does: 'phê duyệt, công khai trả lời',
  },
  {
    signInName: 'traloi.xaydung',
    name: 'Thạch Hoàng Nam',
    body: 'SXD',
    roles: ['answerer'],
    does: 'soạn trả lời',
  },
  {
    signInName: 'lanhdao.xaydung',
    name: 'Trần Thị Hồng Hạnh',
    body: 'SXD',
    roles: ['reviewer'],
    does: 'phê duyệt, công khai trả lời',
  },
  {
    signInName: 'traloi.dongxoai',
    name: 'Điểu Thị Bé',
    body: DONG_XOAI,
    roles: ['answerer'],
    does: 'soạn trả lời',
  },
  {
    signInName: 'lanhdao.dongxoai',
    name: 'Phạm Quốc Hùng',
    body: DONG_XOAI,
    roles: ['reviewer'],
    does: 'phê duyệt, công khai trả lời',
  },
  {
    signInName: 'canbo.dongxoai',
    name: 'Nguyễn Thị Bích Ngọc',
    body: DONG_XOAI_COMMITTEE,
    roles: ['officer'],
    does: 'quản lý đảng viên, nhập danh sách',
  },
  {
    signInName: 'bithu.phuhoa',
    name: 'Điểu Hoàng',
    body: PHU_HOA,
    roles: ['secretary'],
    does: 'bí thư chi bộ',
  },
  {
    signInName: 'dangvien.phuhoa',
    name: 'Thị Thu Hồng',
    body: PHU_HOA,
    roles: [],
    does: 'đảng viên của chi bộ',
  },
  {
    signInName: 'quantri',
    name: 'Lê Minh Khôi',
    body: 'TU',
    roles: ['administrator'],
    does: 'quản trị hệ thống',
  },
  {
    signInName: 'quantri.hai',
    name: 'Lâm Thị Ngọc Mai',
    body: 'TU',
    roles: ['administrator'],
    does: 'quản trị, xác nhận việc cần hai người',
  },
];

/** Invented people of other bodies, who act in the sample ideas. They have no password, so nobody signs in as them. */
const colleagues: Omit<SamplePerson, 'does'>[] = [
  { signInName: 'traloi.yte', name: 'Thạch Thị Sô Phia', body: 'SYT', roles: ['answerer'] },
  { signInName: 'lanhdao.yte', name: 'Nguyễn Hữu Phước', body: 'SYT', roles: ['reviewer'] },
  { signInName: 'traloi.gddt', name: 'Nguyễn Thị Kim Loan', body: 'SGDĐT', roles: ['answerer'] },
  { signInName: 'lanhdao.gddt', name: 'Lâm Quang Vinh', body: 'SGDĐT', roles: ['reviewer'] },
  { signInName: 'traloi.vhttdl', name: 'Điểu Thị Xuân', body: 'SVHTTDL', roles: ['answerer'] },
  { signInName: 'lanhdao.vhttdl', name: 'Trần Minh Tâm', body: 'SVHTTDL', roles: ['reviewer'] },
  { signInName: 'traloi.ttpvhcc', name: 'Thị Bích Liên', body: 'TTPVHCC', roles: ['answerer'] },
  { signInName: 'lanhdao.ttpvhcc', name: 'Điểu Hùng', body: 'TTPVHCC', roles: ['reviewer'] },
];

/**
 * Makes the sample people that are not there yet. In production none are made.
 * @returns their sign-ins, one a line, for the operator's terminal
 */
export async function loadSample(
  { db, config }: Pick<Runtime, 'db' | 'config'>,
  now: Date,
): Promise<string[]> {
  if (config.mode === 'production')
    return ['Sample sign-ins are left out in production: npm run -s caunoi -- user create'];
  const lines = [];
  for (const person of colleagues) {
    const body = await bodyOf(db, person, now);
    if (body) await makeOnce({ db, config }, person, body.id, { now, signsIn: false });
  }
  for (const person of people) {
    const body = await bodyOf(db, person, now);
    if (!body) continue;
    await makeOnce({ db, config }, person, body.id, { now, signsIn: true });
    lines.push(`  ${person.signInName.padEnd(18)}${person.name} · ${person.does} · ${body.name}`);
  }
  return [
    ...lines,
    `  Password of all: ${SAMPLE_PASSWORD}`,
    '  The second step shows the code of the moment; for an authenticator app the secret of all is',
    `  ${SAMPLE_APP_SECRET}`,
  ];
}

async function bodyOf(db: Db, { body }: Pick<SamplePerson, 'body'>, now: Date) {
  const id = typeof body === 'number' ? body : await findBodyBySymbol(db, body, dayOf(now));
  return id === undefined ? undefined : bodyAsOf(db, id, dayOf(now));
}

async function makeOnce(
  { db, config }: Ground,
  person: Omit<SamplePerson, 'does'>,
  bodyId: number,
  { now, signsIn }: { now: Date; signsIn: boolean },
): Promise<void> {
  if (await personNamed(db, person.signInName, now)) return;
  const hash = signsIn ? await hashPassword(SAMPLE_PASSWORD) : undefined;
  const email = `${person.signInName}@vi-du.example`;
  await db.transaction().execute(async (tx) => {
    const personId = await insertPerson(tx, { ...person, email, sample: true }, now);
    // Somebody real has the name, or another process was faster.
    if (!personId) return;
    if (hash) {
      await insertPassword(tx, personId, hash, now);
      await putTotp(tx, personId, { secret: seal(config, SAMPLE_APP_SECRET, personId), step: 0 }, now);
    }
    for (const role of person.roles) {
      await insertGrant(tx, { personId, role, bodyId, validFrom: SINCE, grantedBy: null }, now);
    }
  });
}
