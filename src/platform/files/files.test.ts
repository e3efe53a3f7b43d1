import { mkdtemp, readdir, rm, utimes, writeFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TestDatabase } from '../testing/database.ts';
import { testDatabase } from '../testing/database.ts';
import type { FileStore } from './file-store.ts';
import {
  acceptUpload,
  acceptUploads,
  attachFiles,
  attachedFiles,
  createDiskStore,
  detachFiles,
  eraseFiles,
  fileResponse,
  fromForm,
  ownersOf,
  sweep,
} from './files.server.ts';
import type { StoredFile } from './files.server.ts';

const now = new Date('2026-11-23T09:00:00+07:00');
const hours = (count: number): Date => new Date(now.getTime() + count * 3_600_000);
const rules = { maxBytes: 1024 * 1024, kinds: ['image', 'document'] } as const;
const pdf = Buffer.from('%PDF-1.4\n1 0 obj << >> endobj\n%%EOF');
let shade = 0;
/** Each call another picture. */
const photo = (width = 400): Promise<Buffer> =>
  sharp({
    create: { width, height: 300, channels: 3, background: { r: (shade += 1), g: shade >> 8, b: 90 } },
  })
    .png()
    .toBuffer();

let database: TestDatabase;
let folder: string;
let store: FileStore;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'files-'));
  store = createDiskStore(folder);
  return () => rm(folder, { recursive: true });
});

async function upload(name: string, content: Uint8Array, at = now): Promise<StoredFile> {
  const result = await acceptUpload(database.db, store, { ...rules, name, content, now: at });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.value;
}
const stored = async (): Promise<string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((one) => one.isFile())
    .map((one) => one.name);
const show = (id: string, ...rest: [(number | 'original')?, object?]): Promise<Response> =>
  fileResponse(database.db, store, id, rest[0] ?? 'original', rest[1]);

describe('accepting', () => {
  it('stores picture and thumbnails by content and remembers what they are', async () => {
    const file = await upload('Cổng trường.png', await photo());
    expect(file).toMatchObject({
      type: 'image/jpeg',
      name: 'Cổng trường.jpg',
      width: 400,
      thumbnails: [320, 960],
    });
    expect(await stored()).toContain(file.sha256);
    expect(await store.has(file.sha256)).toBe(true);
  });

  it('stores the same content once and keeps both names', async () => {
    const same = await photo();
    const first = await upload('một.png', same);
    const count = (await stored()).length;
    const second = await upload('hai.png', same);
    expect(await stored()).toHaveLength(count);
    expect([second.sha256, second.name]).toEqual([first.sha256, 'hai.jpg']);
    expect(second.id).not.toBe(first.id);
  });

  it('takes the files of a form field all or none, and says every problem at once', async () => {
    const bad = [
      { name: 'một.png', content: await photo() },
      { name: 'hai.svg', content: Buffer.from('<svg/>') },
      { name: 'ba.jpg', content: new Uint8Array(2_000_000) },
    ];
    const field = { ...rules, field: 'files', most: 5, now };
    expect(await acceptUploads(database.db, store, bad, field)).toEqual({
      ok: false,
      problems: [
        { field: 'files', code: 'file.type', values: { name: 'hai', found: 'SVG' } },
        { field: 'files', code: 'file.tooLarge', values: { name: 'ba', limit: 1 } },
      ],
    });
    expect(await stored()).toEqual([]);

    const six = Array.from({ length: 6 }, () => ({ name: 'a.pdf', content: pdf }));
    const tooMany = { ok: false, problems: [{ field: 'files', code: 'file.tooMany', values: { limit: 5 } }] };
    expect(await acceptUploads(database.db, store, six, field)).toEqual(tooMany);
    expect(await acceptUploads(database.db, store, six.slice(0, 5), field)).toMatchObject({ ok: true });
  });

  it('reads a form: no file chosen is no file, an empty file is one', async () => {
    const field = { ...rules, field: 'files', most: 5, now };
    const none = fromForm(new File([], ''));
    expect(await acceptUploads(database.db, store, [none], field)).toEqual({ ok: true, value: [] });
    const empty = fromForm(new File([], 'trống.pdf'));
    expect(await acceptUploads(database.db, store, [empty], field)).toMatchObject({
      problems: [{ code: 'file.empty' }],
    });
    const real = fromForm(new File([pdf], '../tờ trình.PDF', { type: 'text/html' }));
    const result = await acceptUploads(database.db, store, [real, none], field);
    expect(result).toMatchObject({ ok: true, value: [{ name: 'tờ trình.pdf', type: 'application/pdf' }] });
  });

  it('refuses to run inside a transaction', async () => {
    const inside = database.db
      .transaction()
      .execute((tx) => acceptUpload(tx, store, { ...rules, name: 'a.pdf', content: pdf, now }));
    await expect(inside).rejects.toThrow('transaction');
  });
});

