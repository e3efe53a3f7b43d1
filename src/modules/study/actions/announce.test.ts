import { sql, type RawBuilder } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { manifest as members } from '#modules/members/index.server.ts';
import { membersRuntime, must, NOW, TODAY, WARD, type Members } from '#modules/members/actions/testing.ts';
import type { Person } from '#modules/people/index.server.ts';
import { asSystem } from '#platform/database/scope.server.ts';
import type { CampaignForm } from '../input/campaign.ts';
import { tallyOf } from '../store/roster.server.ts';
import { announceCampaign } from './announce.server.ts';
import { setAudience, setStudied, startCampaign } from './campaign.server.ts';
import type { Officer } from './ground.server.ts';
import { moveParticipant, refreshRoster } from './refresh.server.ts';

const form: CampaignForm = {
  title: 'Học tập, quán triệt Nghị quyết (mẫu)', purpose: 'Nắm nội dung', body: WARD, opensOn: TODAY, closesOn: '2026-12-20',
  rosterOn: TODAY, target: 9_800, takesRoll: true, reminderDays: [7, 1], seen: '', from: null,
};

let place: Members;
const officer = ({ actor, now }: Members['officer']): Officer => ({ actor: actor as Person, now });
const proven = ({ actor, now }: Members['officer']): Officer => ({ actor: { ...(actor as Person), provenAt: NOW }, now });
const system = <T>(query: RawBuilder<T>) => asSystem(place.db, 'test', (tx) => query.execute(tx));

async function enter(count: number, body: number, prefix: string): Promise<void> {
  await system(sql`
    with m as (
      insert into members.member (code, full_name, created_at, updated_at)
      select ${prefix} || n, 'Điểu Thị ' || n, ${NOW}, ${NOW} from generate_series(1, ${count}::int) n returning id)
    insert into members.membership (member_id, body_id, valid, began, recorded_at)
    select id, ${body}, daterange('2026-01-01', null), 'joined', ${NOW} from m`);
}

beforeAll(async () => {
  place = await membersRuntime(members);
  await enter(5, place.branches[0]!, 'A-');
  await enter(4, place.branches[1]!, 'B-');
  await enter(3, place.foreign, 'X-');
  await system(sql`
    insert into members.exemption (member_id, valid, reason, recorded_at)
    select id, daterange('2026-11-01', null), 'Tuổi cao', ${NOW} from members.member where code = 'A-1'`);
});
afterAll(() => place.drop());

describe('announcing', () => {
  it('is refused to officers of other bodies, and without a fresh proof', async () => {
    const id = must(await startCampaign(place, form, officer(place.officer)));
    expect(await startCampaign(place, form, officer(place.other))).toMatchObject({ problems: [{ code: 'forbidden' }] });
    expect(await announceCampaign(place, id, officer(place.officer))).toMatchObject({ problems: [{ code: 'proof.needed' }] });
    expect(await announceCampaign(place, id, proven(place.other))).toMatchObject({ problems: [{ code: 'forbidden' }] });
  });

  it('writes the members of the day, each in the branch of the day', async () => {
    const id = must(await startCampaign(place, form, officer(place.officer)));
    expect(must(await announceCampaign(place, id, proven(place.officer)))).toBe(9);
    expect(await tallyOf(place.db, id)).toMatchObject({ members: 9, exempt: 1, attended: 0 });
    expect(await tallyOf(place.db, id, [place.branches[0]!])).toMatchObject({ members: 5, exempt: 1 });
    expect(await announceCampaign(place, id, proven(place.officer))).toMatchObject({ problems: [{ code: 'campaign.step' }] });
  });

  it('tells every unknown code with its line, and knows nobody of other bodies', async () => {
    const id = must(await startCampaign(place, form, officer(place.officer)));
    const audience = { audience: 'list' as const, bodies: [WARD], roles: [] };
    const codes = ['a-1', 'KHONG-CO', 'X-1', 'B-2'].map((code, at) => ({ line: at + 1, code }));
    expect(await setAudience(place, id, { ...audience, codes }, officer(place.officer))).toMatchObject({
      problems: [{ code: 'codes.unknown', values: { line: 2, code: 'KHONG-CO' } }, { values: { line: 3, code: 'X-1' } }],
    });
    must(await setAudience(place, id, { ...audience, codes: [codes[0]!, codes[3]!] }, officer(place.officer)));
    expect(must(await announceCampaign(place, id, proven(place.officer)))).toBe(2);
  });

  it('says that nobody is meant, and undoes everything', async () => {
    const id = must(await startCampaign(place, form, officer(place.officer)));
    must(await setAudience(place, id, { audience: 'roles', roles: ['answerer'], bodies: [WARD], codes: [] }, officer(place.officer)));
    expect(await announceCampaign(place, id, proven(place.officer))).toMatchObject({ problems: [{ code: 'announce.nobody' }] });
    const { rows } = await system(sql<{ state: string }>`select state from study.campaign where id = ${id}`);
    expect(rows[0]!.state).toBe('draft');
  });

  it('refuses documents that nobody can read', async () => {
    const id = must(await startCampaign(place, form, officer(place.officer)));
    expect(await setStudied(place, id, { document: 99, anchors: [] }, officer(place.officer))).toMatchObject({
      problems: [{ code: 'studied.unknown' }],
    });
  });
});

