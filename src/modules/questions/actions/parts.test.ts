import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { attachedFiles } from '#platform/files/files.server.ts';
import { now, openOffices, personId, today } from '../../../../tests/offices.ts';
import {
  addMedium, createPaper, drawSheets, dropMedium, exportFormats, mediaOf, paperSteps, questionSteps, readExport, readItem, readMedia, readMedium, readNewPaper,
  readQuestionForm, readTranslation, readTranslationForm, readTypedMedia, readTypedPaper, readTypedQuestion, translationSteps,
} from '../index.server.ts';
import { insertItems, setState, versionsOf } from '../store/item.server.ts';
import { mediaOfVersions } from '../store/media.server.ts';

const { runtime, body, other, person, editor, reviewer } = await openOffices();
afterAll(() => runtime.drop());

const translator = () => person(4, 'translator');
const code = (result: { ok: boolean; problems?: { code: string }[] }) => (result.ok ? 'ok' : result.problems?.[0]?.code);

const options = [{ text: 'Một', right: true, feedback: '' }, { text: 'Hai', right: false, feedback: '' }];
async function item(question: Parameters<typeof insertItems>[2][number]['question'] = { type: 'single', options }): Promise<number> {
  const write = { stem: 'Hỏi gì?', question, explanation: 'Vì thế.', difficulty: 2 as const, tags: [], cites: [] };
  const [made] = await insertItems(runtime.db, body, [write], { by: personId(1), now });
  return made!;
}
const newest = async (made: number) => (await versionsOf(runtime.db, made))[0]!;
const approve = async (made: number) => setState(runtime.db, (await newest(made)).id, { state: 'approved', approvedAt: now });
const dataOf = (fields: Record<string, string | string[] | File>) => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) for (const each of [value].flat()) form.append(name, each);
  return form;
};

async function picture(): Promise<File> {
  const bytes = await sharp({ create: { width: 1_200, height: 60, channels: 3, background: '#285' } }).png().toBuffer();
  return new File([new Uint8Array(bytes)], 'bản đồ.png');
}
const recording = () => {
  const frame = new Uint8Array(417);
  frame.set([0xff, 0xfb, 0x90, 0x64]);
  return new File(Array.from({ length: 8 }, () => frame), 'doc.mp3');
};

async function put(made: number, fields: Record<string, string | File>, officer = editor()) {
  const form = dataOf({ seen: (await newest(made)).writtenAt.toISOString(), kind: 'picture', text: 'Bản đồ xã', ...fields });
  const read = readMedia(form, readTypedMedia(form));
  return read.ok ? addMedium(runtime, made, read.value, officer) : read;
}
async function drop(made: number, medium: number, officer = editor()) {
  return dropMedium(runtime, made, { medium, seen: (await newest(made)).writtenAt.toISOString() }, officer);
}
async function media(made: number) {
  const page = await readItem(runtime.db, made, editor());
  return page.ok ? page.value.media : [];
}
async function sheetOf(made: number) {
  const read = readNewPaper(readTypedPaper(dataOf({ title: 'Đề', kind: 'fixed', body: String(body) })));
  const paper = read.ok ? await createPaper(runtime, read.value, editor()) : read;
  const number = paper.ok ? paper.value : 0;
  const add = readTypedPaper(dataOf({ seen: now.toISOString(), chosen: String(made) }));
  expect(code(await paperSteps.add!(runtime, number, add, editor()))).toBe('ok');
  await paperSteps.submit!(runtime, number, add, editor());
  expect(code(await paperSteps.approve!(runtime, number, add, reviewer()))).toBe('ok');
  const sheets = await drawSheets(runtime.db, number, 1, 's', today);
  return sheets.ok ? sheets.value[0]!.items[0]! : undefined;
}

