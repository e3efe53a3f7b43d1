import fc from 'fast-check';
import ExcelJS from 'exceljs';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  beginReorganisation, bodiesWithin, bodyTree, decide, draftSteps, manifest as organisation, readRecord, readReorganisation,
} from '#modules/organisation/index.server.ts';
import { addDays, type Day } from '#platform/clock.ts';
import { registerManifests } from '#platform/manifest.ts';
import type { Problem, Result } from '#platform/result.ts';
import { manifest, memberCount, readSharePage, shareSteps, takeShareFile } from '../index.server.ts';
import { listField } from '../rules/share.ts';
import type { Officer } from './import.server.ts';
import { execute, keeper, membersRuntime, must, NOW, OTHER_WARD, TODAY, WARD, type Members } from './testing.ts';

let runtime: Members;
let first: Officer;
let second: Officer;
beforeAll(async () => {
  runtime = await membersRuntime(manifest, 12);
  registerManifests([organisation, manifest]);
  const fresh = async (body: number): Promise<Officer> => {
    const it = await keeper(runtime, body, 'administrator');
    return { ...it, actor: { ...it.actor, provenAt: NOW } as Officer['actor'] };
  };
  [first, second] = [await fresh(WARD), await fresh(WARD)];
});
afterAll(() => runtime.drop());

const LATER: Day = '2026-12-01';
const later = (officer: Officer, day: Day): Officer => ({ ...officer, now: new Date(`${day}T02:00:00Z`) });

/** Members of a branch since August of the year before. */
async function join(body: number, codes: readonly string[], from: Day = '2025-08-01', recorded: Date = new Date('2025-08-01T02:00:00Z')): Promise<void> {
  await execute(runtime.db, sql`
    with m as (insert into members.member (code, full_name, created_at, updated_at)
      select c, 'Thị ' || c, now(), now() from unnest(${[...codes]}::text[]) c returning id)
    insert into members.membership (member_id, body_id, valid, began, recorded_at)
    select id, ${body}::int, daterange(${from}::date, null), 'joined', ${recorded} from m`);
}

/** A draft with these forms filled in. */
async function draft(on: Day, forms: readonly Record<string, string>[]): Promise<number> {
  const heading = { title: 'Tách chi bộ', on, basis: { text: 'Quyết định của Đảng ủy phường', symbol: '12-QĐ/ĐU' } };
  const id = must(await beginReorganisation(runtime, heading, first as never));
  for (const form of forms) must(await draftSteps.add!(runtime, id, form, first as never));
  return id;
}
const founding = (name: string) => ({ kind: 'found', name, type: 'chi bộ', parent: String(WARD) });
/** Into two new ones. */
const apart = (body: number, on: Day, tail: string): Promise<number> =>
  draft(on, [founding(`Chi bộ A ${tail}`), founding(`Chi bộ B ${tail}`), { kind: 'split', body: String(body), newinto1: 'n1', newinto2: 'n2' }]);

const form = (fields: Record<string, string | File>): FormData => {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  return data;
};
const share = (step: string, plan: number, body: number, fields: Record<string, string | File>, officer = first) =>
  shareSteps[step]!(runtime, { plan, body }, form(fields), officer);
const lists = (plan: number, body: number, said: Record<string, string>) =>
  share('lists', plan, body, Object.fromEntries(Object.entries(said).map(([key, text]) => [listField(key), text])));
const page = async (plan: number, body: number, officer = first) => must(await readSharePage(runtime, { plan, body }, 1, officer));
const told = (result: Result<unknown>) =>
  result.ok ? [] : result.problems.map(({ code, values }: Problem) => [code, values?.list ?? '', values?.row ?? 0, values?.code ?? '']);