describe('a roster that is compared again', () => {
  it('takes what was entered late, keeps who has a mark, leaves what is signed, and changes nothing the second time', async () => {
    const id = must(await startCampaign(place, form, officer(place.officer)));
    must(await announceCampaign(place, id, proven(place.officer)));
    const [first, second, third] = place.branches as [number, number, number];
    await enter(2, third, 'C-');
    const member = (code: string) => sql`(select id from members.member where code = ${code})`;
    // One leaves with a mark, one without, one turns out to belong elsewhere on the day.
    await system(sql`update study.participant set outcome = 'attended', way = 'list' where campaign_id = ${id} and member_id = ${member('A-2')}`);
    await system(sql`delete from members.membership where member_id in (${member('A-2')}, ${member('A-3')})`);
    await system(sql`update members.membership set body_id = ${third} where member_id = ${member('A-4')}`);
    await system(sql`
      insert into study.sign_off (campaign_id, body_id, figures, signed_by, signed_at)
      values (${id}, ${second}, '{}', ${officer(place.officer).actor.personId}, ${NOW})`);
    await system(sql`delete from members.membership where member_id = ${member('B-1')}`);
    const done = must(await refreshRoster(place, id, officer(place.officer)));
    expect(done).toEqual({ added: 2, moved: 1, exempt: 0, removed: 1, kept: 1, signed: 1 });
    const again = must(await refreshRoster(place, id, officer(place.officer)));
    expect(again).toEqual({ added: 0, moved: 0, exempt: 0, removed: 0, kept: 1, signed: 1 });
    expect(await tallyOf(place.db, id, [first])).toMatchObject({ members: 3, attended: 1 });
    expect(await tallyOf(place.db, id, [third])).toMatchObject({ members: 3 });
  });

  it('does not undo what an officer decided', async () => {
    const id = must(await startCampaign(place, form, officer(place.officer)));
    must(await announceCampaign(place, id, proven(place.officer)));
    const [first, , third] = place.branches as [number, number, number];
    must(await moveParticipant(place, id, { code: 'A-5', body: third, reason: 'Công tác tại đó' }, officer(place.officer)));
    expect(must(await refreshRoster(place, id, officer(place.officer)))).toMatchObject({ moved: 0 });
    expect(await moveParticipant(place, id, { code: 'A-5', body: place.foreign, reason: 'x' }, officer(place.officer))).toMatchObject({
      problems: [{ code: 'body.unknown' }],
    });
    expect(await tallyOf(place.db, id, [first])).toMatchObject({ members: 1 });
  });
});
