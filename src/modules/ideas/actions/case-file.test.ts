import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anonymous, type Actor } from '#modules/people/index.server.ts';
import { findPlaces } from '#modules/places/index.server.ts';
import type { TestRuntime } from '#platform/testing/runtime.ts';
import { maskPhone, readCaseFile, routeChoices } from './case-file.server.ts';
import { body, codes, deskRuntime, known, later, NOW, sendIdea, somebody, stepsOf } from './desk-testing.ts';
import { readIdeaPage } from './idea-page.server.ts';
import { acceptIdea, askAuthor, refuseIdea, rewordIdea, routeIdea } from './moderate.server.ts';
import { quarantineIdea } from './quarantine.server.ts';
import { appealAsAuthor, replyAsAuthor } from './track.server.ts';

let runtime: TestRuntime;
beforeAll(async () => {
  runtime = await deskRuntime();
});
afterAll(() => runtime.drop());

const officer = somebody(['officer', body.reception]);
const by = { actor: officer, now: NOW };
const contact = { name: 'Thị Bé', email: 'be@vi-du.example', phone: '0976 175 175' };
const consents = { contact: true, name: true };
const routing = { lead: body.lead, cooperating: [body.other], due: null, note: null };

async function open(id: number, actor: Actor = officer, fullPhone = false) {
  const file = await readCaseFile(runtime, id, { actor, now: NOW, fullPhone });
  if (!file.ok) throw new Error(JSON.stringify(file));
  return file.value;
}