const act = async (plan: number, what: 'submit' | 'confirm' | 'withdraw' | 'cancel', officer: Officer) => {
  const { it: { version } } = must(await readReorganisation(runtime.db, plan, officer as never));
  return must(await decide(runtime as never, plan, { act: what, version, reason: what === 'cancel' ? 'thử' : '' }, officer as never));
};
const named = async (name: string): Promise<number> => {
  const tree = await bodyTree(runtime.db);
  return [...tree.versions].find(([, versions]) => versions.at(-1)!.name === name)![0];
};
const codesIn = async (body: number, day: Day): Promise<string[]> => {
  const { rows } = await execute(runtime.db, sql<{ code: string }>`
    select m.code from members.membership s join members.member m on m.id = s.member_id
    where s.body_id = ${body} and s.valid @> ${day}::date order by m.code`);
  return rows.map(({ code }) => code);
};
const countOf = async (body: number, day: Day) => (await memberCount(runtime.db, body, day)).members;

describe('a branch that is split by two lists', () => {
  it('sends everybody where the lists say, the rest to the default, and leaves the past as it was', async () => {
    const body = runtime.branches[0]!;
    await join(body, ['K-1', 'K-2', 'K-3', 'K-4', 'K-5']);
    const plan = await apart(body, LATER, 'một');
    must(await lists(plan, body, { n1: 'Mã đảng viên\nK-1\n k-2 \t Thị K-2', n2: 'K-3, K-4' }));
    must(await share('rest', plan, body, { rest: 'n2' }));

    const seen = await page(plan, body, second);
    expect(seen.heirs.map(({ name, count, codes }) => [name, count, codes])).toEqual([
      ['Chi bộ A một', 2, 'K-1\nK-2'], ['Chi bộ B một', 2, 'K-3\nK-4'],
    ]);
    expect(seen.rest).toMatchObject({ key: 'n2', count: 1 });
    const preview = must(await readReorganisation(runtime.db, plan, second as never));
    expect(preview.moved.filter(({ module }) => module === 'members').map(({ key, count, toName }) => [key, count, toName])).toEqual([
      ['members', 2, 'Chi bộ A một'], ['members', 2, 'Chi bộ B một'], ['membersRest', 1, 'Chi bộ B một'],
    ]);
    expect(preview.steps[2]!.sharing).toMatchObject([{ module: 'members', body: 'Chi bộ khu phố 1' }]);

    await act(plan, 'submit', first);
    expect(told(await lists(plan, body, { n1: 'K-1' }))).toEqual([['reorganisation.notDraft', '', 0, '']]);
    // Between the plan and its day one leaves and one comes.
    await execute(runtime.db, sql`update members.membership s set valid = daterange(lower(valid), '2026-11-25'), ended = 'left'
      from members.member m where m.id = s.member_id and m.code = 'K-1'`);
    await join(body, ['K-6'], '2026-11-26', new Date('2026-11-26T02:00:00Z'));
    const eve = await page(plan, body);
    expect([eve.gone.map(({ code }) => code), eve.items.find(({ code }) => code === 'K-6')?.outcome]).toEqual([['K-1'], 'late']);
    await act(plan, 'confirm', later(second, LATER));

    const [a, b] = [await named('Chi bộ A một'), await named('Chi bộ B một')];
    expect([await codesIn(a, LATER), await codesIn(b, LATER), await codesIn(body, LATER)]).toEqual([['K-2'], ['K-3', 'K-4', 'K-5', 'K-6'], []]);
    expect([await countOf(body, '2026-11-20'), await countOf(body, '2026-11-30'), await countOf(a, '2026-11-30')]).toEqual([5, 5, 0]);
    expect(await countOf(WARD, '2026-11-30')).toBe(await countOf(WARD, LATER));

    const record = must(await readRecord(runtime.db, plan, later(first, LATER) as never));
    expect(record.moved.filter(({ module }) => module === 'members').map(({ key, count, toName, who = [] }) => [key, count, toName, who.join()])).toEqual([
      ['members', 1, 'Chi bộ A một', ''], ['members', 2, 'Chi bộ B một', ''], ['membersRest', 1, 'Chi bộ B một', ''],
      ['membersLate', 1, 'Chi bộ B một', 'K-6'], ['membersGone', 1, '', 'K-1'],
    ]);
    const annex = await page(plan, body, later(first, LATER));
    expect(annex.items.map(({ code, to, outcome }) => [code, to, outcome]).toSorted()).toEqual([
      ['K-1', 'n1', 'gone'], ['K-2', 'n1', 'listed'], ['K-3', 'n2', 'listed'], ['K-4', 'n2', 'listed'], ['K-5', 'n2', 'rest'], ['K-6', 'n2', 'late'],
    ]);
    expect([annex.editable, annex.total]).toEqual([false, 6]);
    expect(told(await takeShareFile(runtime, { plan, body }, 'csv', first))).toEqual([['reorganisation.notDraft', '', 0, '']]);
  });

  it('gives away only those who are named when it goes on', async () => {
    const body = runtime.branches[1]!;
    await join(body, ['L-1', 'L-2', 'L-3']);
    const plan = await draft(TODAY, [founding('Chi bộ tách'), { kind: 'split', body: String(body), newinto1: 'n1', goesOn: 'yes' }]);
    must(await lists(plan, body, { n1: 'L-2' }));
    const preview = must(await readReorganisation(runtime.db, plan, first as never));
    expect(preview.moved.map(({ key, count, becomes, toName }) => [key, count, becomes, toName])).toEqual([
      ['members', 1, 'moves', 'Chi bộ tách'], ['membersRest', 2, 'stays', ''],
    ]);
    await act(plan, 'submit', first);
    await act(plan, 'confirm', second);
    expect([await codesIn(body, TODAY), await codesIn(await named('Chi bộ tách'), TODAY)]).toEqual([['L-1', 'L-3'], ['L-2']]);
  });

  it('and a branch that ends sends its members to several others', async () => {
    const [body, one, two] = [runtime.branches[2]!, runtime.branches[3]!, runtime.branches[4]!];
    await join(body, ['M-1', 'M-2', 'M-3']);
    const plan = await draft(TODAY, [{ kind: 'end', body: String(body), heir: String(one), also1: String(two) }]);
    must(await lists(plan, body, { [two]: 'M-3' }));
    expect(told(await share('rest', plan, body, { rest: String(two) }))).toEqual([['share.rest', '', 0, '']]);
    await act(plan, 'submit', first);
    await act(plan, 'confirm', second);
    expect([await codesIn(one, TODAY), await codesIn(two, TODAY)]).toEqual([['M-1', 'M-2'], ['M-3']]);
  });
});

