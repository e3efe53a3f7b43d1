import { Document, Packer, Paragraph, TextRun } from 'docx';
import { afterAll, describe, expect, it } from 'vitest';
import { findActs } from '#platform/audit/store.server.ts';
import { asSystem } from '#platform/database/scope.server.ts';
import { translator } from '#platform/words/translate.ts';
import { openOffices } from '../../../../tests/offices.ts';
import { manifest, questionSteps } from '../index.server.ts';
import { readQuestionForm, readTypedQuestion } from '../input/question.ts';
import { readTypedUpload, readUpload } from '../input/upload.ts';
import { readBank, readItem } from './bank.server.ts';
import { exportBank } from './export.server.ts';
import { dropImport, importReport, readImport, saveImport, startImport } from './import.server.ts';
import { createItem } from './item.server.ts';

const { runtime, body, other, person, editor, reviewer } = await openOffices();
afterAll(() => runtime.drop());

const code = (result: { ok: boolean; problems?: { code: string }[] }) => (result.ok ? 'ok' : result.problems?.[0]?.code);
const everything = { q: '', type: null, state: null, tag: '', page: 1 };

function typed(fields: Record<string, string | string[]>) {
  const form = new FormData();
  const given = { type: 'single', stem: 'Tỷ lệ tối thiểu?', option0: '95 %', option1: '98 %', right: ['1'], body: String(body) };
  for (const [name, value] of Object.entries({ ...given, ...fields })) for (const each of [value].flat()) form.append(name, each);
  return readTypedQuestion(form);
}
async function made(fields: Record<string, string | string[]> = {}): Promise<number> {
  const form = readQuestionForm(typed(fields));
  if (!form.ok) throw new Error(form.problems[0]!.code);
  const done = await createItem(runtime, form.value, editor());
  if (!done.ok) throw new Error(done.problems[0]!.code);
  return done.value;
}
const step = (name: string, item: number, officer: ReturnType<typeof person>, fields: Record<string, string | string[]> = {}) =>
  questionSteps[name]!(runtime, item, typed(fields), officer);
async function seenOf(item: number): Promise<string> {
  const page = await readItem(runtime.db, item, editor());
  return page.ok ? page.value.newest.seen : '';
}

describe('a question on its way into the bank', () => {
  it('is approved by a second person; the next version leaves the approved one as it was', async () => {
    const item = await made();
    await step('submit', item, editor());
    expect(code(await step('save', item, editor(), { seen: await seenOf(item) }))).toBe('version.step');
    expect(code(await step('approve', item, person(1, 'reviewer')))).toBe('version.own');
    expect(code(await step('approve', item, reviewer()))).toBe('ok');
    expect(code(await step('save', item, editor(), { seen: await seenOf(item), stem: 'Hỏi lại?' }))).toBe('ok');
    const page = await readItem(runtime.db, item, editor());
    expect(page.ok && page.value.versions.map(({ number, state }) => [number, state])).toEqual([[2, 'draft'], [1, 'approved']]);
    expect(code(await step('save', item, editor(), { seen: '2020-01-01T00:00:00.000Z' }))).toBe('version.changed');
  });

  it('goes back with a note, and is retired without being lost', async () => {
    const item = await made();
    await step('submit', item, editor());
    expect(code(await step('giveBack', item, reviewer()))).toBe('note.missing');
    expect(code(await step('giveBack', item, reviewer(), { note: 'Thiếu căn cứ' }))).toBe('ok');
    const page = await readItem(runtime.db, item, editor());
    expect(page.ok && page.value.newest).toMatchObject({ state: 'draft', note: 'Thiếu căn cứ' });
    expect(code(await step('retire', item, reviewer()))).toBe('ok');
    expect(code(await step('submit', item, editor()))).toBe('version.step');
    expect(code(await readItem(runtime.db, item, editor()))).toBe('ok');
  });

  it('belongs to those who keep that bank, and to nobody else', async () => {
    const item = await made({ stem: 'Câu kín?' });
    for (const stranger of [person(3, 'editor', other), person(3, 'reviewer', other), person(3, 'officer')]) {
      expect(code(await readItem(runtime.db, item, stranger))).toBe('forbidden');
      for (const name of Object.keys(questionSteps)) expect(code(await step(name, item, stranger, { note: 'x', seen: await seenOf(item) }))).toBe('forbidden');
      const bank = await readBank(runtime.db, { ...everything, q: 'cau kin' }, stranger);
      expect(bank.ok ? bank.value.rows : []).toEqual([]);
    }
    expect(code(await readBank(runtime.db, everything, person(3, 'officer')))).toBe('forbidden');
  });

  it.each<[string, Record<string, string | string[]>, string]>([
    ['no right option', { right: [] }, 'key.missing'],
    ['two right ones in single choice', { right: ['0', '1'] }, 'key.several'],
    ['one option', { option1: '' }, 'options.few'],
    ['the same twice', { option1: '95 %' }, 'options.repeated'],
    ['no question', { stem: ' ' }, 'stem.missing'],
    ['a number that is none', { type: 'number', answer: 'hai' }, 'number.form'],
    ['a clause that is nowhere', { cite: '9:1:dieu-1' }, 'cite.unknown'],
  ])('is refused with %s', async (_, fields, problem) => {
    const form = readQuestionForm(typed(fields));
    expect(code(form.ok ? await createItem(runtime, form.value, editor()) : form)).toBe(problem);
  });
});

