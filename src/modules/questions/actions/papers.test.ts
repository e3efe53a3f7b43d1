import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findActs } from '#platform/audit/store.server.ts';
import { asSystem } from '#platform/database/scope.server.ts';
import { now, openOffices, personId, today } from '../../../../tests/offices.ts';
import {
  approvedPapers, createPaper, drawSheets, paperSteps, questionSteps, readBank, readChoose, readItem, readNewPaper, readPaper,
  readPapers, readSheet, readTypedPaper, readTypedQuestion,
} from '../index.server.ts';
import { pickClause } from './pick.server.ts';
import type { Cite } from '../store/item.server.ts';
import { insertItems, insertVersion, setState, versionsOf } from '../store/item.server.ts';

const { runtime, body, other, person, editor, reviewer } = await openOffices();
let document: number;

beforeAll(async () => {
  document = await documentOf('Điều 1, 2 và 3');
});
afterAll(() => runtime.drop());

/** A document of three articles, published. */
async function documentOf(title: string): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into documents.document (symbol, symbol_key, kind, issuer, issued_on, title, body_id, created_at)
    values ('', '', 'regulation', 'Ai đó', ${today}, ${title}, ${body}, now()) returning id`.execute(runtime.db);
  await publish(rows[0]!.id, 1, ['Một.', 'Hai.', 'Ba.']);
  return rows[0]!.id;
}
async function publish(documentId: number, number: number, texts: string[]): Promise<void> {
  const { rows } = await sql<{ id: number }>`
    insert into documents.version (document_id, number, in_force_from, state, text, written_at, published_at)
    values (${documentId}, ${number}, ${today}, 'published', 'x', now(), now()) returning id`.execute(runtime.db);
  for (const [at, text] of texts.entries()) {
    await sql`insert into documents.clause (version_id, anchor, position, kind, label, heading, text)
      values (${rows[0]!.id}, ${`dieu-${at + 1}`}, ${at}, 'article', ${`Điều ${at + 1}`}, '', ${text})`.execute(runtime.db);
  }
}

const code = (result: { ok: boolean; problems?: { code: string }[] }) => (result.ok ? 'ok' : result.problems?.[0]?.code);

type Made = { stem?: string; difficulty?: 1 | 2 | 3; tags?: string[]; cites?: Cite[]; approved?: boolean; at?: number };
async function item({ stem = 'Đúng không?', difficulty = 2, tags = [], cites = [], approved = true, at = body }: Made = {}): Promise<number> {
  const write = { stem, question: { type: 'truefalse' as const, answer: true }, explanation: '', difficulty, tags, cites };
  const [made] = await insertItems(runtime.db, at, [write], { by: personId(1), now });
  if (approved) await setState(runtime.db, (await versionsOf(runtime.db, made!))[0]!.id, { state: 'approved', approvedAt: now });
  return made!;
}
const cite = (anchor: string, documentId = document): Cite[] => [{ documentId, version: 1, anchor }];

function typed(fields: Record<string, string | string[]>) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) for (const each of [value].flat()) form.append(name, each);
  return readTypedPaper(form);
}
async function paper(kind: 'fixed' | 'drawn', at = body): Promise<number> {
  const read = readNewPaper(typed({ title: 'Đề mẫu', kind, body: String(at) }));
  const made = read.ok ? await createPaper(runtime, read.value, person(1, 'editor', at)) : read;
  if (!made.ok) throw new Error(made.problems[0]!.code);
  return made.value;
}
async function page(number: number, officer = editor()) {
  const read = await readPaper(runtime.db, number, { text: '', document: null, version: null }, officer);
  if (!read.ok) throw new Error(read.problems[0]!.code);
  return read.value;
}
const step = async (name: string, number: number, fields: Record<string, string | string[]> = {}, officer = editor()) =>
  paperSteps[name]!(runtime, number, typed({ seen: (await page(number)).seen, ...fields }), officer);

async function approved(number: number, fields: Record<string, string> = {}): Promise<void> {
  expect(code(await step('submit', number, fields))).toBe('ok');
  expect(code(await step('approve', number, fields, reviewer()))).toBe('ok');
}

describe('a fixed paper', () => {
  it('asks chosen items in an order, is approved by a second person, and gives everybody the same sheet', async () => {
    const items = [await item({ stem: 'Một?' }), await item({ stem: 'Hai?' }), await item({ stem: 'Ba?' })];
    const number = await paper('fixed');
    expect(code(await step('submit', number))).toBe('paper.empty');
    expect(code(await step('add', number, { chosen: items.map(String) }))).toBe('ok');
    expect(code(await step('add', number, { chosen: [String(items[0])] }))).toBe('ok');
    const [one, two, three] = items.map(String) as [string, string, string];
    expect(code(await step('order', number, {
      line: [one, two, three], linePlace: ['1', '2', '1'], linePoints: ['1', '0,5', '2'], remove: [two],
    }))).toBe('ok');
    expect((await page(number)).items.map(({ stem, points }) => [stem, points])).toEqual([['Ba?', 2], ['Một?', 1]]);
    expect(code(await drawSheets(runtime.db, number, 1, 's', today))).toBe('paper.step');
    expect(code(await step('submit', number))).toBe('ok');
    expect(code(await step('order', number, {}))).toBe('paper.step');
    expect(code(await step('approve', number, {}, person(1, 'reviewer')))).toBe('paper.own');
    expect(code(await step('approve', number, {}, reviewer()))).toBe('ok');
    const sheets = await drawSheets(runtime.db, number, 2, 's', today);
    expect(sheets.ok && sheets.value.map((sheet) => sheet.items.map((each) => [each.number, each.stem, each.points]))).toEqual([
      [[1, 'Ba?', 2], [2, 'Một?', 1]], [[1, 'Ba?', 2], [2, 'Một?', 1]],
    ]);
    expect(await approvedPapers(runtime.db, [body])).toContainEqual({ id: number, title: 'Đề mẫu', kind: 'fixed', bodyId: body, items: 2, points: 3 });
    const acts = await asSystem(runtime.db, 'test', (tx) => findActs(tx, { bodies: [body], subject: `paper:${number}`, limit: 5 }));
    expect(acts.map((act) => act.details)).toEqual([{ kind: 'fixed', stale: 0 }]);
  });

  it('keeps the version that was chosen until the newer one is taken', async () => {
    const made = await item({ stem: 'Cũ?' });
    const number = await paper('fixed');
    await step('add', number, { chosen: [String(made)] });
    const write = { stem: 'Mới?', question: { type: 'truefalse' as const, answer: false }, explanation: '', difficulty: 1 as const, tags: [], cites: [] };
    await insertVersion(runtime.db, made, 2, write, { by: personId(1), now });
    expect((await page(number)).items[0]).toMatchObject({ stem: 'Cũ?', newer: null });
    await setState(runtime.db, (await versionsOf(runtime.db, made))[0]!.id, { state: 'approved', approvedAt: now });
    expect((await page(number)).items[0]).toMatchObject({ stem: 'Cũ?', newer: 2 });
    expect(code(await step('renew', number, { renew: String(made) }))).toBe('ok');
    expect((await page(number)).items[0]).toMatchObject({ stem: 'Mới?', newer: null, number: 2 });
  });

  it('asks nothing that is not approved, not of that bank, or gone', async () => {
    const number = await paper('fixed');
    const [draft, foreign, gone] = [await item({ approved: false }), await item({ at: other }), await item()];
    for (const wrong of [draft, foreign]) expect(code(await step('add', number, { chosen: [String(wrong)] }))).toBe('paper.choice');
    expect(code(await step('add', number, {}))).toBe('paper.choice');
    await step('add', number, { chosen: [String(gone)] });
    await sql`update questions.item set retired_at = now() where id = ${gone}`.execute(runtime.db);
    expect(code(await step('submit', number))).toBe('paper.retired');
    await sql`update questions.item set retired_at = null where id = ${gone}`.execute(runtime.db);
    await sql`update questions.version set question = '{"type": "single", "options": []}', type = 'single' where item_id = ${gone}`.execute(runtime.db);
    expect(code(await step('submit', number))).toBe('paper.noKey');
  });

  it('of which a clause was amended is refused until somebody says that it was looked at', async () => {
    const amended = await documentOf('Sẽ sửa');
    const made = await item({ cites: cite('dieu-2', amended) });
    const number = await paper('fixed');
    await step('add', number, { chosen: [String(made)] });
    await publish(amended, 2, ['Một.', 'Hai, đã sửa.', 'Ba.']);
    expect(await page(number)).toMatchObject({ stale: 1, problems: [] });
    expect(await step('submit', number)).toEqual({ ok: false, problems: [{ field: 'stale', code: 'paper.stale', values: { count: 1 } }] });
    await approved(number, { stale: 'yes' });
  });

  it('is changed by whoever saw it as it is, and copied when it is approved', async () => {
    const made = await item();
    const number = await paper('fixed');
    await step('add', number, { chosen: [String(made)] });
    expect(code(await step('save', number, { seen: '2020-01-01T00:00:00.000Z', title: 'x' }))).toBe('paper.changed');
    expect(code(await step('save', number, { title: '' }))).toBe('title.missing');
    await approved(number);
    const copy = await step('copy', number);
    const copied = copy.ok ? await page(copy.value) : undefined;
    expect(copied).toMatchObject({ state: 'draft', count: 1 });
    expect(code(await step('retire', number, {}, reviewer()))).toBe('ok');
    expect(code(await drawSheets(runtime.db, number, 1, 's', today))).toBe('paper.step');
  });
});

describe('a paper drawn along a blueprint', () => {
  it('is told at once what the bank lacks, then gives sheets that differ', async () => {
    const own = await documentOf('Để rút');
    for (const [at, difficulty] of ([1, 1, 2, 2, 3, 3] as const).entries()) {
      await item({ stem: `Câu ${at}?`, difficulty, tags: ['rút'], cites: cite(`dieu-${(at % 2) + 1}`, own) });
    }
    const number = await paper('drawn');
    const row = { document: String(own), clause: 'dieu-1', tag: 'rút', points: '2' };
    expect(code(await step('addRow', number, { ...row, clause: 'dieu-9', count: '1' }))).toBe('cite.unknown');
    expect(code(await step('addRow', number, { ...row, count: '4' }))).toBe('ok');
    expect(await page(number)).toMatchObject({
      rows: [{ wanted: 4, has: 3, clause: 'Điều 1' }],
      problems: [{ code: 'paper.few', values: { rows: '1', wanted: 4, has: 3 } }],
    });
    expect(code(await step('submit', number))).toBe('paper.few');
    expect(code(await step('rows', number, { line: '0', lineCount: '2', linePoints: '2' }))).toBe('ok');
    expect(code(await step('addRow', number, { tag: 'rút', difficulty: '2', count: '1' }))).toBe('ok');
    await approved(number);
    const sheets = await drawSheets(runtime.db, number, 30, 'mầm', today);
    if (!sheets.ok) throw new Error(sheets.problems[0]!.code);
    for (const { items } of sheets.value) {
      expect(items.map(({ points }) => points)).toEqual([2, 2, 1]);
      expect(items.slice(0, 2).every(({ citations }) => citations[0]!.anchor === 'dieu-1')).toBe(true);
      expect(new Set(items.map(({ itemId }) => itemId)).size).toBe(3);
    }
    expect(new Set(sheets.value.map(({ items }) => items.map(({ itemId }) => itemId).join())).size).toBeGreaterThan(1);
    expect(await drawSheets(runtime.db, number, 30, 'mầm', today)).toEqual(sheets);
    const shown = await readSheet(runtime.db, number, 'x', reviewer());
    expect(shown.ok && [shown.value.items.length, shown.value.points]).toEqual([3, 5]);
  });

  it('leaves out what rests on an amended clause', async () => {
    const amended = await documentOf('Rút rồi sửa');
    await item({ tags: ['cũ'], cites: cite('dieu-1', amended) });
    await item({ tags: ['cũ'], cites: cite('dieu-3', amended) });
    const number = await paper('drawn');
    await step('addRow', number, { tag: 'cũ', count: '2' });
    expect((await page(number)).problems).toEqual([]);
    await publish(amended, 2, ['Một.', 'Hai.', 'Ba khác.']);
    expect(await page(number)).toMatchObject({ problems: [{ code: 'paper.few', values: { rows: '1', wanted: 2, has: 1 } }] });
  });
});

it('the matrix tells which clauses are asked how often, and which not at all', async () => {
  const own = await documentOf('Ma trận');
  const items = [
    await item({ difficulty: 1, cites: cite('dieu-1', own) }), await item({ difficulty: 3, cites: [...cite('dieu-1', own), ...cite('dieu-3', own)] }),
  ];
  await item({ cites: cite('dieu-2', own) });
  const number = await paper('fixed');
  await step('add', number, { chosen: items.map(String) });
  const [coverage] = (await page(number)).coverage;
  expect(coverage).toMatchObject({ documentId: own, missing: 1 });
  expect(coverage!.lines.map(({ label, asked, total, bank }) => [label, asked, total, bank])).toEqual([
    ['Điều 1', [1, 0, 1], 2, 2], ['Điều 2', [0, 0, 0], 0, 1], ['Điều 3', [0, 0, 1], 1, 1],
  ]);
});

it('papers belong to those who keep that bank', async () => {
  const number = await paper('fixed');
  for (const stranger of [person(3, 'editor', other), person(3, 'reviewer', other), person(3, 'officer')]) {
    expect(code(await readPaper(runtime.db, number, { text: '', document: null, version: null }, stranger))).toBe('forbidden');
    expect(code(await readSheet(runtime.db, number, 'x', stranger))).toBe('forbidden');
    expect(code(await readChoose(runtime.db, number, { q: '', type: null, state: null, tag: '', page: 1 }, stranger))).toBe('forbidden');
    const sent = { title: 'x', chosen: '1', note: 'x', count: '1', line: '0', lineCount: '1', linePoints: '1' };
    for (const name of Object.keys(paperSteps)) expect(code(await step(name, number, sent, stranger))).toBe('forbidden');
    const list = await readPapers(runtime.db, { q: '', state: null, page: 1 }, stranger);
    expect(list.ok ? list.value.rows : []).toEqual([]);
  }
});

describe('what a question rests on', () => {
  const cited = (made: number) => readItem(runtime.db, made, editor()).then((page) => (page.ok ? page.value : undefined));
  async function ask(name: string, made: number, fields: Record<string, string> = {}, officer = editor()) {
    const form = new FormData();
    form.set('seen', (await cited(made))!.newest.seen);
    for (const [field, value] of Object.entries(fields)) form.set(field, value);
    return questionSteps[name]!(runtime, made, readTypedQuestion(form), officer);
  }

  it('is chosen clause by clause; of an approved question in its next version', async () => {
    const own = await documentOf('Căn cứ để chọn');
    const made = await item({ approved: false });
    expect(code(await ask('cite', made, {}))).toBe('cite.missing');
    expect(code(await ask('cite', made, { cite: `${own}:1:dieu-9` }))).toBe('cite.unknown');
    expect(code(await ask('cite', made, { cite: `${own}:1:dieu-2` }))).toBe('ok');
    expect((await cited(made))!.cites).toMatchObject([{ anchor: 'dieu-2', clause: 'Điều 2: Hai.', stale: false }]);
    await setState(runtime.db, (await versionsOf(runtime.db, made))[0]!.id, { state: 'approved', approvedAt: now });
    expect(code(await ask('uncite', made, { cite: `${own}:1:dieu-2` }))).toBe('ok');
    const page = (await cited(made))!;
    expect([page.versions.map(({ number, state }) => [number, state]), page.cites]).toEqual([[[2, 'draft'], [1, 'approved']], []]);
    expect(code(await ask('cite', made, { seen: '2020-01-01T00:00:00.000Z', cite: `${own}:1:dieu-2` }))).toBe('version.changed');
    expect(code(await ask('cite', made, { cite: `${own}:1:dieu-2` }, person(3, 'editor', other)))).toBe('forbidden');
  });

  it('is followed when it was amended and the question is still right; what is gone has to be chosen anew', async () => {
    const own = await documentOf('Căn cứ sẽ sửa');
    const [right, gone] = [await item({ cites: cite('dieu-1', own) }), await item({ cites: cite('dieu-3', own) })];
    expect(code(await ask('confirm', right))).toBe('cite.fresh');
    await publish(own, 2, ['Một, sửa câu chữ.', 'Hai.']);
    const bank = await readBank(runtime.db, { q: '', type: null, state: null, tag: '', page: 1, stale: true }, editor());
    expect(bank.ok && bank.value.rows.map(({ itemId }) => itemId)).toEqual(expect.arrayContaining([right, gone]));
    expect(code(await ask('confirm', gone))).toBe('cite.gone');
    expect(code(await ask('confirm', right))).toBe('ok');
    const page = (await cited(right))!;
    expect([page.newest.state, page.cites]).toMatchObject(['submitted', [{ anchor: 'dieu-1', version: 2, stale: false }]]);
  });

  it('is found by the number or words of a document, then by version', async () => {
    const own = await documentOf('Văn bản để tìm thấy');
    const byWords = await pickClause(runtime.db, { text: 'de tim thay', document: null, version: null }, now);
    expect(byWords.document).toMatchObject({ id: own, version: 1, clauses: [{ anchor: 'dieu-1' }, { anchor: 'dieu-2' }, { anchor: 'dieu-3' }] });
    await publish(own, 2, ['Khác.']);
    const old = await pickClause(runtime.db, { text: '', document: own, version: 1 }, now);
    expect(old.document).toMatchObject({ version: 1, versions: [2, 1] });
    const others = await pickClause(runtime.db, { text: 'khong co van ban nao', document: own, version: null }, now);
    expect(others).toMatchObject({ document: null, found: [] });
  });
});