describe('what is wrong with a list', () => {
  let body: number;
  let plan: number;
  beforeAll(async () => {
    body = runtime.branches[5]!;
    await join(body, ['P-1', 'P-2', 'P-3']);
    await join(runtime.branches[6]!, ['Q-1']);
    await join(runtime.foreign, ['X-1']);
    plan = await apart(body, LATER, 'sáu');
  });

  it('is told by list and row, and nothing of it is kept', async () => {
    must(await lists(plan, body, { n1: 'P-1' }));
    const wrong = await lists(plan, body, { n1: 'P-1\nQ-1\n\nP-1', n2: 'P-2\nP-9; X-1\nP-1' });
    const [a, b] = ['Chi bộ A sáu', 'Chi bộ B sáu'];
    expect(told(wrong)).toEqual([
      ['share.elsewhere', a, 2, 'Q-1'], ['share.twice', a, 4, 'P-1'],
      // Of somebody whom the officer may not see not even that there is one is told.
      ['share.unknown', b, 2, 'P-9'], ['share.unknown', b, 2, 'X-1'], ['share.twice', b, 3, 'P-1'],
    ]);
    expect((await page(plan, body)).heirs.map(({ codes }) => codes)).toEqual(['P-1', '']);
  });

  it('in a file too, where a row also says where to', async () => {
    const text = [
      'Danh sách chia chi bộ', 'STT,Mã đảng viên,Họ và tên,Chuyển về', '1,P-1,,chi bo a sau', '2,P-2,,2', '3,P-3,,Chi bộ khu phố 8', '4,P-2,,',
      '5,,,Chi bộ A sáu', `6,Q-1,,Chi bộ không có`, '7,P-3,,Đảng ủy xã Lộc Hưng cũ',
    ].join('\n');
    const wrong = await share('file', plan, body, { file: new File([text], 'chia.csv') });
    expect(told(wrong)).toEqual([
      ['share.heirNotIn', '', 5, 'P-3'], ['share.twice', '', 6, 'P-2'], ['share.code', '', 7, ''],
      ['share.elsewhere', '', 8, 'Q-1'], ['share.heir', '', 8, 'Q-1'], ['share.twice', '', 9, 'P-3'],
    ]);
    expect(told(await share('file', plan, body, { file: new File(['Mã đảng viên,Họ tên\nP-1,A'], 'chia.csv') }))).toEqual([['share.columns', '', 0, '']]);
    expect(told(await share('file', plan, body, {}))).toEqual([['file.missing', '', 0, '']]);
  });

  it('with the day on which a body ended that cannot take anybody any more', async () => {
    const ended = runtime.branches[7]!;
    const end = await draft(TODAY, [{ kind: 'end', body: String(ended), heir: String(runtime.branches[8]) }]);
    await act(end, 'submit', first);
    await act(end, 'confirm', second);
    const wrong = await share('file', plan, body, { file: new File(['Mã đảng viên,Chuyển về\nP-3,Chi bộ khu phố 8'], 'chia.csv') });
    expect(wrong.ok ? [] : wrong.problems).toMatchObject([{ code: 'share.heirEnded', field: 'file', values: { row: 2, other: 'Chi bộ khu phố 8', day: TODAY } }]);
  });

  it('and choices of somebody else are refused', async () => {
    const { rows: [stranger] } = await execute(runtime.db, sql<{ id: number }>`select id from members.member where code = 'X-1'`);
    const own = (await page(plan, body)).items;
    expect(told(await share('choices', plan, body, { [`to-${stranger!.id}`]: 'n1' }))).toEqual([['share.form', '', 0, '']]);
    expect(told(await share('choices', plan, body, { [`to-${own[0]!.id}`]: 'n7' }))).toEqual([['share.form', '', 0, '']]);
    must(await share('choices', plan, body, Object.fromEntries(own.map(({ id }, at) => [`to-${id}`, at === 0 ? '' : 'n2']))));
    expect((await page(plan, body)).heirs.map(({ count }) => count)).toEqual([0, 2]);
    const other = await keeper(runtime, OTHER_WARD, 'administrator');
    expect(told(await share('choices', plan, body, { [`to-${own[0]!.id}`]: 'n1' }, other))).toEqual([['forbidden', '', 0, '']]);
    expect(told(await readSharePage(runtime, { plan, body }, 1, other))).toEqual([['forbidden', '', 0, '']]);
    expect(told(await readSharePage(runtime, { plan, body: runtime.branches[0]! }, 1, first))).toEqual([['share.none', '', 0, '']]);
  });
});

