import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { activate, grantRole, operator, type Person } from '#modules/people/index.server.ts';
import { findActs } from '#platform/audit/store.server.ts';
import { asSystem } from '#platform/database/scope.server.ts';
import { registerCatalogue } from '#platform/words/translate.ts';
import '#src/paths.ts';
import { catalogue } from '#src/words.generated.ts';
import { manifest } from '../index.server.ts';
import { readLettersForm, type LettersForm } from '../input/accounts.ts';
import { makeLetters, readAccounts } from './accounts.server.ts';
import { addMember, correctMember } from './member.server.ts';
import { execute, keeper, membersRuntime, must, NOW, OTHER_WARD, WARD, type Kept, type Members } from './testing.ts';

let runtime: Members;
beforeAll(async () => {
  registerCatalogue(catalogue);
  runtime = await membersRuntime(manifest);
});
afterAll(() => runtime.drop());

let count = 0;
const add = async (branch: number, more: { email?: string; phone?: string; name?: string } = {}) => {
  count += 1;
  const { name = `Điểu Số ${count}`, email = null, phone = null } = more;
  const said = { code: `DV-${count}`, fullName: name, phone, email, from: '2026-01-01', body: { id: branch, text: '' } };
  return must(await addMember(runtime, said, branch === runtime.foreign ? runtime.other : runtime.officer));
};
const page = async (body: number, q = '', officer: Kept = runtime.officer) => must(await readAccounts(runtime, { body, q, page: 1 }, officer));
let clicks = 0;
const click = (body: number, more: Partial<LettersForm> = {}, officer: Kept = runtime.officer) =>
  makeLetters(runtime, { body, which: 'all', channel: 'letter', once: `click-number-${(clicks += 1)}`, ...more }, officer);
const codes = (result: { ok: boolean; problems?: { code: string }[] }) => result.problems?.map(({ code }) => code) ?? [];
const open = (code: string) =>
  activate(runtime, { code, password: 'con đường đất đỏ', consent: true, language: 'vi', address: '10.70.0.1', now: NOW });

describe('letters for a branch', () => {
  it('are one for each member without an account, with name, branch and code, and nothing else of the member', async () => {
    const branch = runtime.branches[0]!;
    await add(branch, { name: 'Thị Bé', phone: '0976175123', email: 'be@vi-du.example' });
    await add(branch, { name: 'Lâm Sa Rêm' });
    expect((await page(branch)).counts).toEqual({ members: 2, active: 0, waiting: 0, none: 2, mail: 1 });
    const made = must(await click(branch));
    expect(made).toMatchObject({ count: 2, refused: [], left: 0, from: 'Chi bộ khu phố 1', by: 'Thị Thu Hà' });
    expect(made.letters.map(({ name, branch: where }) => [name, where])).toEqual([['Thị Bé', 'Chi bộ khu phố 1'], ['Lâm Sa Rêm', 'Chi bộ khu phố 1']]);
    expect(new Set(made.letters.map(({ code }) => code)).size).toBe(2);
    expect(JSON.stringify(made)).not.toMatch(/0976175123|be@vi-du|DV-\d/);
    expect((await page(branch)).counts).toEqual({ members: 2, active: 0, waiting: 2, none: 0, mail: 0 });
    expect(codes(await click(branch))).toEqual(['letters.nobody']);

    must(await open(made.letters[0]!.code));
    const after = await page(branch);
    expect(after.counts).toMatchObject({ active: 1, waiting: 1, none: 0 });
    expect(after.items.map(({ fullName, standing }) => [fullName, standing])).toEqual([['Lâm Sa Rêm', 'printed'], ['Thị Bé', 'active']]);
    const { rows } = await execute(runtime.db, sql<{ name: string }>`
      select p.full_name as name from members.member m join people.person p on p.id = m.person_id where m.code like 'DV-%' order by 1`);
    expect(rows.map(({ name }) => name)).toEqual(['Lâm Sa Rêm', 'Thị Bé']);
    const acts = await asSystem(runtime.db, 'test', (tx) => findActs(tx, { bodies: [branch], kind: 'people.letters', limit: 5 }));
    expect(acts.map(({ details, actorName }) => [details, actorName])).toEqual([[{ channel: 'letter', count: 2 }, 'Thị Thu Hà']]);
  });

  it('are made once for one click: loading the answer again voids nothing', async () => {
    const branch = runtime.branches[1]!;
    await add(branch);
    const first = must(await click(branch, { once: 'the-same-click-again' }));
    expect(codes(await click(branch, { once: 'the-same-click-again' }))).toEqual(['letters.once']);
    expect((await open(first.letters[0]!.code)).ok).toBe(true);
  });

  it('that two officers ask for at once are one for each member', async () => {
    const branch = runtime.branches[2]!;
    for (let at = 0; at < 4; at += 1) await add(branch);
    const both = await Promise.all([click(branch), click(branch)]);
    const made = both.flatMap((each) => (each.ok ? each.value.letters : []));
    expect(made).toHaveLength(4);
    const opened = await Promise.all(made.map(({ code }) => open(code)));
    expect(opened.every(({ ok }) => ok)).toBe(true);
  });

  it('by mail go to those with an address; nothing of them is on the page', async () => {
    const branch = runtime.branches[0]!;
    await add(branch, { email: 'co.thu@vi-du.example' });
    await add(branch);
    const made = must(await click(branch, { channel: 'email' }));
    expect(made).toMatchObject({ count: 1, letters: [], left: 1 });
    const { items } = await page(branch);
    expect(items.filter(({ standing }) => standing === 'mailed')).toHaveLength(1);
    must(await click(branch));
  });

  it('again for somebody chosen void the first; an active account can be chosen, and one of another body cannot', async () => {
    const branch = runtime.branches[0]!;
    const id = await add(branch);
    const first = must(await click(branch, { which: { ids: [id] } })).letters[0]!;
    const second = must(await click(branch, { which: { ids: [id] } })).letters[0]!;
    expect([(await open(first.code)).ok, (await open(second.code)).ok]).toEqual([false, true]);
    const third = must(await click(branch, { which: { ids: [id] } })).letters[0]!;
    expect(third.again).toBe(true);
    const foreign = await add(runtime.foreign);
    expect(codes(await click(branch, { which: { ids: [foreign] } }))).toEqual(['letters.nobody']);
  });
});

