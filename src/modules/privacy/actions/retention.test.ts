import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prepareSettings } from '../../ideas/actions/settings.server.ts';
import { submitIdea } from '../../ideas/actions/submit.server.ts';
import { submission } from '../../ideas/actions/testing.ts';
import { dayOf } from '#platform/clock.ts';
import { asSystem } from '#platform/database/scope.server.ts';
import { queueMail } from '#platform/mail/mail.server.ts';
import { registerManifests } from '#platform/manifest.ts';
import { registerCatalogue } from '#platform/words/translate.ts';
import { loadManifests } from '#src/manifests.ts';
import { catalogue } from '#src/words.generated.ts';
import { giveConsent, withdrawConsent } from './consent.server.ts';
import { askCopy, askCorrection, takeBack } from './request.server.ts';
import { applyRetention, readRetention, retentionDays, rules, setRetention } from './retention.server.ts';
import { account, codes, later, must, NOW, own, peek, privacyRuntime, TOP, WARD, type Place } from './testing.ts';

let place: Place;
beforeAll(async () => {
  registerManifests(await loadManifests());
  registerCatalogue(catalogue);
  place = await privacyRuntime();
  await prepareSettings(place.db, dayOf(NOW));
});
afterAll(() => place.drop());

const rule = (key: string) => rules().find((one) => one.key === key)!;
const count = (key: string, before: Date) => asSystem(place.db, 'test', (tx) => rule(key).count(tx, before));
const apply = (key: string, before: Date, limit = 1_000) => asSystem(place.db, 'test', (tx) => rule(key).apply(tx, before, limit));
const rows = (query: ReturnType<typeof sql>) => peek(place.db, query).then((found) => found.length);
const at = (days: number) => later(days);