describe('the file of an idea', () => {
  it('opens to those at work on it, and to nobody else', async () => {
    const { id } = await sendIdea(runtime);
    await routeIdea(runtime, id, routing, by);
    const readers = [
      officer,
      somebody(['moderator', body.top]),
      somebody(['reviewer', body.reception]),
      somebody(['answerer', body.lead]),
      somebody(['reviewer', body.city]),
      somebody(['answerer', body.other]),
    ];
    for (const actor of readers) expect((await open(id, actor)).idea.id).toBe(id);
    const strangers = [
      anonymous, somebody(),
      somebody(['answerer', body.third], ['officer', body.lead], ['reviewer', body.sibling]),
      somebody(['administrator', body.top], ['legal', body.reception], ['editor', body.reception]),
    ];
    for (const actor of strangers) {
      expect(codes(await readCaseFile(runtime, id, { actor, now: NOW }))).toEqual(['forbidden']);
    }
    expect(codes(await readCaseFile(runtime, 999_999, by))).toEqual(['idea.missing']);
  });

  it('is closed once it is locked away', async () => {
    const { id } = await sendIdea(runtime);
    await quarantineIdea(runtime, id, by);
    expect(codes(await readCaseFile(runtime, id, by))).toEqual(['idea.quarantined']);
  });

  it('shows the author’s wording beside the public one, the talk and who did what', async () => {
    const { id, code } = await sendIdea(runtime, { body: 'Nguyên văn.' });
    await acceptIdea(runtime, id, by);
    await rewordIdea(runtime, id, { title: 'Lắp đèn', body: 'Bản sửa.', note: 'Ngắn hơn.' }, by);
    await askAuthor(runtime, id, 'Ở đâu?', { actor: officer, now: later(1) });
    await replyAsAuthor(runtime, code, 'Ở ngã ba.', later(3));
    const file = await open(id);
    expect([file.originalBody, file.idea.body, file.idea.reworded]).toEqual(['Nguyên văn.', 'Bản sửa.', true]);
    expect(file.messages.map(({ byAuthor, text }) => [byAuthor, text])).toEqual([[false, 'Ở đâu?'], [true, 'Ở ngã ba.']]);
    expect(file.timeline.map((entry) => entry.kind)).toEqual(['receive', 'accept', 'reword', 'ask', 'reply']);
    expect(file.clock).toMatchObject({ paused: false, admissibleDue: '2026-12-02', pauses: [{ from: '2026-11-24', to: '2026-11-26' }] });
    expect(file.seen).toBe((await stepsOf(runtime, id)).at(-1)?.id);
  });

  it('says in whose place somebody acted; the public page does not', async () => {
    const { id } = await sendIdea(runtime);
    const holder = await known(runtime, ['officer', body.reception]);
    const onBehalfOf = { personId: holder.personId, name: holder.name };
    const delegate: Actor = { ...(await known(runtime)), grants: [{ role: 'officer', bodyId: body.reception, onBehalfOf }] };
    await acceptIdea(runtime, id, { actor: delegate, now: NOW });
    await askAuthor(runtime, id, 'Ở đâu?', { actor: { ...delegate, grants: [...delegate.grants, ...officer.grants] }, now: later(1) });
    const file = await open(id);
    const by = file.timeline.map((entry) => [entry.kind, entry.person, entry.onBehalfOf]);
    expect(by.slice(1)).toEqual([['accept', delegate.name, holder.name], ['ask', delegate.name, null]]);
    const page = await readIdeaPage(runtime.db, id, anonymous, later(1));
    expect(JSON.stringify(page)).not.toContain(holder.personId);
    expect(JSON.stringify(page)).not.toContain(holder.name);
  });

  it('keeps the contact to the reception, and the number masked until asked for', async () => {
    const { id } = await sendIdea(runtime, { contact, consents });
    await routeIdea(runtime, id, routing, by);
    const receiver = await known(runtime, ['officer', body.reception]);
    expect((await open(id, receiver)).contact).toEqual({ ...contact, phone: '0976.175…', phoneMasked: true });
    expect((await open(id, receiver, true)).contact).toEqual({ ...contact, phoneMasked: false });
    for (const actor of [somebody(['answerer', body.lead]), somebody(['reviewer', body.reception])]) {
      const file = await open(id, actor, true);
      expect([file.contact, file.contactKept]).toEqual([null, true]);
      expect(JSON.stringify(file)).not.toContain('0976');
    }
    // A role that is on no record, whatever the permission check was told: the database does not give it out.
    expect((await open(id)).contact).toBeNull();
  });

  it('offers to route to bodies of its place and to those that led its field, then to all by kind', async () => {
    const [place] = await findPlaces(runtime.db, { q: 'phường Đồng Xoài', today: '2026-11-23', limit: 1 });
    const { id } = await sendIdea(runtime, { field: 'culture', place: place?.id ?? null });
    const { id: former } = await sendIdea(runtime, { field: 'culture' });
    await routeIdea(runtime, former, { ...routing, lead: body.third }, by);
    const { bodies, clock } = await open(id);
    const suggested = bodies?.suggested.map(({ name }) => name) ?? [];
    expect(suggested).toContain('Ủy ban nhân dân phường Đồng Xoài');
    expect(suggested.at(-1)).toBe('Sở Công Thương');
    expect(bodies?.byKind.map(({ kind }) => kind)).toContain('sở, ngành');
    expect(clock.latest).toBe('2026-12-23');
    expect((await routeChoices(runtime, by)).byKind).toEqual(bodies?.byKind);
    expect((await open(id, somebody(['reviewer', body.reception]))).bodies).toBeNull();
  });

  it('gives an open appeal to another person only', async () => {
    const refuser = somebody(['officer', body.top], ['reviewer', body.top]);
    const { id, code } = await sendIdea(runtime);
    await refuseIdea(runtime, id, { reason: 'no_reply', text: 'Chưa rõ.' }, { actor: refuser, now: NOW });
    await appealAsAuthor(runtime, code, 'Xin xem lại.', NOW);
    expect((await open(id, refuser)).abilities.decideAppeal).toBe(false);
    const file = await open(id, somebody(['reviewer', body.reception]));
    expect([file.abilities.decideAppeal, file.appeals.map(({ text }) => text)]).toEqual([true, ['Xin xem lại.']]);
  });
});

it.each([
  ['0976 175 175', '0976.175…'],
  ['+84 976-175-175', '8497.617…'],
  ['123', '…'],
  ['', '…'],
])('masks %s as %s', (phone, masked) => {
  expect(maskPhone(phone)).toBe(masked);
});
