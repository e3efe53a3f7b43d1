import { sql } from 'kysely';
import { afterAll, describe, expect, it } from 'vitest';
import { findActs } from '#platform/audit/store.server.ts';
import { asSystem } from '#platform/database/scope.server.ts';
import { drainEvents } from '#platform/jobs/events.server.ts';
import { search } from '#platform/search/store.server.ts';
import { now, openOffices, personId } from '../../../../tests/offices.ts';
import { readDocumentForm, readTypedDocument, readVersionForm } from '../input/document.ts';
import { documentSteps, manifest } from '../index.server.ts';
import { staleCitations } from './cite.server.ts';
import { readDeskDocument, readDeskLibrary } from './desk.server.ts';
import { startDocument } from './draft.server.ts';
import { readChanges, readDocument, readLibrary } from './library.server.ts';

const { runtime, body, other, person, editor, reviewer } = await openOffices();
afterAll(() => runtime.drop());

const typed = (fields: Record<string, string>) => {
  const form = new FormData();
  const facts = { symbol: '05-QĐ/TU', kind: 'regulation', issuer: 'Ban Thường vụ', issuedOn: '2026-03-01', title: 'Quy định thử' };
  const version = { inForceFrom: '2026-03-01', text: 'Điều 1. Tỷ lệ\nÍt nhất 95 %.\nĐiều 2. Hiệu lực\nTừ ngày ký.' };
  for (const [name, value] of Object.entries({ ...facts, body: String(body), ...version, ...fields })) form.set(name, value);
  return readTypedDocument(form);
};

async function start(fields: Record<string, string>, officer = editor()) {
  const said = typed(fields);
  const [document, version] = [readDocumentForm(said), readVersionForm(said)];
  if (!document.ok || !version.ok) throw new Error('the form of the test is wrong');
  return startDocument(runtime, document.value, version.value, officer);
}
async function started(fields: Record<string, string>): Promise<number> {
  const done = await start(fields);
  if (!done.ok) throw new Error(done.problems[0]!.code);
  return done.value;
}
const seenOf = async (document: number) => {
  const desk = await readDeskDocument(runtime.db, document, editor());
  return desk.ok ? (desk.value.open?.seen ?? '') : '';
};
const step = (name: string, document: number, officer: ReturnType<typeof person>, fields: Record<string, string> = {}) =>
  documentSteps[name]!(runtime, document, typed(fields), officer);
const code = (result: { ok: boolean; problems?: { code: string }[] }) => (result.ok ? 'ok' : result.problems?.[0]?.code);

describe('a document on its way into the library', () => {
  it('is read by a second person before everybody reads it, and is then found', async () => {
    const document = await started({ symbol: '06-QĐ/TU', title: 'Quy định về sổ tay đảng viên' });
    expect(code(await readDocument(runtime.db, document, null, now))).toBe('document.missing');
    expect(code(await step('publish', document, reviewer()))).toBe('version.step');
    expect(code(await step('submit', document, editor()))).toBe('ok');
    expect(code(await step('save', document, editor(), { seen: await seenOf(document) }))).toBe('version.step');
    expect(code(await step('publish', document, person(1, 'reviewer')))).toBe('version.own');
    expect(code(await step('publish', document, reviewer()))).toBe('ok');
    const page = await readDocument(runtime.db, document, null, now);
    expect(page.ok && 'clauses' in page.value && page.value.clauses.map(({ anchor }) => anchor)).toEqual(['dieu-1', 'dieu-2']);
    await drainEvents(runtime, manifest.jobs ?? []);
    const hits = await search(runtime.db, { q: 'so tay dang vien', types: ['document'], audience: ['public'], limit: 5, offset: 0 });
    expect(hits.rows.map((hit) => hit.id)).toEqual([String(document)]);
    const [act] = await asSystem(runtime.db, 'test', (tx) => findActs(tx, { bodies: [body], subject: `document:${document}`, limit: 5 }));
    expect(act).toMatchObject({ kind: 'documents.publish', actorId: personId(2) });
  });

  it('goes back with what is to be mended, and only the draft of the same moment is saved over', async () => {
    const document = await started({ symbol: '07-QĐ/TU' });
    await step('submit', document, editor());
    expect(code(await step('giveBack', document, reviewer(), { note: '' }))).toBe('note.missing');
    expect(code(await step('giveBack', document, reviewer(), { note: 'Thiếu Điều 3' }))).toBe('ok');
    const desk = await readDeskDocument(runtime.db, document, editor());
    expect(desk.ok && desk.value.open).toMatchObject({ state: 'draft', note: 'Thiếu Điều 3' });
    expect(code(await step('save', document, editor(), { symbol: '07-QĐ/TU', seen: '2020-01-01T00:00:00.000Z' }))).toBe('version.changed');
    expect(code(await step('save', document, editor(), { symbol: '07-QĐ/TU', seen: await seenOf(document), title: 'Tên mới' }))).toBe('ok');
  });

  it('is known by symbol and day: another day is another document', async () => {
    await started({ symbol: '11-QĐ/TW', issuedOn: '2021-05-19' });
    expect(code(await start({ symbol: '11 – qđ / tw', issuedOn: '2021-05-19' }))).toBe('symbol.taken');
    expect(code(await start({ symbol: '11-QĐ/TW', issuedOn: '2019-02-18' }))).toBe('ok');
  });

  it('may only be written and read at the desk by those who keep the library of that body', async () => {
    expect(code(await start({ symbol: '08-QĐ/TU' }, person(3, 'editor', other)))).toBe('forbidden');
    expect(code(await start({ symbol: '08-QĐ/TU' }, person(3, 'officer')))).toBe('forbidden');
    const document = await started({ symbol: '09-QĐ/TU' });
    for (const stranger of [person(3, 'editor', other), person(3, 'reviewer', other), person(3, 'officer')]) {
      expect(code(await readDeskDocument(runtime.db, document, stranger))).toBe('forbidden');
      for (const name of Object.keys(documentSteps)) {
        expect(code(await step(name, document, stranger, { seen: await seenOf(document), note: 'x', basis: 'y' }))).toBe('forbidden');
      }
    }
    const foreign = await readDeskLibrary(runtime.db, { q: '', kind: null, page: 1 }, person(3, 'editor', other));
    expect(foreign.ok && foreign.value.cards).toEqual([]);
  });
});

