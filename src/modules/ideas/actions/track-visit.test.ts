import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays, dayOf } from '#platform/clock.ts';
import { ledgerOrigin, sequence } from '#platform/ledger/sequence.server.ts';
import { verifyReceipt } from '#platform/ledger/browser.ts';
import { ledgerKeys } from '#platform/ledger/ledger.server.ts';
import { readAuthorForm } from '../input/track.ts';
import { agencyRuntime, NOW, sentIdea, type Agency } from './agency-testing.ts';
import { acceptIdea, askAuthor, refuseIdea, rewordIdea } from './moderate.server.ts';
import { openSeal, sealCode, TRACK_COOKIE, TRACK_SECONDS } from './track-cookie.server.ts';
import { actAsAuthor, enterCode, holdCode, leaveTrack, readOwnFile, visitTrack } from './track-visit.server.ts';

let agency: Agency;
beforeAll(async () => {
  agency = await agencyRuntime();
});
afterAll(() => agency.runtime.drop());

let browsers = 0;
/** A browser of its own with a cookie jar. */
function browser(now = NOW) {
  const jar = new Map<string, string>();
  browsers += 1;
  return {
    jar,
    address: `203.0.${browsers % 250}.5`,
    url: new URL('https://cau-noi.example/hien-ke/theo-doi/xem'),
    now,
    cookies: {
      get: (name: string) => jar.get(name),
      set: (name: string, value: string) => void jar.set(name, value),
      delete: (name: string) => void jar.delete(name),
    },
  };
}
const officer = (now = NOW) => ({ actor: agency.people.officer, now });
const form = (step: Parameters<typeof readAuthorForm>[0], values: Record<string, string>) => {
  const data = new FormData();
  for (const [name, value] of Object.entries(values)) data.set(name, value);
  return readAuthorForm(step, data);
};
const act = (at: ReturnType<typeof browser>, step: Parameters<typeof readAuthorForm>[0], values = {}) =>
  actAsAuthor(agency.runtime, at, step, form(step, values));
const codes = (result: { ok: boolean; problems?: { code: string }[] }) => result.problems?.map((one) => one.code) ?? [];

async function opened(code: string, now = NOW) {
  const at = browser(now);
  expect(await enterCode(agency.runtime, at, code)).toMatchObject({ ok: true });
  return at;
}
async function pageOf(at: ReturnType<typeof browser>) {
  const visit = await visitTrack(agency.runtime, at);
  if (visit.kind !== 'open') throw new Error(visit.kind);
  return visit.page;
}