describe('pictures and recordings of a question', () => {
  it('are put to the draft, and go with it onto sheets, with their bytes', async () => {
    const made = await item();
    expect(code(await put(made, { file: await picture() }))).toBe('ok');
    expect(code(await put(made, { file: await picture(), option: '1', text: 'Hình hai' }))).toBe('ok');
    expect(code(await put(made, { kind: 'audio', language: 'sti', file: recording(), text: 'Lời' }))).toBe('ok');
    expect((await media(made)).map(({ kind, option, language, text }) => [kind, option, language, text])).toEqual([
      ['picture', null, null, 'Bản đồ xã'], ['picture', 1, null, 'Hình hai'], ['audio', null, 'sti', 'Lời'],
    ]);
    await approve(made);
    const asked = await sheetOf(made);
    expect(asked?.media.map(({ kind }) => kind)).toEqual(['picture', 'picture', 'audio']);
    const contents = await mediaOf(runtime.db, runtime.files, asked!.versionId);
    expect(contents.map(({ id: number, type, bytes, content }) => [number, type, bytes === content.length])).toEqual([
      [asked!.media[0]!.id, 'image/webp', true], [asked!.media[1]!.id, 'image/webp', true], [asked!.media[2]!.id, 'audio/mpeg', true],
    ]);
    expect((await sharp(contents[0]!.content).metadata()).width).toBe(960);
  });

  it('are told, with their question, before a file is taken that does not carry them', async () => {
    const made = await item({ type: 'open', rubric: '' });
    await put(made, { file: await picture() });
    await put(made, { kind: 'audio', language: 'vi', file: recording(), text: 'Lời' });
    const query = { q: '', type: 'open' as const, state: null, tag: '', page: 1 };
    const lost = await Promise.all(exportFormats.map(async (format) => {
      const page = await readExport(runtime.db, query, format, editor());
      const told = page.ok ? page.value.carried!.losses.filter(({ items }) => items.some(({ id }) => id === made)) : [];
      return [format, told.map(({ loss }) => loss).join()];
    }));
    expect(Object.fromEntries(lost)).toEqual({
      word: 'recording', print: 'recording', moodle: '', qti: '',
      excel: 'picture,recording', gift: 'picture,recording', aiken: 'absent',
    });
  });

  it('of an approved question stay as they are; a change makes the next version, which shares the files', async () => {
    const made = await item();
    await put(made, { file: await picture() });
    await approve(made);
    const first = await newest(made);
    expect(code(await put(made, { kind: 'audio', language: 'km', file: recording(), text: 'Lời' }))).toBe('ok');
    const second = await newest(made);
    expect([second.number, second.state]).toEqual([2, 'draft']);
    const [before, after] = [await mediaOfVersions(runtime.db, [first.id]), await mediaOfVersions(runtime.db, [second.id])];
    expect([before.length, after.length, before[0]!.fileId === after[0]!.fileId]).toEqual([1, 2, true]);
    expect(code(await drop(made, before[0]!.id))).toBe('media.missing');
    expect(code(await drop(made, after[0]!.id))).toBe('ok');
    expect((await media(made)).map(({ kind }) => kind)).toEqual(['audio']);
    const kept = await attachedFiles(runtime.db, 'questions.media', [String(before[0]!.id), String(after[0]!.id)]);
    expect([...kept.values()].map((files) => files.length)).toEqual([1, 0]);
  });

  it.each<[string, Record<string, string>, () => File | Promise<File>, string]>([
    ['a picture without words for it', { text: ' ' }, picture, 'media.alt'],
    ['a recording without its words', { kind: 'audio', language: 'vi', text: '' }, recording, 'media.transcript'],
    ['a recording in no language', { kind: 'audio', language: 'xx' }, recording, 'media.language'],
    ['a picture of an option that is not there', { option: '7' }, picture, 'media.option'],
    ['a recording as a picture', {}, recording, 'file.type'],
    ['a page with the name of a picture', {}, () => new File(['<html>'], 'a.png'), 'file.type'],
    ['nothing', {}, () => new File([], ''), 'media.file'],
  ])('are refused: %s', async (_, fields, file, problem) => {
    expect(code(await put(await item(), { ...fields, file: await file() }))).toBe(problem);
  });

  it('stand once at their place, and keep a question back when their option is gone', async () => {
    const made = await item();
    await put(made, { file: await picture(), option: '1' });
    expect(code(await put(made, { file: await picture(), option: '1' }))).toBe('media.twice');
    const typed = (fields: Record<string, string>) => readTypedQuestion(dataOf({ seen: now.toISOString(), body: String(body), ...fields }));
    const form = { type: 'truefalse', stem: 'Khác?', truth: 'true' };
    expect(readQuestionForm(typed(form)).ok && code(await questionSteps.save!(runtime, made, typed(form), editor()))).toBe('ok');
    expect(code(await questionSteps.submit!(runtime, made, typed({}), editor()))).toBe('media.stray');
    expect(code(await drop(made, (await media(made))[0]!.id))).toBe('ok');
    expect(code(await questionSteps.submit!(runtime, made, typed({}), editor()))).toBe('ok');
  });

  it('are served to whoever keeps the bank, in parts when it is asked for, and to nobody else', async () => {
    const made = await item();
    await put(made, { kind: 'audio', language: 'vi', file: recording(), text: 'Lời' });
    const asked = { item: made, medium: (await media(made))[0]!.id, size: null, ifNoneMatch: null };
    const whole = await readMedium(runtime, { ...asked, range: null }, editor());
    expect([whole.status, whole.headers.get('content-type'), (await whole.arrayBuffer()).byteLength]).toEqual([200, 'audio/mpeg', 8 * 417]);
    const part = await readMedium(runtime, { ...asked, range: 'bytes=0-3' }, editor());
    expect([part.status, part.headers.get('content-range')]).toEqual([206, 'bytes 0-3/3336']);
    expect([...new Uint8Array(await part.arrayBuffer())]).toEqual([0xff, 0xfb, 0x90, 0x64]);
    for (const stranger of [person(3, 'editor', other), person(3, 'officer')]) {
      expect((await readMedium(runtime, { ...asked, range: null }, stranger)).status).toBe(404);
      expect(code(await put(made, { file: await picture() }, stranger))).toBe('forbidden');
      expect(code(await drop(made, asked.medium, stranger))).toBe('forbidden');
    }
    expect((await readMedium(runtime, { ...asked, item: await item(), range: null }, editor())).status).toBe(404);
  });
});