describe('answering', () => {
  it('shows pictures in place, cached for ever, without rights', async () => {
    const file = await upload('Đường.png', await photo());
    const response = await show(file.id, 'original', { shared: true });
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/jpeg',
      'content-length': String(file.bytes),
      'content-disposition': `inline; filename="Duong.jpg"; filename*=UTF-8''%C4%90%C6%B0%E1%BB%9Dng.jpg`,
      'cache-control': 'public, max-age=600',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
      etag: `"${file.sha256}"`,
    });
    expect((await response.arrayBuffer()).byteLength).toBe(file.bytes);
    const thumbnail = await show(file.id, 320);
    expect(thumbnail.headers.get('content-type')).toBe('image/webp');
    expect(thumbnail.headers.get('cache-control')).toMatch(/^private/);
    expect((await sharp(await thumbnail.arrayBuffer()).metadata()).width).toBe(320);
  });

  it('saves documents, and pictures when asked', async () => {
    const document = await upload('a.pdf', pdf);
    expect((await show(document.id)).headers.get('content-disposition')).toMatch(/^attachment/);
    const picture = await upload('a.png', await photo());
    expect(
      (await show(picture.id, 'original', { download: true })).headers.get('content-disposition'),
    ).toMatch(/^attachment/);
  });

  it('answers 304 to whoever has it and 404 to what does not exist', async () => {
    const file = await upload('a.pdf', pdf);
    for (const ifNoneMatch of [`"${file.sha256}"`, `W/"${file.sha256}"`, `"x", "${file.sha256}"`, '*']) {
      const response = await show(file.id, 'original', { ifNoneMatch });
      expect([response.status, await response.text()]).toEqual([304, '']);
    }
    expect((await show(file.id, 'original', { ifNoneMatch: '"other"' })).status).toBe(200);
    for (const id of ['', '../../etc/passwd', "' or 1=1", '00000000-0000-0000-0000-000000000000']) {
      expect((await show(id)).status).toBe(404);
    }
    for (const size of [320, 7, -1, 0.5, NaN, 1e300]) expect((await show(file.id, size)).status).toBe(404);
  });

  it('is loud when content is missing in the store', async () => {
    const file = await upload('a.png', await photo());
    await store.remove(file.sha256);
    await expect(show(file.id)).rejects.toThrow('missing in the store');
  });
});

describe('belonging', () => {
  it('lists the files of many rows in their order and knows the owners', async () => {
    const [a, b, c] = [
      await upload('a.pdf', pdf),
      await upload('b.png', await photo()),
      await upload('c.pdf', pdf),
    ];
    await attachFiles(database.db, { owner: 'ideas.idea', ownerId: '1', fileIds: [b.id, a.id] });
    await attachFiles(database.db, { owner: 'ideas.idea', ownerId: '2', fileIds: [c.id] });
    const lists = await attachedFiles(database.db, 'ideas.idea', ['1', '2', '3']);
    expect([...lists].map(([id, files]) => [id, files.map(({ name }) => name)])).toEqual([
      ['1', ['b.jpg', 'a.pdf']],
      ['2', ['c.pdf']],
      ['3', []],
    ]);
    expect(await ownersOf(database.db, a.id)).toEqual([{ owner: 'ideas.idea', ownerId: '1' }]);
    expect(lists.get('1')?.[0]).toEqual(b);
    for (const ownerId of ['1', '2']) await detachFiles(database.db, { owner: 'ideas.idea', ownerId });
  });
});

