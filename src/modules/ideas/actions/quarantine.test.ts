import { sql } from 'kysely';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anonymous, type Actor, type Person } from '#modules/people/index.server.ts';
import type { Db } from '#platform/database/client.ts';
import { asSystem } from '#platform/database/scope.server.ts';
import { acceptUpload, attachedFiles } from '#platform/files/files.server.ts';
import { drainEvents } from '#platform/jobs/events.server.ts';
import { queueMail } from '#platform/mail/mail.server.ts';
import { search } from '#platform/search/store.server.ts';
import type { TestRuntime } from '#platform/testing/runtime.ts';
import { codes, body, deskRuntime, ideaOf, known, later, NOW, sendIdea, somebody, stepsOf } from './desk-testing.ts';
import { clusterIdeas } from './cluster.server.ts';
import { deskFile } from './desk-file.server.ts';
import { readIdeaFile } from './files.server.ts';
import { readIdeaPage } from './idea-page.server.ts';
import { indexIdea } from './index-search.server.ts';
import { acceptIdea, askAuthor, rewordIdea, routeIdea } from './moderate.server.ts';
import {
  eraseHandedOver,
  handOverIdea,
  openQuarantine,
  quarantineIdea,
  readQuarantine,
  releaseIdea,
} from './quarantine.server.ts';
import { listIdeas } from './read.server.ts';
import { readListQuery } from '../input/list.ts';
import { replyAsAuthor } from './track.server.ts';

let runtime: TestRuntime;
let lawyer: Person;
let leader: Person;
beforeAll(async () => {
  runtime = await deskRuntime();
  lawyer = await known(runtime, ['legal', body.top]);
  leader = await known(runtime, ['reviewer', body.reception]);
});
afterAll(() => runtime.drop());

const officer = somebody(['officer', body.reception], ['moderator', body.reception]);
const by = (actor: Actor, now = NOW) => ({ actor, now });

/** A word that stands nowhere else, in every spelling that the search keeps. */
const SECRET = 'Xờfđzẫm';
const secretive = () => ({
  title: `Tố cáo ông ${SECRET}`,
  body: `Ông ${SECRET} nhận tiền sai quy định tại xã.`,
  contact: { name: `Thị ${SECRET}`, email: 'to.cao@vi-du.example', phone: '0976 175 175' },
  consents: { name: true, contact: true },
});

let drawn = 0;
/** A picture of its own; the same content twice would be kept for the other. */
async function picture(now = NOW, name = SECRET): Promise<string> {
  drawn += 1;
  const background = { r: drawn * 20, g: 85, b: 68 };
  const content = await sharp({ create: { width: 40, height: 30, channels: 3, background } }).jpeg().toBuffer();
  const upload = { name: `${name}.jpg`, content, kinds: ['image'] as const, maxBytes: 1_000_000, now };
  const kept = await acceptUpload(runtime.db, runtime.files, upload);
  if (!kept.ok) throw new Error(JSON.stringify(kept));
  return kept.value.id;
}

/** Everything that a column of any table says about the secret, dead rows aside. */
const traces = (): Promise<string[]> => asSystem(runtime.db, 'test', tracesIn);

async function tracesIn(db: Db): Promise<string[]> {
  const columns = await sql<{ schema: string; table: string; column: string }>`
    select n.nspname as schema, c.relname as table, a.attname as column
    from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped
      and n.nspname not in ('pg_catalog', 'information_schema', 'places', 'organisation')
  `.execute(db);
  const found: string[] = [];
  for (const { schema, table, column } of columns.rows) {
    const { rows } = await sql<{ n: number }>`
      select count(*)::int as n from ${sql.table(`${schema}.${table}`)}
      where platform.fold(${sql.ref(column)}::text) like '%' || platform.fold(${SECRET}) || '%'`.execute(db);
    if ((rows[0]?.n ?? 0) > 0) found.push(`${schema}.${table}.${column}`);
  }
  return found.sort();
}