describe('a question in another language', () => {
  async function take(name: string, made: number, fields: Record<string, string | string[]> = {}, officer = translator()) {
    const form = dataOf({ version: String((await newest(made)).id), ...fields });
    return translationSteps[name]!(runtime, made, readTranslationForm(form, 'en'), officer);
  }
  const words = { stem: 'What?', text: ['One', 'Two'], explanation: 'So.' };

  it('is written by a translator, approved by a second person, and is on sheets from then on', async () => {
    const made = await item();
    await approve(made);
    expect(code(await take('save', made, { ...words, text: ['One', ''] }))).toBe('parts.missing');
    expect(code(await take('save', made, words))).toBe('ok');
    expect((await sheetOf(made))?.languages).toEqual({});
    expect(code(await take('submit', made))).toBe('ok');
    expect(code(await take('save', made, words))).toBe('version.step');
    expect(code(await take('approve', made, {}, person(4, 'reviewer')))).toBe('translation.own');
    expect(code(await take('approve', made, {}, translator()))).toBe('forbidden');
    expect(code(await take('approve', made, {}, reviewer()))).toBe('ok');
    const asked = await sheetOf(made);
    expect(asked?.languages.en).toEqual({
      stem: 'What?', explanation: 'So.',
      question: { type: 'single', options: [{ text: 'One', right: true, feedback: '' }, { text: 'Two', right: false, feedback: '' }] },
    });
    expect(asked?.stem).toBe('Hỏi gì?');
  });

  it('goes with the question into its next version, approved as long as the words are the same', async () => {
    const made = await item();
    await approve(made);
    await take('save', made, words);
    await take('submit', made);
    await take('approve', made, {}, reviewer());
    await put(made, { file: await picture() });
    const state = async () => {
      const page = await readTranslation(runtime.db, made, 'en', reviewer());
      return page.ok ? [page.value.source.number, page.value.translation?.state] : undefined;
    };
    expect(await state()).toEqual([2, 'approved']);
    const typed = readTypedQuestion(dataOf({
      seen: now.toISOString(), body: String(body), type: 'single', stem: 'Hỏi lại?', option0: 'Một', option1: 'Hai', option2: 'Ba', right: '0',
    }));
    expect(code(await questionSteps.save!(runtime, made, typed, editor()))).toBe('ok');
    expect(await state()).toEqual([2, 'draft']);
    expect(code(await take('submit', made))).toBe('parts.missing');
  });

  it('of a short answer brings further accepted answers', async () => {
    const made = await item({ type: 'short', accepted: ['chi bộ'], folded: true });
    await approve(made);
    expect(code(await take('save', made, { stem: 'Who?', accepted: 'branch\nparty cell' }))).toBe('ok');
    await take('submit', made);
    await take('approve', made, {}, reviewer());
    expect((await sheetOf(made))?.question).toEqual({ type: 'short', accepted: ['chi bộ', 'branch', 'party cell'], folded: true });
  });

  it('is given back with words, and hidden from strangers', async () => {
    const made = await item();
    await take('save', made, words);
    await take('submit', made);
    expect(code(await take('giveBack', made, { note: 'Sai thuật ngữ' }, reviewer()))).toBe('ok');
    const page = await readTranslation(runtime.db, made, 'en', translator());
    expect(page.ok && page.value.translation).toMatchObject({ state: 'draft', note: 'Sai thuật ngữ' });
    for (const stranger of [person(3, 'translator', other), person(3, 'officer')]) {
      expect(code(await readTranslation(runtime.db, made, 'en', stranger))).toBe('forbidden');
      for (const name of Object.keys(translationSteps)) expect(code(await take(name, made, words, stranger))).toBe('forbidden');
    }
    expect(code(await take('save', made, { ...words, version: '1' }))).toBe('version.changed');
  });
});