describe('the list to fill in', () => {
  it('comes back as it went out, without names for who may not take them alone', async () => {
    const body = runtime.branches[9]!;
    await join(body, ['R-1', 'R-2']);
    const plan = await apart(body, LATER, 'mười');
    must(await lists(plan, body, { n2: 'R-2' }));
    const at = { plan, body };
    const file = must(await takeShareFile(runtime, at, 'xlsx', first));
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(file.content as never);
    const sheet = book.getWorksheet('Đảng viên')!;
    expect([sheet.getCell('A1').value, sheet.getCell('B1').value]).toEqual(['Mã đảng viên', 'Chuyển về']);
    expect([sheet.getCell('A3').value, sheet.getCell('B3').value]).toEqual(['R-2', 'Chi bộ B mười']);
    sheet.getCell('B2').value = 'Chi bộ A mười';
    sheet.getCell('B3').value = '';
    const filled = new Uint8Array(await book.xlsx.writeBuffer());
    must(await share('file', plan, body, { file: new File([filled as BlobPart], 'chia.xlsx') }));
    expect((await page(plan, body)).heirs.map(({ codes }) => codes)).toEqual(['R-1', '']);

    const own = await keeper(runtime, body, 'administrator');
    const both = { ...own, actor: { ...own.actor, grants: [{ role: 'administrator' as const, bodyId: body }, { role: 'administrator' as const, bodyId: WARD }] } as Officer['actor'] };
    const csv = new TextDecoder().decode(must(await takeShareFile(runtime, at, 'csv', both)).content);
    expect(csv.split('\r\n').slice(0, 2)).toEqual(['Mã đảng viên,Họ và tên,Chuyển về', 'R-1,Thị R-1,Chi bộ A mười']);
    const acts = await execute(runtime.db, sql<{ kind: string }>`select kind from audit.act where subject = ${`reorganisation:${plan}`}`);
    expect(acts.rows.filter(({ kind }) => kind === 'members.shareFile')).toHaveLength(2);
  });

  it('a list goes with the part that it was for, and with a plan that is cancelled', async () => {
    const body = runtime.branches[10]!;
    await join(body, ['S-1', 'S-2']);
    const plan = await apart(body, LATER, 'mười một');
    must(await lists(plan, body, { n1: 'S-1', n2: 'S-2' }));
    const kept = async () => (await execute(runtime.db, sql<{ to: string }>`
      select destination as "to" from members.allotment where reorganisation_id = ${plan}`)).rows.map(({ to }) => to);
    must(await draftSteps.remove!(runtime, plan, { step: '1' }, first as never));
    // One part is left: nothing is divided any more.
    expect(await kept()).toEqual([]);
    must(await draftSteps.add!(runtime, plan, founding('Chi bộ C mười một'), first as never));
    expect(await kept()).toEqual([]);
    const again = await apart(body, LATER, 'lại');
    must(await lists(again, body, { n1: 'S-1' }));
    await act(again, 'cancel', first);
    expect((await execute(runtime.db, sql`select from members.allotment where reorganisation_id = ${again}`)).rows).toEqual([]);
  });
});