describe('a denunciation posted by mistake', () => {
  it('is off every page, search, list and file with the step itself', async () => {
    const file = await picture();
    const { id } = await sendIdea(runtime, { ...secretive(), fileIds: [file] });
    await acceptIdea(runtime, id, by(officer));
    await indexIdea(runtime, id, NOW);
    const find = async () => (await search(runtime.db, { q: SECRET, types: ['idea'], audience: ['public'], limit: 5 })).rows;
    const asked = { ideaId: id, fileId: file, size: null, ifNoneMatch: null, now: NOW };
    expect(await find()).toHaveLength(1);
    expect((await readIdeaFile(runtime, { ...asked, actor: anonymous })).status).toBe(200);
    runtime.pageCache.put('/hien-ke', { status: 200, headers: {}, body: Buffer.from(SECRET), tags: ['ideas'] }, runtime.pageCache.generation, 0);

    expect(codes(await quarantineIdea(runtime, id, by(officer)))).toEqual([]);

    expect(await find()).toEqual([]);
    expect(runtime.pageCache.get('/hien-ke', 0)).toBeUndefined();
    const listed = await listIdeas(runtime.db, readListQuery(new URLSearchParams()), NOW);
    expect(listed.cards.map((card) => card.id)).not.toContain(id);
    const page = await readIdeaPage(runtime.db, id, officer, NOW);
    expect(page).toMatchObject({ kind: 'tombstone', tombstone: { cause: 'quarantined', text: null, reason: null } });
    expect(JSON.stringify(page)).not.toContain(SECRET);
    for (const actor of [anonymous, officer, lawyer]) {
      expect((await readIdeaFile(runtime, { ...asked, actor })).status).toBe(404);
    }
    // A job that runs late does not bring it back.
    await indexIdea(runtime, id, later(1));
    expect(await find()).toEqual([]);
  });

  it('is opened by two roles of the reception only, and each opening is written down first', async () => {
    const file = await picture();
    const { id } = await sendIdea(runtime, { ...secretive(), fileIds: [file] });
    await quarantineIdea(runtime, id, by(officer));
    const strangers = [
      anonymous, officer,
      somebody(['administrator', body.top], ['officer', body.top]),
      somebody(['legal', body.sibling], ['reviewer', body.lead]),
    ];
    const asked = { ideaId: id, fileId: file, size: null, ifNoneMatch: null, now: NOW };
    for (const actor of strangers) {
      expect(codes(await readQuarantine(runtime, id, by(actor)))).toEqual(['forbidden']);
      expect(codes(await openQuarantine(runtime, id, by(actor)))).toEqual(['forbidden']);
      expect(codes(await releaseIdea(runtime, id, by(actor)))).toEqual(['forbidden']);
      expect(codes(await handOverIdea(runtime, id, 'Ai đó', by(actor)))).toEqual(['forbidden']);
      expect((await deskFile(runtime, { ...asked, actor })).status).toBe(404);
    }
    const cover = await readQuarantine(runtime, id, by(lawyer));
    expect(cover).toMatchObject({ ok: true, value: { custody: [{ act: 'quarantined' }] } });
    expect(JSON.stringify(cover)).not.toContain(SECRET);

    const opened = await openQuarantine(runtime, id, by(lawyer, later(1)));
    expect(opened).toMatchObject({ ok: true, value: { title: `Tố cáo ông ${SECRET}`, author: { phone: '0976 175 175' } } });
    const response = await deskFile(runtime, { ...asked, actor: leader });
    expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'no-store']);
    const elsewhere = await sendIdea(runtime, { fileIds: [await picture(NOW, 'Đèn')] });
    const foreign = (await attachedFiles(runtime.db, 'ideas.idea', [String(elsewhere.id)])).get(String(elsewhere.id));
    expect((await deskFile(runtime, { ...asked, fileId: foreign![0]!.id, actor: leader })).status).toBe(404);
    const after = await readQuarantine(runtime, id, by(leader));
    expect(after.ok && after.value.custody.map(({ act }) => act)).toEqual(['quarantined', 'opened', 'opened']);
  });

  it('comes back as it was when it was none', async () => {
    const { id } = await sendIdea(runtime);
    await acceptIdea(runtime, id, by(officer));
    const before = await ideaOf(runtime, id);
    expect(codes(await releaseIdea(runtime, id, by(lawyer)))).toEqual(['step.notAllowed']);
    await quarantineIdea(runtime, id, by(officer));
    expect(codes(await quarantineIdea(runtime, id, by(officer)))).toEqual(['forbidden']);
    expect(codes(await releaseIdea(runtime, id, by(lawyer)))).toEqual([]);
    expect(await ideaOf(runtime, id)).toEqual(before);
    expect((await readIdeaPage(runtime.db, id, anonymous, NOW)).kind).toBe('public');
  });
});