describe('the next version', () => {
  it('shows what changed, and makes citations of changed clauses stale', async () => {
    const document = await started({ symbol: '21-QĐ/TU' });
    await step('submit', document, editor());
    await step('publish', document, reviewer());
    const text = 'Điều 1. Tỷ lệ\nÍt nhất 98 %.\nĐiều 2. Hiệu lực\nTừ ngày ký.\nĐiều 3. Thêm\nMới.';
    expect(code(await step('version', document, editor(), { text, basis: '' }))).toBe('basis.missing');
    expect(code(await step('version', document, editor(), { text, basis: 'Quy định 30', inForceFrom: '2025-01-01' }))).toBe('version.earlier');
    expect(code(await step('version', document, editor(), { text, basis: 'Quy định 30', inForceFrom: '2026-09-01' }))).toBe('ok');
    expect(code(await step('version', document, editor(), { text, basis: 'Quy định 31' }))).toBe('version.open');
    const cited = ['dieu-1', 'dieu-2'].map((anchor) => ({ documentId: document, version: 1, anchor }));
    expect(await staleCitations(runtime.db, cited)).toEqual([]);
    await step('submit', document, editor());
    await step('publish', document, reviewer());
    expect((await staleCitations(runtime.db, cited)).map(({ anchor }) => anchor)).toEqual(['dieu-1']);
    const changes = await readChanges(runtime.db, document, { from: null, version: null });
    expect(changes.ok && changes.value.changes.map(({ citation, change }) => [citation, change])).toEqual([
      ['Điều 1', 'changed'], ['Điều 3', 'added'],
    ]);
    const old = await readDocument(runtime.db, document, 1, now);
    expect(old.ok && 'clauses' in old.value && old.value.clauses[0]?.text).toBe('Ít nhất 95 %.');
    expect(code(await readDocument(runtime.db, document, 7, now))).toBe('version.missing');
  });
});

describe('what must not be in the library', () => {
  it('a classified paper is refused, and nothing of it is stored', async () => {
    const said = typed({ text: 'ĐẢNG CỘNG SẢN VIỆT NAM\nMẬT\nĐiều 1. Kín\nKhông ai được đọc.' });
    expect(code(readVersionForm(said))).toBe('text.classified');
    expect(code(readVersionForm(typed({ text: 'Điều 1. Bảo mật\nBảo vệ bí mật.' })))).toBe('ok');
  });

  it('what was taken back says why, and is neither listed nor found', async () => {
    const document = await started({ symbol: '40-QĐ/TU', title: 'Quy định ban hành nhầm' });
    await step('submit', document, editor());
    await step('publish', document, reviewer());
    expect(code(await step('withdraw', document, editor(), { note: 'Nhầm' }))).toBe('forbidden');
    expect(code(await step('withdraw', document, reviewer(), { note: 'Ban hành nhầm số' }))).toBe('ok');
    expect(code(await step('withdraw', document, reviewer(), { note: 'Lần nữa' }))).toBe('version.step');
    await drainEvents(runtime, manifest.jobs ?? []);
    const page = await readDocument(runtime.db, document, null, now);
    expect(page.ok && page.value).toMatchObject({ withdrawn: { reason: 'Ban hành nhầm số' } });
    const library = await readLibrary(runtime.db, { q: 'ban hanh nham', kind: null, page: 1 });
    expect(library.cards).toEqual([]);
    const hits = await search(runtime.db, { q: 'ban hanh nham', types: ['document'], audience: ['public'], limit: 5, offset: 0 });
    expect(hits.rows).toEqual([]);
  });
});

it('the sample library is loaded once, every document marked', async () => {
  await manifest.sample?.(runtime);
  await manifest.sample?.(runtime);
  const { rows } = await sql<{ count: number; marked: boolean }>`
    select count(*)::int as count, bool_and(title like '%(mẫu)') as marked from documents.document where sample`.execute(runtime.db);
  expect(rows[0]).toEqual({ count: 3, marked: true });
  const library = await readLibrary(runtime.db, { q: '12-QĐ/TU', kind: null, page: 1 });
  expect(library.cards.map(({ symbol, versions }) => [symbol, versions])).toEqual([['12-QĐ/TU', 2]]);
});