describe('the code', () => {
  it('is held sealed: two hours, by this installation, unreadable in the browser', () => {
    const sealed = sealCode('s'.repeat(32), { code: '7F3K-92QD', opened: true }, NOW);
    expect(Buffer.from(sealed, 'base64url').toString('latin1')).not.toContain('7F3K');
    const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);
    expect(openSeal('s'.repeat(32), sealed, later(TRACK_SECONDS - 1))).toEqual({ code: '7F3K-92QD', opened: true });
    expect(openSeal('s'.repeat(32), sealed, later(TRACK_SECONDS))).toBeUndefined();
    expect(openSeal('t'.repeat(32), sealed, NOW)).toBeUndefined();
    const bytes = Buffer.from(sealed, 'base64url');
    for (const at of [0, 13, bytes.length - 1]) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] as number) ^ 1;
      expect(openSeal('s'.repeat(32), changed.toString('base64url'), NOW)).toBeUndefined();
    }
    for (const odd of [undefined, '', 'x', '%', 'A'.repeat(5_000)]) expect(openSeal('s', odd, NOW)).toBeUndefined();
  });

  it('opens the page however it is typed; a wrong one is told and comes back into the form', async () => {
    const { code, id } = await sentIdea(agency);
    const at = await opened(code.toLowerCase().replaceAll('-', ' '));
    expect((await pageOf(at)).idea.id).toBe(id);
    const wrong = browser();
    expect(codes(await enterCode(agency.runtime, wrong, '7F3K-92QD-XM4T-0B6H-ZK'))).toEqual(['track.unknown']);
    expect(codes(await enterCode(agency.runtime, wrong, ''))).toEqual(['track.empty']);
    expect(wrong.jar.size).toBe(0);
    // From an address: held unseen, looked up on the page, shown again when it is none of ours.
    holdCode(agency.runtime, wrong, 'not a code');
    expect(await visitTrack(agency.runtime, wrong)).toMatchObject({ kind: 'again', code: 'not a code' });
    expect(await visitTrack(agency.runtime, wrong)).toEqual({ kind: 'none' });
    holdCode(agency.runtime, wrong, code);
    expect((await visitTrack(agency.runtime, wrong)).kind).toBe('open');
  });

  it('can be tried 120 times in a quarter of an hour from one neighbourhood; reading on does not count', async () => {
    const { code } = await sentIdea(agency);
    const at = await opened(code);
    let refused: string[] = [];
    for (let tries = 0; tries < 125 && refused[0] !== 'track.tooMany'; tries += 1) {
      refused = codes(await enterCode(agency.runtime, { ...at, address: at.address.replace(/5$/, String(tries % 200)) }, 'no'));
    }
    expect(refused).toEqual(['track.tooMany']);
    expect((await visitTrack(agency.runtime, at)).kind).toBe('open');
  });

  it('is nowhere in the database, in no table and no column', async () => {
    const { db } = agency.runtime;
    const { code } = await sentIdea(agency);
    const at = await opened(code);
    await act(at, 'forget');
    const plain = code.replaceAll('-', '');
    const { rows: tables } = await sql<{ name: string }>`
      select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p') and n.nspname !~ '^(pg_|information_schema)'`.execute(db);
    expect(tables.length).toBeGreaterThan(40);
    const bytes = Buffer.from(plain).toString('hex');
    for (const { name } of tables) {
      // The whole row as text; bytea shows as hex, so that its ASCII is looked for as well.
      const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${sql.raw(name)} as row_of
        where replace(row_of::text, '-', '') ilike ${`%${plain}%`} or row_of::text ilike ${`%${bytes}%`}`.execute(db);
      expect([name, rows[0]?.n]).toEqual([name, 0]);
    }
  });

  it('is forgotten at once when this is not the author\'s device', async () => {
    const { code } = await sentIdea(agency);
    const at = await opened(code);
    at.jar.set('sent', 'ticket');
    leaveTrack(at);
    expect([...at.jar.keys()]).toEqual([]);
    expect(codes(await act(at, 'reply', { text: 'Một câu' }))).toEqual(['track.closed']);
  });
});

describe('what the author sees and does', () => {
  it('question, answer, published wording beside their own', async () => {
    const { runtime } = agency;
    const { code, id } = await sentIdea(agency);
    const at = await opened(code);
    const fresh = await pageOf(at);
    expect(fresh.next).toEqual({ key: 'received', due: addDays(dayOf(NOW), 7) });
    expect(fresh.abilities).toEqual({ reply: false, withdraw: true, appeal: false, confirm: false });
    await askAuthor(runtime, id, 'Đoạn nào?', officer());
    const asked = await pageOf(at);
    expect(asked.next.key).toBe('asked');
    expect(asked.messages).toMatchObject([{ byAuthor: false, text: 'Đoạn nào?', body: expect.stringContaining('Ban') }]);
    expect(codes(await act(at, 'reply', { text: ' ' }))).toEqual(['track.text']);
    expect(codes(await act(at, 'reply', { text: 'Trước cổng trường' }))).toEqual([]);
    expect(codes(await act(at, 'reply', { text: 'Trước cổng trường' }))).toEqual(['step.notAllowed']);
    await acceptIdea(runtime, id, officer());
    await rewordIdea(runtime, id, { title: 'Đèn đường', body: 'Gọn', note: 'Rút gọn' }, officer());
    const page = await pageOf(at);
    expect(page.messages.map((one) => one.byAuthor)).toEqual([false, true]);
    expect(page.idea).toMatchObject({ title: 'Đèn đường', reworded: true });
    expect(page.originalTitle).toMatch(/^Đèn đường cho ấp/);
    expect(page.timeline.map((one) => one.kind)).toEqual(['receive', 'ask', 'reply', 'accept', 'reword']);
  });

  it('a refusal with its reason, an appeal once, a withdrawal for good', async () => {
    const { runtime } = agency;
    const { code, id } = await sentIdea(agency);
    const at = await opened(code);
    await refuseIdea(runtime, id, { reason: 'advertising', text: 'Nêu tên một cửa hàng.' }, officer());
    const page = await pageOf(at);
    expect(page.refusal).toEqual({ reason: 'advertising', text: 'Nêu tên một cửa hàng.' });
    expect(page.abilities.appeal).toBe(true);
    expect(codes(await act(at, 'appeal', { text: 'Tôi không bán gì cả.' }))).toEqual([]);
    expect(codes(await act(at, 'appeal', { text: 'Lần nữa.' }))).toEqual(['appeal.open']);
    expect((await pageOf(at)).next.key).toBe('appeal');
    const other = await sentIdea(agency);
    const there = await opened(other.code);
    expect(codes(await act(there, 'withdraw'))).toEqual([]);
    expect(codes(await act(there, 'withdraw'))).toEqual(['step.notAllowed']);
    expect(await pageOf(there)).toMatchObject({ next: { key: 'withdrawn' }, abilities: { withdraw: false, reply: false } });
  });

  it('sees no files of other ideas', async () => {
    const { code } = await sentIdea(agency);
    const at = await opened(code);
    const asked = { fileId: '00000000-0000-0000-0000-000000000000', size: null, ifNoneMatch: null, cookies: at.cookies, now: NOW };
    expect((await readOwnFile(agency.runtime, asked)).status).toBe(404);
    expect(at.jar.has(TRACK_COOKIE)).toBe(true);
  });

  it('has a receipt that proves their own words, and a changed text does not pass', async () => {
    const { db, config } = agency.runtime;
    const { code } = await sentIdea(agency);
    const at = await opened(code);
    expect((await pageOf(at)).receipt?.index).toBeUndefined();
    await sequence(db, { origin: ledgerOrigin(config.publicOrigin), now: NOW });
    const { receipt, receiptContent } = await pageOf(at);
    const key = (await ledgerKeys(db)).join('\n');
    expect(await verifyReceipt(receipt!, key, receiptContent!)).toMatchObject({ ok: true });
    const changed = receiptContent!.replace('Đèn', 'Den');
    expect(await verifyReceipt(receipt!, key, changed)).toEqual({ ok: false, reason: 'content' });
  });
});