describe('after any split by any lists', () => {
  it('earlier days count as they did, nobody is lost, and everybody is where the lists say', async () => {
    const body = runtime.branches[11]!;
    const codes = Array.from({ length: 9 }, (_, at) => `T-${at}`);
    await join(body, codes);
    let at = body;
    // Entered late: rights of today reach all of them.
    let day: Day = '2025-09-01';
    let round = 0;
    const choice = fc.array(fc.constantFrom<'n1' | 'n2' | null>('n1', 'n2', null), { minLength: 9, maxLength: 9 });
    await fc.assert(fc.asyncProperty(choice, fc.constantFrom('n1', 'n2'), async (where, rest) => {
      round += 1;
      const days = [addDays(day, -30), addDays(day, -1)];
      const past = async () => Promise.all(days.flatMap((each) => [countOf(WARD, each), countOf(at, each)]));
      const before = await past();
      const here = await codesIn(at, day);
      const total = await countOf(WARD, day);
      const today = await countOf(WARD, TODAY);
      const heading = { title: 'Tách', on: day, basis: { text: 'Quyết định', symbol: '' } };
      const plan = must(await beginReorganisation(runtime, heading, first as never));
      for (const step of [founding(`A vòng ${round}`), founding(`B vòng ${round}`), { kind: 'split', body: String(at), newinto1: 'n1', newinto2: 'n2' }]) {
        must(await draftSteps.add!(runtime, plan, step, first as never));
      }
      const listed = (key: string) => here.filter((_, index) => where[index] === key);
      must(await lists(plan, at, { n1: listed('n1').join('\n'), n2: listed('n2').join('\n') }));
      must(await share('rest', plan, at, { rest }));
      await act(plan, 'submit', first);
      await act(plan, 'confirm', second);
      const heirs = { n1: await named(`A vòng ${round}`), n2: await named(`B vòng ${round}`) };
      const wanted = (key: 'n1' | 'n2') => here.filter((_, index) => (where[index] ?? rest) === key);
      expect([await codesIn(heirs.n1, day), await codesIn(heirs.n2, day)]).toEqual([wanted('n1'), wanted('n2')]);
      expect(await past()).toEqual(before);
      expect([await countOf(WARD, day), await countOf(WARD, TODAY)]).toEqual([total, today]);
      const parts = await Promise.all((await bodiesWithin(runtime.db, WARD, day)).filter((each) => each !== WARD).map((each) => countOf(each, day)));
      expect(parts.reduce((sum, count) => sum + count, 0)).toBe(total);
      at = wanted('n1').length > wanted('n2').length ? heirs.n1 : heirs.n2;
      day = addDays(day, 7);
    }), { numRuns: 8, endOnFailure: true });
  });
});