describe('each rule reaches what is past its time, and nothing else', () => {
  it('contacts of authors: of ideas that have come to an end, after the last step', async () => {
    const sent = async (title: string) => {
      const email = `${title.length}-${Math.random().toString(36).slice(2)}@vi-du.example`;
      const sending = { submission: submission({ title, contact: { name: 'Điểu Bé', email, phone: null }, consents: { contact: true, name: false } }), fileIds: [], channel: 'web' as const, idempotencyKey: email };
      return must(await submitIdea(place, sending, NOW)).id;
    };
    const [open, refused, promised, appealed, withdrawn] = [await sent('Còn xét'), await sent('Đã trả lời'), await sent('Còn lời hứa'), await sent('Xin xem lại'), await sent('Đã rút')];
    await asSystem(place.db, 'test', async (tx) => {
      await sql`update ideas.idea set state = 'adopted' where id = any(${[refused, promised, appealed]}::bigint[])`.execute(tx);
      await sql`update ideas.idea set withdrawn_at = ${NOW} where id = ${withdrawn}`.execute(tx);
      await sql`insert into ideas.appeal (idea_id, at, text) values (${appealed}, ${NOW}, 'x')`.execute(tx);
      await sql`insert into ideas.answer (idea_id, body_id, outcome, text, drafted_by, drafted_at) values (${promised}, 100, 'adopted', 'x', 'p', ${NOW})`.execute(tx);
      await sql`insert into ideas.milestone (idea_id, answer_id, title, due_on) select idea_id, id, 'làm đường', '2027-01-01' from ideas.answer where idea_id = ${promised}`.execute(tx);
    });
    const kept = await rows(sql`select 1 from ideas.author`);
    expect(kept).toBe(5);
    expect(await count('ideas.contacts', at(-1))).toBe(0);
    expect(await count('ideas.contacts', at(1))).toBe(2);
    expect(await apply('ideas.contacts', at(1), 1)).toBe(1);
    expect(await apply('ideas.contacts', at(1))).toBe(1);
    expect(await apply('ideas.contacts', at(1))).toBe(0);
    const left = await peek(place.db, sql<{ id: number }>`select idea_id as id from ideas.author order by 1`);
    expect(left.map(({ id }) => id)).toEqual([open, promised, appealed]);
    expect(await rows(sql`select 1 from mail.message where recipient is not null and starts_with(key, ${`ideas/${refused}/author/`})`)).toBe(0);
  });

  it('addresses that nobody confirmed', async () => {
    const follow = (email: string, confirmed: Date | null) => peek(place.db, sql`
      insert into ideas.follow (email, leave_hash, created_at, confirmed_at) values (${email}, decode(md5(${email}), 'hex'), ${NOW}, ${confirmed})`);
    await follow('chua@vi-du.example', null);
    await follow('roi@vi-du.example', NOW);
    expect(await apply('ideas.follows', at(-1))).toBe(0);
    expect([await count('ideas.follows', at(1)), await apply('ideas.follows', at(1))]).toEqual([1, 1]);
    expect(await peek(place.db, sql`select email from ideas.follow`)).toEqual([{ email: 'roi@vi-du.example' }]);
  });

  it('sessions, codes, and closed accounts', async () => {
    const { personId } = await account(place, { email: 'dong@vi-du.example' });
    await peek(place.db, sql`insert into people.session (person_id, token, created_at, updated_at, expires_at)
      values (${personId}, 'old', ${NOW}, ${NOW}, ${NOW}), (${personId}, 'new', ${NOW}, ${NOW}, ${at(9)})`);
    await peek(place.db, sql`insert into people.mail_link (person_id, purpose, secret_hash, address, issued_at, expires_at)
      values (${personId}, 'password', decode('aa', 'hex'), 'dong@vi-du.example', ${NOW}, ${at(1)})`);
    await peek(place.db, sql`insert into people.activation (person_id, code_hash, channel, body_id, issued_at, expires_at, used_at)
      values (${personId}, decode('bb', 'hex'), 'letter', 100, ${NOW}, ${at(30)}, ${NOW})`);
    expect([await count('people.sessions', at(1)), await apply('people.sessions', at(1))]).toEqual([1, 1]);
    expect([await count('people.codes', at(-1)), await count('people.codes', at(0.5)), await apply('people.codes', at(2))]).toEqual([0, 1, 2]);
    expect(await count('people.closedAccounts', at(400))).toBe(0);
    await peek(place.db, sql`update people.person set closed_at = ${NOW} where id = ${personId}`);
    expect(await apply('people.closedAccounts', NOW)).toBe(0);
    expect([await count('people.closedAccounts', at(1)), await apply('people.closedAccounts', at(1)), await count('people.closedAccounts', at(1))]).toEqual([1, 1, 0]);
    expect(await peek(place.db, sql`select full_name, email, sign_in_name from people.person where id = ${personId}`))
      .toEqual([{ full_name: 'Thị Ngọc Ánh', email: null, sign_in_name: null }]);
    expect(await rows(sql`select 1 from people.credential where person_id = ${personId}`)).toBe(0);
  });

  it('files and rows of lists', async () => {
    const { personId } = await account(place);
    const list = async (state: string, finished: Date | null) => {
      const [made] = await peek(place.db, sql<{ id: number }>`
        insert into members.import (kind, body_id, as_of, state, file_name, file_bytes, started_by, started_at, progress_at, finished_at)
        values ('members', ${WARD}, '2026-11-23', ${state}, 'ds.xlsx', 9, ${personId}, ${NOW}, ${NOW}, ${finished}) returning id`);
      await peek(place.db, sql`insert into members.import_file (import_id, content) values (${made!.id}, 'x')`);
      await peek(place.db, sql`insert into members.import_row (import_id, number, cells) values (${made!.id}, 1, '{}'), (${made!.id}, 2, '{}')`);
      return made!.id;
    };
    const [waiting, done] = [await list('mapping', null), await list('done', NOW)];
    expect([await count('members.importFiles', at(-1)), await apply('members.importFiles', at(-1))]).toEqual([1, 1]);
    expect(await count('members.importRows', at(-1))).toBe(0);
    expect([await count('members.importRows', at(1)), await apply('members.importRows', at(1), 1), await apply('members.importRows', at(1))]).toEqual([2, 1, 1]);
    expect(await apply('members.importFiles', at(1))).toBe(1);
    expect(await peek(place.db, sql`select id, state from members.import order by id`)).toEqual([{ id: waiting, state: 'cancelled' }, { id: done, state: 'done' }]);
  });

  it('mails, consents, requests and copies', async () => {
    const person = await account(place);
    await queueMail(place.db, { key: 'old', to: 'x@vi-du.example', subject: 'a', text: 'b', language: 'vi' }, NOW);
    expect(await count('privacy.mails', at(1)), 'what waits has to leave first').toBe(0);
    await peek(place.db, sql`update mail.message set state = 'sent', sent_at = ${NOW} where key = 'old'`);
    expect([await count('privacy.mails', at(1)), await apply('privacy.mails', at(1))]).toEqual([1, 1]);
    must(await giveConsent(place, 'study_mail', own(person)));
    must(await giveConsent(place, 'branch_phone', own(person)));
    must(await withdrawConsent(place, 'study_mail', own(person, at(1))));
    expect([await count('privacy.consents', at(0.5)), await apply('privacy.consents', at(2))]).toEqual([0, 1]);
    await peek(place.db, sql`insert into privacy.notice (person_id, wording_hash, shown_at)
      select ${person.personId}, hash, ${NOW} from privacy.wording limit 1`);
    await peek(place.db, sql`update people.person set closed_at = ${at(3)} where id = ${person.personId}`);
    expect([await count('privacy.consents', at(2)), await count('privacy.consents', at(4))]).toEqual([0, 2]);
    expect([await apply('privacy.consents', at(4), 1), await apply('privacy.consents', at(4))]).toEqual([1, 1]);
    const asking = await account(place);
    must(await askCopy(place, own(asking)));
    const open = must(await askCorrection(place, { field: 'name', wrong: 'x', right: 'Y' }, own(asking)));
    expect([await count('privacy.copies', at(-1)), await apply('privacy.copies', at(1))]).toEqual([0, 1]);
    expect(await apply('privacy.requests', at(1))).toBe(1);
    expect(await peek(place.db, sql`select id from privacy.request`)).toEqual([{ id: open }]);
    must(await takeBack(place, open, own(asking, at(2))));
    expect([await apply('privacy.requests', at(1)), await apply('privacy.requests', at(3))]).toEqual([0, 1]);
  });
});