describe('after the hand-over', () => {
  it('no word of it is left in any table, and no file', async () => {
    const file = await picture(later(-1));
    const { id, code } = await sendIdea(runtime, { ...secretive(), fileIds: [file] });
    const { id: other } = await sendIdea(runtime);
    await acceptIdea(runtime, id, by(officer));
    await acceptIdea(runtime, other, by(officer));
    await indexIdea(runtime, id, NOW);
    const wording = { title: `Về ông ${SECRET}`, body: `Việc của ông ${SECRET}`, note: `Ông ${SECRET}` };
    await rewordIdea(runtime, id, wording, by(officer));
    await clusterIdeas(runtime, id, { with: [other], title: wording.title }, by(officer));
    await routeIdea(runtime, id, { lead: body.lead, cooperating: [], due: null, note: `Ông ${SECRET}` }, by(officer));
    await askAuthor(runtime, id, `Ông ${SECRET} là ai?`, by(officer));
    await replyAsAuthor(runtime, code, `Là chủ tịch ${SECRET}`, NOW);
    const letter = { key: `ideas/${id}/author/1`, to: 'to.cao@vi-du.example', subject: SECRET, text: SECRET, language: 'vi' };
    await queueMail(runtime.db, letter, NOW);
    expect(await traces()).toEqual(
      expect.arrayContaining(['ideas.author.name', 'ideas.cluster.title', 'ideas.idea.original_body', 'ideas.message.text',
        'ideas.step.text', 'mail.message.body', 'search.document.words', 'search.word.word', 'files.file.name']),
    );
    const { hash } = (await sql<{ hash: string }>`select sha256 as hash from files.file where id = ${file}`.execute(runtime.db)).rows[0]!;
    // The other tests of this file keep theirs: they are erased here as well.
    const rest = (await sql<{ id: number }>`select id from ideas.idea where platform.fold(original_body) like platform.fold('%' || ${SECRET} || '%') and id <> ${id}`.execute(runtime.db)).rows;
    for (const one of rest) {
      await quarantineIdea(runtime, one.id, by(officer));
      await handOverIdea(runtime, one.id, 'Thanh tra thành phố', by(lawyer));
    }

    await quarantineIdea(runtime, id, by(officer));
    expect(codes(await handOverIdea(runtime, id, 'Ủy ban Kiểm tra Thành ủy', by(lawyer, later(1))))).toEqual([]);

    expect(await traces()).toEqual([]);
    expect(await attachedFiles(runtime.db, 'ideas.idea', [String(id)])).toEqual(new Map([[String(id), []]]));
    expect(await runtime.files.get(hash)).toBeNull();
    expect(await ideaOf(runtime, id)).toMatchObject({ title: '', body: '', originalTitle: '', clusterId: null, erasedAt: later(1) });
    expect(await readIdeaPage(runtime.db, id, anonymous, NOW)).toMatchObject({
      kind: 'tombstone', tombstone: { cause: 'quarantined', text: null },
    });
    const cover = await readQuarantine(runtime, id, by(leader));
    expect(cover.ok && cover.value.custody.at(-1)).toMatchObject({ act: 'handed_over', receiver: 'Ủy ban Kiểm tra Thành ủy' });
    expect(codes(await openQuarantine(runtime, id, by(leader)))).toEqual(['step.notAllowed']);
    expect(codes(await releaseIdea(runtime, id, by(leader)))).toEqual(['step.notAllowed']);
    expect(codes(await handOverIdea(runtime, id, 'Ai đó', by(leader)))).toEqual(['step.notAllowed']);
    expect((await stepsOf(runtime, id)).every((step) => step.text === null)).toBe(true);
  });

  it('the ledger still holds its leaves, but nothing ties them to words', async () => {
    const { id } = await sendIdea(runtime, secretive());
    await quarantineIdea(runtime, id, by(officer));
    await handOverIdea(runtime, id, 'Công an thành phố', by(leader));
    const steps = (await stepsOf(runtime, id)).map((step) => String(step.id));
    const { rows } = await sql<{ kind: string }>`
      select kind from ledger.opening
      where (kind = 'ideas.received' and subject = ${String(id)}) or (kind = 'ideas.decided' and subject = any(${steps}))
    `.execute(runtime.db);
    expect(rows).toEqual([]);
    const leaves = await sql<{ data: string }>`select data from ledger.pending where data like ${`%"idea":${id},%`} or data like ${`%"idea":${id}}%`}`.execute(runtime.db);
    expect(leaves.rows.length).toBeGreaterThanOrEqual(3);
  });

  it('files go even when the process died before it could erase them', async () => {
    const file = await picture(later(-1));
    const { id } = await sendIdea(runtime, { ...secretive(), fileIds: [file] });
    await quarantineIdea(runtime, id, by(officer));
    const files = Object.create(runtime.files, { remove: { value: () => Promise.reject(new Error('no disk')) } }) as TestRuntime['files'];
    await expect(handOverIdea({ ...runtime, files }, id, 'Thanh tra', by(lawyer))).rejects.toThrow('no disk');
    await drainEvents(runtime, [eraseHandedOver]);
    const kept = await sql`select from files.file where id = ${file}`.execute(runtime.db);
    expect(kept.rows).toEqual([]);
  });
});