describe('sweeping', () => {
  beforeEach(async () => {
    for (const table of ['reference', 'thumbnail', 'file', 'blob']) {
      await sql.raw(`delete from files.${table}`).execute(database.db);
    }
  });

  it('removes what nobody refers to after a day, and keeps what is referred to', async () => {
    const kept = await upload('kept.png', await photo());
    await upload('lost.png', await photo());
    await attachFiles(database.db, { owner: 'ideas.idea', ownerId: '9', fileIds: [kept.id] });
    expect(await sweep(database.db, store, hours(-24))).toEqual({ files: 0, blobs: 0, leftovers: 0 });
    expect(await sweep(database.db, store, hours(1))).toMatchObject({ files: 1 });
    expect(await stored()).toHaveLength(3);
    expect((await show(kept.id, 960)).status).toBe(200);
    await detachFiles(database.db, { owner: 'ideas.idea', ownerId: '9' });
    await sweep(database.db, store, hours(1));
    expect(await stored()).toEqual([]);
  });

  it('keeps content that another file shares', async () => {
    const same = await photo();
    const [first, second] = [await upload('a.png', same), await upload('b.png', same)];
    await attachFiles(database.db, { owner: 'ideas.idea', ownerId: '1', fileIds: [second.id] });
    await sweep(database.db, store, hours(1));
    expect((await show(first.id)).status).toBe(404);
    expect((await show(second.id)).status).toBe(200);
  });

  it('loses nothing when uploads of the same content run beside sweeps', async () => {
    const same = await photo();
    const files: StoredFile[] = [];
    let hour = 0;
    const uploading = async (): Promise<void> => {
      for (let round = 0; round < 15; round += 1) {
        const file = await upload('a.png', same, hours((hour += 1)));
        await attachFiles(database.db, {
          owner: 'ideas.idea',
          ownerId: `r${files.push(file)}`,
          fileIds: [file.id],
        });
        if (round % 3 < 2)
          await detachFiles(database.db, { owner: 'ideas.idea', ownerId: `r${files.length}` });
      }
    };
    const sweeping = async (): Promise<void> => {
      // Drafts carry the machine's time, not the test's, so they are left out here.
      const untidied = { ...store, tidy: async () => 0 };
      for (let round = 0; round < 40; round += 1) await sweep(database.db, untidied, hours(hour - 0.5));
    };
    await Promise.all([uploading(), sweeping(), sweeping()]);
    for (const { id } of files) {
      if ((await ownersOf(database.db, id)).length === 0) continue;
      expect((await (await show(id)).arrayBuffer()).byteLength).toBeGreaterThan(0);
    }
  });

  it('erases the files of one row at once, but not what others refer to', async () => {
    const old = hours(-1);
    const [own, shared] = [await upload('a.png', await photo(), old), await upload('b.pdf', pdf, old)];
    await attachFiles(database.db, { owner: 'ideas.idea', ownerId: '1', fileIds: [own.id, shared.id] });
    await attachFiles(database.db, { owner: 'ideas.idea', ownerId: '2', fileIds: [shared.id] });
    expect(await eraseFiles(database.db, store, { owner: 'ideas.idea', ownerId: '1', now })).toBe(1);
    expect(await stored()).toEqual([shared.sha256]);
    expect((await show(shared.id)).status).toBe(200);
  });

  it('removes what interrupted writes left behind', async () => {
    await mkdir(join(folder, 'unfinished'), { recursive: true });
    const draft = join(folder, 'unfinished', 'half');
    await writeFile(draft, 'half');
    expect(await store.tidy(new Date(Date.now() - 60_000))).toBe(0);
    await utimes(draft, old, old);
    expect(await store.tidy(new Date(Date.now() - 60_000))).toBe(1);
  });
  const old = new Date('2026-01-01');
});