describe('days that administrators set', () => {
  it('only at the top, within the range, with a reason, in the log; the night then goes by them', async () => {
    const top = await account(place, { roles: [['administrator', TOP]] });
    const ward = await account(place, { roles: [['administrator', WARD]] });
    const officer = await account(place, { roles: [['officer', TOP]] });
    const said = { rule: 'privacy.mails', days: 10, reason: 'Quy định mới' };
    for (const who of [ward, officer]) expect(codes(await setRetention(place, said, { actor: who, now: NOW }))).toEqual(['forbidden']);
    expect(codes(await readRetention(place, { actor: ward, now: NOW }))).toEqual(['forbidden']);
    expect(codes(await setRetention(place, { ...said, days: 0 }, { actor: top, now: NOW }))).toEqual(['days.range']);
    expect(codes(await setRetention(place, { ...said, rule: 'x.y' }, { actor: top, now: NOW }))).toEqual(['rule.unknown']);
    must(await setRetention(place, said, { actor: top, now: NOW }));
    expect((await retentionDays(place.db))['privacy.mails']).toBe(10);
    expect(await peek(place.db, sql`select details from audit.act where kind = 'privacy.retention'`)).toEqual([{ details: { rule: 'privacy.mails', before: 30, days: 10 } }]);

    for (let each = 0; each < 2_300; each += 1_150) {
      await peek(place.db, sql`insert into mail.message (key, recipient, subject, body, language, state, created_at, due_at, sent_at)
        select 'n' || n + ${each}, 'n@vi-du.example', 's', 'b', 'vi', 'sent', ${NOW}, ${NOW}, ${NOW} from generate_series(1, 1150) as n`);
    }
    const dry = async (days: number) => must(await readRetention(place, { actor: officer, now: at(days) }));
    expect((await dry(9)).rules.find(({ key }) => key === 'privacy.mails')).toMatchObject({ days: 10, standard: 30, today: 0, changed: { reason: 'Quy định mới' } });
    expect((await dry(11)).rules.find(({ key }) => key === 'privacy.mails')?.today).toBe(2_300);
    expect((await dry(11)).mayEdit).toBe(false);
    expect((await applyRetention(place, at(11)))['privacy.mails']).toBe(2_300);
    expect((await applyRetention(place, at(11)))['privacy.mails']).toBe(0);
    const after = await dry(11);
    expect(after.rules.find(({ key }) => key === 'privacy.mails')?.today).toBe(0);
    const logged = after.removals.filter((removal) => removal.rule === 'privacy.mails').map(({ removed }) => removed);
    expect(logged.reduce((sum, each) => sum + each, 0), 'counts only, in batches').toBe(2_300);
    expect(logged.length).toBeGreaterThan(1);
  });

  it('a rule that fails keeps no other from its work', async () => {
    const manifests = await loadManifests();
    const broken = { ...rule('ideas.contacts'), apply: () => Promise.reject(new Error('x')) };
    registerManifests(manifests.map((one) => one.personal?.retention?.some(({ key }) => key === broken.key)
      ? { ...one, personal: { ...one.personal, retention: [broken] } } : one));
    expect(await applyRetention(place, at(11))).toHaveProperty('privacy.mails', 0);
    expect(await applyRetention(place, at(11))).not.toHaveProperty('ideas.contacts');
    registerManifests(manifests);
  });
});
