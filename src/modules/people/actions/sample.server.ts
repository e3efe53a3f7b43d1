import { bodyAsOf, findBodyBySymbol } from '#modules/organisation/index.server.ts';
import { dayOf, type Day } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import type { Role } from '../rules.ts';
import { insertGrant, insertPassword, insertPerson, personNamed } from '../store.server.ts';
import { hashPassword } from './password.server.ts';

/** Everybody can read it here, so it opens nothing in production (see `signInNameOf`). */
export const SAMPLE_PASSWORD = 'Cau-Noi-mau-2026';
/** Before the first sample idea, so that whoever answered it held the role. */
const SINCE: Day = '2026-01-01';
/** UBND phường Đồng Xoài: the symbol "UBND" alone is every ward's. */
const DONG_XOAI = 1_225_210;

type SamplePerson = { signInName: string; name: string; body: string | number; roles: Role[]; does: string };

/** Invented people. */
const people: SamplePerson[] = [
  {
    signInName: 'canbo.tiepnhan',
    name: 'Nguyễn Thị Thu Hà',
    body: 'BTGDVTU',
    roles: ['officer', 'moderator'],
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
    signInName: 'quantri',
    name: 'Lê Minh Khôi',
    body: 'TU',
    roles: ['administrator'],
    does: 'quản trị hệ thống',
  },
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
  for (const person of people) {
    const bodyId =
      typeof person.body === 'number' ? person.body : await findBodyBySymbol(db, person.body, dayOf(now));
    const body = bodyId === undefined ? undefined : await bodyAsOf(db, bodyId, dayOf(now));
    if (!body) continue;
    await makeOnce(db, person, body.id, now);
    lines.push(`  ${person.signInName.padEnd(18)}${person.name} · ${person.does} · ${body.name}`);
  }
  return [...lines, `  Password of all: ${SAMPLE_PASSWORD}`];
}

async function makeOnce(db: Db, person: SamplePerson, bodyId: number, now: Date): Promise<void> {
  if (await personNamed(db, person.signInName, now)) return;
  const hash = await hashPassword(SAMPLE_PASSWORD);
  const email = `${person.signInName}@vi-du.example`;
  await db.transaction().execute(async (tx) => {
    const personId = await insertPerson(tx, { ...person, email, sample: true }, now);
    // Somebody real has the name, or another process was faster.
    if (!personId) return;
    await insertPassword(tx, personId, hash, now);
    for (const role of person.roles) {
      await insertGrant(tx, { personId, role, bodyId, validFrom: SINCE, grantedBy: null }, now);
    }
  });
}
