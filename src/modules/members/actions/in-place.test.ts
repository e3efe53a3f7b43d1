/** What a delegate does with lists of members is logged with whose role it was. */
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { personNamed } from '#modules/people/index.server.ts';
import { addDays, dayOf } from '#platform/clock.ts';
import { manifest } from '../index.server.ts';
import { askExport, takeExport } from './export.server.ts';
import { markedCopyOf } from './import-pages.server.ts';
import { beginApplying } from './import.server.ts';
import { correctMember } from './member.server.ts';
import { checked, csvFile, execute, keeper, listMembers, membersRuntime, must, TODAY, type Members, WARD, work } from './testing.ts';

let runtime: Members;
beforeAll(async () => {
  runtime = await membersRuntime(manifest);
});
afterAll(() => runtime.drop());

const logged = async () => {
  const { rows } = await execute(runtime.db, sql<{ act: string }>`
    select kind || ' ' || coalesce(details ->> 'holder', '-') as act from audit.act where kind like 'members.%' order by id`);
  return rows.map(({ act }) => act);
};

it('names the holder in every act of a delegate, and nobody in those of the holder', async () => {
  const delegate = await keeper(runtime, runtime.foreign, 'secretary');
  if (delegate.actor.kind !== 'person' || runtime.officer.actor.kind !== 'person') throw new Error('nobody');
  // The second wall knows only the real day: whoever stands in does so on it, and in the night after it.
  const now = new Date();
  await execute(runtime.db, sql`
    insert into people.delegation (grant_id, delegate_id, body_id, valid_from, valid_to, reason, made_at)
    values (${runtime.officer.grantId}, ${delegate.actor.personId}, ${WARD}, ${dayOf(now)}, ${addDays(dayOf(now), 1)}, 'leave', ${now})`);
  const found = await personNamed(runtime.db, 'canbo.dangvien.3', now);
  const standIn = { actor: { kind: 'person' as const, ...found! }, now };

  const id = await checked(runtime, csvFile('Mã đảng viên;Họ và tên;Chi bộ\nDV-1;Trần Văn An;CB-01\nDV-4;Điểu Thị Bé;CB-09\n'), { officer: standIn });
  must(await markedCopyOf(runtime, id, standIn));
  must(await beginApplying(runtime, id, standIn));
  await work(runtime);
  const [member] = await listMembers(runtime.db, { bodies: [runtime.branches[0]!], day: TODAY, words: [], limit: 1, offset: 0 });
  const said = { fullName: 'Trần Văn Anh', phone: null, email: null };
  must(await correctMember(runtime, member!.id, said, standIn));
  const asked = must(await askExport(runtime, { body: WARD, below: false, day: TODAY, format: 'csv', purpose: 'Đối chiếu' }, standIn));
  must(await takeExport(runtime, asked, standIn));
  const holder = runtime.officer.actor.personId;
  const acts = ['markedTaken', 'importApplied', 'corrected', 'exportAsked', 'exportTaken'];
  expect(await logged()).toEqual(acts.map((act) => `members.${act} ${holder}`));

  must(await correctMember(runtime, member!.id, { ...said, fullName: 'Trần Văn An' }, runtime.officer));
  expect((await logged()).at(-1)).toBe('members.corrected -');
});
