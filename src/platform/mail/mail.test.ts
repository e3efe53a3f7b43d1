import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TestDatabase } from '../testing/database.ts';
import { testDatabase } from '../testing/database.ts';
import { Post } from '../testing/mail-server.ts';
import type { MailTransport, Message } from './mail.server.ts';
import {
  createMailTransport,
  deliverDue,
  deliveryLog,
  forgetOld,
  listMails,
  queueMail,
  readMail,
  readMailSource,
  retryFailed,
} from './mail.server.ts';

const now = new Date('2026-11-23T08:00:00+07:00');
const minutes = (count: number): Date => new Date(now.getTime() + count * 60_000);
const from = 'Cầu Nối <cau-noi@example.vn>';

let database: TestDatabase;
let post: Post;
let transport: MailTransport;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  await sql`delete from mail.message`.execute(database.db);
  post = new Post();
  await post.open();
  transport = createMailTransport({ smtpUrl: `smtp://127.0.0.1:${post.port}`, from, folder: '/nowhere' });
});
afterEach(async () => {
  transport.close();
  await post.close();
});

let serial = 0;
const message = (changes: Partial<Message> = {}): Message => ({
  key: `ideas.answered/42/follower/${(serial += 1)}`,
  to: 'an@example.vn',
  subject: 'Hiến kế của ông/bà đã được trả lời',
  text: 'Kính gửi ông/bà,\n\nXem tại https://example.vn/hien-ke/42\n\nTrân trọng.',
  language: 'vi',
  ...changes,
});
const queue = (changes: Partial<Message> = {}, at = now): Promise<boolean> =>
  queueMail(database.db, message(changes), at);
const deliver = (at = now) => deliverDue(database.db, transport, at);

describe('outbox', () => {
  it('arrives as written: both parts, language, sender, one-click leaving', async () => {
    await queue({ unsubscribeUrl: 'https://example.vn/theo-doi/huy?m=abc' });
    expect(await deliver()).toEqual({ sent: 1, postponed: 0, failed: 0 });
    const { to, mail } = post.received[0]!;
    expect(to).toEqual(['an@example.vn']);
    expect(mail.from?.value).toEqual([{ name: 'Cầu Nối', address: 'cau-noi@example.vn' }]);
    expect(mail.subject).toBe('Hiến kế của ông/bà đã được trả lời');
    expect(mail.text?.trim()).toBe(
      'Kính gửi ông/bà,\n\nXem tại https://example.vn/hien-ke/42\n\nTrân trọng.',
    );
    expect(mail.html).toContain('<a href="https://example.vn/hien-ke/42">');
    expect(mail.headers.get('content-language')).toBe('vi');
    expect(mail.headers.get('auto-submitted')).toBe('auto-generated');
    expect(mail.headerLines.map(({ line }) => line)).toEqual(
      expect.arrayContaining([
        'List-Unsubscribe: <https://example.vn/theo-doi/huy?m=abc>',
        'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
      ]),
    );
    expect(mail.messageId).toMatch(/^<[0-9a-f-]{36}@example\.vn>$/);
  });

  it('sends nothing for what was rolled back, and one message for one key', async () => {
    const rolledBack = database.db.transaction().execute(async (tx) => {
      await queueMail(tx, message(), now);
      throw new Error('no');
    });
    await expect(rolledBack).rejects.toThrow('no');
    expect(await queue({ key: 'once' })).toBe(true);
    expect(await queue({ key: 'once' })).toBe(false);
    expect(await deliver()).toMatchObject({ sent: 1 });
    expect(await queue({ key: 'once' })).toBe(false);
    expect(await deliver()).toMatchObject({ sent: 0 });
    expect(post.received).toHaveLength(1);
  });

  it('forgets the words of what opens something once it has left, and not before', async () => {
    const held = async (key: string) => {
      const { rows } = await sql<{ body: string | null }>`select body from mail.message where key = ${key}`.execute(database.db);
      return rows[0]?.body;
    };
    post.refuse = () => 451;
    await queue({ key: 'link', text: 'Mã: 7F3K', secret: true });
    await queue({ key: 'news' });
    await deliver();
    expect(await held('link')).toContain('7F3K');
    post.refuse = () => undefined;
    expect(await deliver(minutes(2))).toMatchObject({ sent: 2 });
    expect(post.received.map(({ mail }) => mail.text)).toContainEqual(expect.stringContaining('7F3K'));
    expect([await held('link'), await held('news')]).toEqual([null, expect.stringContaining('Kính gửi')]);
  });

  it('sends each of many once, however many workers run', async () => {
    for (let index = 0; index < 60; index += 1) await queue({ to: `p${index}@example.vn` });
    const totals = await Promise.all(Array.from({ length: 4 }, () => deliver()));
    expect(totals.reduce((sum, { sent }) => sum + sent, 0)).toBe(60);
    expect(new Set(post.received.map(({ to }) => to[0])).size).toBe(60);
    expect(post.received).toHaveLength(60);
  });

  it('cannot be talked into other headers or recipients', async () => {
    for (const to of [
      'an@example.vn\r\nBcc: all@example.vn',
      'an@example.vn, all@example.vn',
      'x <an@example.vn>',
    ]) {
      await expect(queue({ to })).rejects.toThrow('not an address');
    }
    await expect(queue({ unsubscribeUrl: 'https://example.vn/>\r\nBcc: all@example.vn' })).rejects.toThrow(
      'unsubscribe',
    );
    await queue({
      subject: 'Đèn\r\nBcc: all@example.vn\r\n\r\n<b>',
      text: 'x\r\n.\r\nMAIL FROM:<a@b>\r\n.\n',
    });
    await deliver();
    const { to, mail } = post.received[0]!;
    expect(to).toEqual(['an@example.vn']);
    expect(mail.bcc).toBeUndefined();
    expect(mail.subject).toBe('Đèn Bcc: all@example.vn <b>');
    expect(mail.text).toContain('\n.\nMAIL FROM:<a@b>\n.');
  });
});