describe('who may', () => {
  it('is who keeps or sees the body, the secretary of the own branch too, and nobody else', async () => {
    const [branch, next] = [runtime.branches[0]!, runtime.branches[1]!];
    await add(branch);
    const secretary = await keeper(runtime, branch, 'secretary');
    expect((await page(branch, '', secretary)).counts.none).toBe(1);
    expect((await click(branch, {}, secretary)).ok).toBe(true);
    const anonymous = { actor: { kind: 'anonymous' as const }, now: NOW };
    for (const [body, officer] of [[next, secretary], [WARD, secretary], [branch, runtime.other], [OTHER_WARD, runtime.officer], [branch, anonymous]] as const) {
      expect(codes(await readAccounts(runtime, { body, q: '', page: 1 }, officer))).toEqual(['forbidden']);
      const form = { body, which: 'all' as const, channel: 'letter' as const, once: `refused-${body}-click` };
      expect(codes(await makeLetters(runtime, form, officer))).toEqual(['forbidden']);
    }
  });

  it('does not open the account of a member who administers something above', async () => {
    const branch = runtime.branches[0]!;
    const id = await add(branch, { name: 'Lê Minh Khôi' });
    must(await open(must(await click(branch, { which: { ids: [id] } })).letters[0]!.code));
    const { rows } = await execute(runtime.db, sql<{ person: string }>`select person_id as person from members.member where id = ${id}`);
    must(await grantRole(runtime, { personId: rows[0]!.person, role: 'administrator', bodyId: 100, validFrom: '2026-11-23' }, { by: operator, now: NOW }));
    const refused = must(await click(branch, { which: { ids: [id] } }));
    expect(refused).toMatchObject({ count: 0, letters: [], refused: ['Lê Minh Khôi'] });
    const chief = await keeper(runtime, 100, 'administrator');
    expect(must(await click(branch, { which: { ids: [id] } }, chief)).count).toBe(1);
    expect((chief.actor as Person).personId).not.toBe(rows[0]!.person);
  });
});

it('the form is read, or it is none of ours', () => {
  const form = (fields: [string, string][]) => {
    const data = new FormData();
    for (const [name, value] of fields) data.append(name, value);
    return readLettersForm(data);
  };
  const once = 'aaaaaaaa-bbbb-cccc';
  expect(form([['body', '7'], ['once', once], ['channel', 'email']])).toEqual({ body: 7, which: 'all', channel: 'email', once });
  const chosen = form([['body', '7'], ['once', once], ['which', 'chosen'], ['member', '1'], ['member', 'x'], ['member', '2']]);
  expect(chosen).toMatchObject({ which: { ids: [1, 2] }, channel: 'letter' });
  for (const bad of [[['body', 'x'], ['once', once]], [['body', '7']], [['body', '7'], ['once', 'short']]] as [string, string][][]) {
    expect(form(bad)).toBeUndefined();
  }
});

it('letters open accounts that are called as the member is, also when the list is put right', async () => {
  const id = await add(runtime.branches[0]!, { name: 'Thạch Sô Phi' });
  must(await click(runtime.branches[0]!));
  must(await correctMember(runtime, id, { fullName: 'Thạch Sô Phia', phone: null, email: null }, runtime.officer));
  const { rows } = await execute(runtime.db, sql<{ name: string }>`
    select p.full_name as name from members.member m join people.person p on p.id = m.person_id where m.id = ${id}`);
  expect(rows).toEqual([{ name: 'Thạch Sô Phia' }]);
});