async function upload(format: string, source: Blob | string, officer = editor()) {
  const form = new FormData();
  form.set('format', format);
  form.set('body', String(body));
  if (typeof source === 'string') form.set('text', source);
  else form.set('file', new File([source], 'bo-cau-hoi.docx'));
  const read = readUpload(form, readTypedUpload(form));
  return read.ok ? startImport(runtime, read.value, officer) : read;
}
async function word(...lines: (string | TextRun)[]): Promise<Blob> {
  const children = lines.map((line) => new Paragraph({ children: [typeof line === 'string' ? new TextRun(line) : line] }));
  return new Blob([new Uint8Array(await Packer.toBuffer(new Document({ sections: [{ children }] })))]);
}

describe('a file of questions', () => {
  it('is shown as understood, and only what was chosen is saved', async () => {
    const file = await word(
      'Câu 1. Tỷ lệ tham gia tối thiểu?', 'A. 95 %', new TextRun({ text: 'B. 98 %', bold: true }),
      'Câu 2. Câu không có đáp án?', 'A. một', 'B. hai',
      'Câu 3. Học bù trong mấy ngày?', 'A. 30', '*B. 15',
    );
    const started = await upload('word', file);
    expect(code(started)).toBe('ok');
    const number = started.ok ? started.value : 0;
    const page = await readImport(runtime.db, number, editor());
    expect(page.ok && page.value.items.map(({ problems, notes }) => [problems.map((each) => each.code), notes.map((each) => each.code)])).toEqual([
      [[], ['key.by.bold']], [['key.missing'], ['key.none']], [[], ['key.by.star']],
    ]);
    expect(code(await saveImport(runtime, number, { keep: [], tag: '' }, editor()))).toBe('import.choice');
    expect(code(await saveImport(runtime, number, { keep: [0, 1], tag: '' }, editor()))).toBe('import.choice');
    expect(await saveImport(runtime, number, { keep: [0, 2], tag: 'đợt 7' }, editor())).toEqual({ ok: true, value: 2 });
    expect(code(await saveImport(runtime, number, { keep: [0], tag: '' }, editor()))).toBe('import.step');
    const bank = await readBank(runtime.db, { ...everything, tag: 'đợt 7' }, editor());
    expect(bank.ok && bank.value.rows.map(({ stem, state }) => [stem, state])).toEqual([
      ['Học bù trong mấy ngày?', 'draft'], ['Tỷ lệ tham gia tối thiểu?', 'draft'],
    ]);
    const report = await importReport(runtime.db, number, translator('vi'), editor());
    expect(report.ok && report.value.split('\r\n')[2]).toContain('Câu không có đáp án?');
    const acts = await asSystem(runtime.db, 'test', (tx) => findActs(tx, { bodies: [body], subject: `import:${number}`, limit: 5 }));
    expect(acts.map((act) => act.details)).toEqual([{ count: 2, format: 'word' }]);
  });

  it('of Moodle can be pasted, dropped, and is then forgotten', async () => {
    const started = await upload('gift', 'Một? {=đúng ~sai}\n\nHai? {T}');
    const number = started.ok ? started.value : 0;
    expect(code(await dropImport(runtime, number, person(3, 'editor', other)))).toBe('forbidden');
    expect(code(await dropImport(runtime, number, editor()))).toBe('ok');
    const page = await readImport(runtime.db, number, editor());
    expect(page.ok && [page.value.state, page.value.items]).toEqual(['dropped', []]);
  });

  it.each<[string, string, Blob | string, string]>([
    ['nothing', 'word', '', 'file.missing'],
    ['a text instead of Word', 'word', new Blob(['Câu 1. Gì?']), 'word.type'],
    ['an old .doc', 'word', new Blob([Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1)]), 'word.old'],
    ['a text without questions', 'aiken', 'chỉ là một đoạn văn', 'import.empty'],
    ['an unknown format', 'exe', 'x', 'format.missing'],
  ])('is refused when it is %s', async (_, format, source, problem) => {
    expect(code(await upload(format, source))).toBe(problem);
  });

  it('may not be brought by those who do not write there', async () => {
    expect(code(await upload('gift', 'Một? {T}', person(3, 'editor', other)))).toBe('forbidden');
    expect(code(await upload('gift', 'Một? {T}', person(3, 'reviewer')))).toBe('forbidden');
  });
});

it('leaves as GIFT, recorded, with what the format cannot hold counted', async () => {
  await made({ stem: 'Xuất được?', tags: 'xuất' });
  await made({ stem: 'Sắp xếp?', type: 'ordering', steps: 'một\nhai', tags: 'xuất' });
  const exported = await exportBank(runtime, 'gift', { ...everything, tag: 'xuất' }, editor());
  expect(exported.ok && [new TextDecoder().decode(exported.value.content), exported.value.count, exported.value.left])
    .toEqual(['// [tag:xuất]\nXuất được? {~95 % =98 %}\n', 1, 1]);
  expect(code(await exportBank(runtime, 'gift', everything, person(3, 'officer')))).toBe('forbidden');
});

it('the sample bank is made once and can be asked', async () => {
  await manifest.sample?.(runtime);
  await manifest.sample?.(runtime);
  const bank = await readBank(runtime.db, { ...everything, tag: 'mẫu' }, editor());
  expect(bank.ok && [bank.value.total, bank.value.rows.every(({ state }) => state === 'approved')]).toEqual([7, true]);
});