describe('when the mail server is down', () => {
  it('waits, tries again later and delivers once', async () => {
    await queue({ key: 'patient' });
    await post.close();
    expect(await deliver()).toEqual({ sent: 0, postponed: 1, failed: 0 });
    expect(await deliver(minutes(0.5))).toEqual({ sent: 0, postponed: 0, failed: 0 });
    expect(await deliver(minutes(1))).toMatchObject({ postponed: 1 });
    const [waiting] = await deliveryLog(database.db, { key: 'patient' });
    expect(waiting).toMatchObject({ state: 'queued', attempts: 2, dueAt: minutes(6), sentAt: null });
    expect(waiting?.lastError).toMatch(/ECONNREFUSED/);

    await post.open();
    expect(await deliver(minutes(6))).toMatchObject({ sent: 1 });
    expect(await deliver(minutes(600))).toMatchObject({ sent: 0 });
    expect(post.received).toHaveLength(1);
    const log = await deliveryLog(database.db, { state: 'sent' });
    expect(log).toMatchObject([{ key: 'patient', attempts: 3, sentAt: minutes(6), lastError: null }]);
  });

  it('does not charge those who only wait', async () => {
    for (let index = 0; index < 30; index += 1) await queue();
    await post.close();
    expect((await deliver()).postponed).toBeLessThanOrEqual(4);
    const untried = (await deliveryLog(database.db)).filter(({ attempts }) => attempts === 0);
    expect(untried.length).toBeGreaterThanOrEqual(26);
    await post.open();
  });

  it('fails after about two days, and starts anew when the operator says so', async () => {
    await queue({ key: 'lost' });
    await post.close();
    const end = minutes(60 * 72);
    let at = now;
    while (at < end) {
      await deliver(at);
      at = new Date(at.getTime() + 30 * 60_000);
    }
    expect(await deliveryLog(database.db)).toMatchObject([{ state: 'failed', attempts: 11 }]);
    await post.open();
    expect(await deliver(end)).toMatchObject({ sent: 0 });
    expect(await retryFailed(database.db, end)).toBe(1);
    expect(await deliver(end)).toMatchObject({ sent: 1 });
  });

  it('sends again, with the same Message-ID, when a worker died between sending and marking', async () => {
    await queue({ key: 'twice' });
    const dying: MailTransport = {
      ...transport,
      async deliver(letter) {
        await transport.deliver(letter);
        return new Promise(() => {});
      },
    };
    void deliverDue(database.db, dying, now);
    await expect.poll(() => post.received.length).toBe(1);
    expect(await deliver(minutes(4))).toMatchObject({ sent: 0 });
    expect(await deliver(minutes(5))).toMatchObject({ sent: 1 });
    expect(post.received).toHaveLength(2);
    expect(post.received[1]?.mail.messageId).toBe(post.received[0]?.mail.messageId);
  });
});

