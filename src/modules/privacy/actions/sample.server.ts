/** Requests of invented people, so that the desk of a demonstration has something to do. */
import { personNamed } from '#modules/people/index.server.ts';
import type { Instant } from '#platform/clock.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import type { Own } from './consent.server.ts';
import { askCorrection, askErasure } from './request.server.ts';

const DAY_MS = 86_400_000;

export async function loadSampleRequests(runtime: Runtime, now: Instant): Promise<void> {
  const as = async (name: string, days: number): Promise<Own | undefined> => {
    const at = new Date(now.getTime() - days * DAY_MS);
    const found = await personNamed(runtime.db, name, at);
    return found && { actor: { kind: 'person', ...found }, now: at, language: 'vi' };
  };
  const late = await as('traloi.nnmt', 5);
  if (late) await askCorrection(runtime, { field: 'name', wrong: 'Thiếu tên đệm', right: 'Thị Ngọc Ánh Hồng' }, late);
  const leaving = await as('traloi.xaydung', 1);
  if (leaving) await askErasure(runtime, leaving);
}