describe('refusals', () => {
  it('a recipient that does not exist fails at once; others are not held up; the log keeps no address', async () => {
    post.refuse = (stage, address) => (stage === 'to' && address.startsWith('nobody') ? 550 : undefined);
    await queue({ key: 'a', to: 'nobody@example.vn' });
    await queue({ key: 'b' });
    expect(await deliver()).toEqual({ sent: 1, postponed: 0, failed: 1 });
    const [failed] = await deliveryLog(database.db, { state: 'failed' });
    expect(failed).toMatchObject({ key: 'a', attempts: 1 });
    expect(failed?.lastError).toContain('550');
    expect(failed?.lastError).not.toContain('nobody@example.vn');
  });

  it('"later" is tried again; a refused sender is our fault, not the recipient’s', async () => {
    post.refuse = (stage) => (stage === 'data' ? 451 : undefined);
    await queue();
    expect(await deliver()).toMatchObject({ postponed: 1 });
    post.refuse = (stage) => (stage === 'from' ? 550 : undefined);
    expect(await deliver(minutes(1))).toMatchObject({ postponed: 1, failed: 0 });
    post.refuse = () => undefined;
    expect(await deliver(minutes(6))).toMatchObject({ sent: 1 });
  });
});

describe('forgetting', () => {
  it('erases address and words of old messages and keeps that they were sent', async () => {
    await queue({ key: 'old' });
    await deliver();
    await queue({ key: 'waiting' });
    expect(await forgetOld(database.db, minutes(1))).toBe(1);
    expect(await deliveryLog(database.db, { key: 'old' })).toMatchObject([
      { state: 'sent', recipient: null, subject: null, sentAt: now },
    ]);
    expect(await deliver()).toMatchObject({ sent: 1 });
    expect(await queue({ key: 'old' })).toBe(false);
  });
});

describe('without a mail server', () => {
  it('messages land in a folder that can be listed and read', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mail-'));
    const toFolder = createMailTransport({ from, folder: join(folder, 'mail') });
    expect(await listMails(join(folder, 'mail'))).toEqual([]);
    await queue({ subject: 'một' });
    await queue({ subject: 'hai', unsubscribeUrl: 'https://example.vn/huy' });
    expect(await deliverDue(database.db, toFolder, now, { lanes: 1 })).toMatchObject({ sent: 2 });

    const mails = await listMails(join(folder, 'mail'));
    expect(mails.map(({ subject }) => subject).sort()).toEqual(['hai', 'một']);
    const id = mails.find(({ subject }) => subject === 'hai')?.id ?? '';
    const mail = await readMail(join(folder, 'mail'), id);
    expect(mail).toMatchObject({
      to: 'an@example.vn',
      from,
      language: 'vi',
      headers: { 'Content-Language': 'vi' },
    });
    expect(mail?.html).toContain('<p>Trân trọng.</p>');
    const parsed = await simpleParser(Buffer.from((await readMailSource(join(folder, 'mail'), id)) ?? []));
    expect(parsed.subject).toBe('hai');
    for (const wrong of ['nothing', '../secret', '', 'a/b', 'a.b']) {
      expect(await readMail(join(folder, 'mail'), wrong)).toBeNull();
      expect(await readMailSource(join(folder, 'mail'), wrong)).toBeNull();
    }
    await rm(folder, { recursive: true });
  });
});
