import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays, dayOf } from '#platform/clock.ts';
import { ledgerHead } from '#platform/ledger/ledger.server.ts';
import { ledgerOrigin, sequence } from '#platform/ledger/sequence.server.ts';
import { takeEvents } from '#platform/jobs/events.server.ts';
import { verifyLedger } from '#platform/ledger/verify.server.ts';
import { readAnswer } from '../input/answer.ts';
import { findDraft, latestAnswer, listPromises } from '../store/answer.server.ts';
import { findIdea, listAnswers, listSteps } from '../store/idea.server.ts';
import { agencyRuntime, answerInput, idOf, NOW, on, receivedIdea, routedIdea, type Agency } from './agency-testing.ts';
import { discardDraft, publishAnswer, recallDraft, returnDraft, saveDraft, startAppraisal } from './answer.server.ts';
import { extendDeadline } from './extension.server.ts';
import { ledgerContents } from './ledger-contents.server.ts';
import { finishMilestone, moveMilestone } from './milestone.server.ts';
import { askAuthor, markDuplicate, refuseIdea, routeIdea } from './moderate.server.ts';

let agency: Agency;
beforeAll(async () => {
  agency = await agencyRuntime();
});
afterAll(() => agency.runtime.drop());

const as = (who: keyof Agency['people'], now = NOW) => ({ actor: agency.people[who], now });
const nobody = { actor: { kind: 'anonymous' } as const, now: NOW };
const code = (result: { ok: boolean; problems?: { code: string }[] }) => (result.ok ? 'ok' : result.problems?.[0]?.code);
const version = async (id: number) => (await findDraft(agency.runtime.db, id))?.version ?? 0;
const events = async (name: string) =>
  (await agency.runtime.db.transaction().execute((tx) => takeEvents(tx, 500))).filter((event) => event.name === name);

/** A draft that waits for approval. */
async function submitted(id: number, change: object = {}, now = NOW) {
  const saving = { input: answerInput(change, now), version: await version(id), submit: true };
  const saved = await saveDraft(agency.runtime, id, saving, as('writer', now));
  if (!saved.ok) throw new Error(JSON.stringify(saved));
  return version(id);
}
async function published(id: number, change: object = {}, now = NOW) {
  const approval = { version: await submitted(id, change, now), signerTitle: 'Giám đốc' };
  const result = await publishAnswer(agency.runtime, id, approval, as('leader', now));
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result.value;
}

describe('the whole life of an answer', () => {
  it('goes from the routing to a milestone that is done', async () => {
    const { runtime, lead } = agency;
    const { db } = runtime;
    const id = await routedIdea(agency, NOW);
    expect(code(await startAppraisal(runtime, id, as('writer')))).toBe('ok');
    expect((await findIdea(db, id))?.state).toBe('appraising');

    const first = { input: answerInput({ text: 'Bản đầu, còn sơ sài.' }), version: 0 };
    expect(code(await saveDraft(runtime, id, { ...first, submit: false }, as('writer')))).toBe('ok');
    const again = { ...first, version: 1, submit: true };
    expect(code(await saveDraft(runtime, id, again, as('writer')))).toBe('ok');
    expect(await findDraft(db, id)).toMatchObject({ status: 'submitted', bodyId: lead, writtenBy: [idOf('writer')] });

    const returned = { version: await version(id), note: 'Nêu rõ số đèn và nguồn kinh phí.' };
    expect(code(await returnDraft(runtime, id, returned, as('leader')))).toBe('ok');
    expect(await findDraft(db, id)).toMatchObject({ status: 'returned', returnNote: returned.note, returnedBy: idOf('leader') });

    const better = { input: answerInput(), version: await version(id), submit: true };
    expect(code(await saveDraft(runtime, id, better, as('writer')))).toBe('ok');
    await events('');
    const approval = { version: await version(id), signerTitle: 'KT. Giám đốc, Phó Giám đốc' };
    expect(code(await publishAnswer(runtime, id, approval, as('leader')))).toBe('ok');

    const idea = await findIdea(db, id);
    expect(idea).toMatchObject({ state: 'adopted', answeredAt: NOW, pausedOn: null });
    const [answer] = await listAnswers(db, id);
    expect(answer).toMatchObject({
      status: 'published',
      outcome: 'adopted',
      signerName: 'Nguyễn Thị leader',
      signerTitle: approval.signerTitle,
      publishedAt: NOW,
    });
    const [event] = await events('ideas.answer');
    expect(event?.data).toMatchObject({ id, answer: answer!.id, also: [] });

    const [milestone] = await listPromises(db, answer!.id);
    const done = { milestone: milestone!.id, on: dayOf(NOW), note: 'Đã lắp 20 bộ đèn.' };
    expect(code(await finishMilestone(runtime, id, done, as('writer')))).toBe('ok');
    expect(code(await finishMilestone(runtime, id, done, as('writer')))).toBe('ok');
    const steps = (await listSteps(db, id)).filter((step) => step.public).map((step) => step.kind);
    expect(steps).toEqual(['receive', 'accept', 'route', 'appraise', 'answer', 'milestone']);
    expect(await events('ideas.milestone')).toHaveLength(1);
  });

  it('can be proved, also after a milestone was moved, and a changed word is found', async () => {
    const { runtime } = agency;
    const { db } = runtime;
    const id = await routedIdea(agency);
    const answer = await published(id);
    const [promise] = await listPromises(db, answer);
    const move = { milestone: promise!.id, from: promise!.dueOn, to: addDays(promise!.dueOn, 20), reason: 'Chờ vật tư.' };
    expect(code(await moveMilestone(runtime, id, move, as('leader')))).toBe('ok');
    await sequence(db, { origin: ledgerOrigin(runtime.config.publicOrigin), now: NOW });
    expect((await ledgerHead(db))?.size).toBeGreaterThan(0);
    const contents = await ledgerContents['ideas.answered']!(db, [String(answer)]);
    expect(contents.get(String(answer))).toMatchObject({ milestones: [{ due: promise!.dueOn }] });
    expect(await verifyLedger(db, { contentOf: ledgerContents })).toMatchObject({ ok: true, differences: [] });
    await expect(
      sql`update ideas.answer set text = 'Chữ khác' where id = ${answer}`.execute(db),
    ).rejects.toThrow(/published answer is not changed/);
  });
});

describe('who may', () => {
  it('each step is refused to everybody else', async () => {
    const { runtime } = agency;
    const id = await routedIdea(agency);
    const saving = { input: answerInput(), version: 0, submit: true };
    const wrong = [as('officer'), as('stranger'), as('cooperating'), nobody];
    for (const who of wrong) {
      expect(code(await startAppraisal(runtime, id, who))).toBe('forbidden');
      expect(code(await saveDraft(runtime, id, saving, who))).toBe('forbidden');
    }
    const shown = await submitted(id);
    const approval = { version: shown, signerTitle: 'Giám đốc' };
    for (const who of [...wrong, as('writer'), as('colleague')]) {
      expect(code(await publishAnswer(runtime, id, approval, who))).toBe('forbidden');
      expect(code(await returnDraft(runtime, id, { version: shown, note: 'Sửa' }, who))).toBe('forbidden');
      const extension = { from: '2026-12-23', to: '2026-12-30', reason: 'Cần khảo sát' };
      expect(code(await extendDeadline(runtime, id, extension, who))).toBe('forbidden');
    }
    for (const who of [...wrong, as('colleague'), as('leader')]) {
      expect(code(await recallDraft(runtime, id, shown, who))).toBe('forbidden');
    }
    expect((await findIdea(runtime.db, id))?.state).toBe('routed');
    const answer = await published(await routedIdea(agency));
    const [promise] = await listPromises(runtime.db, answer);
    for (const who of wrong) {
      const done = { milestone: promise!.id, on: dayOf(NOW), note: null };
      expect(code(await finishMilestone(runtime, id, done, who))).toBe('forbidden');
    }
    const move = { milestone: promise!.id, from: promise!.dueOn, to: addDays(promise!.dueOn, 5), reason: 'Chậm' };
    expect(code(await moveMilestone(runtime, id, move, as('writer')))).toBe('forbidden');
  });

  it('nobody approves what they wrote, not even in part, not even as the only leader', async () => {
    const { runtime } = agency;
    const id = await routedIdea(agency);
    const own = { input: answerInput(), version: 0, submit: true };
    expect(code(await saveDraft(runtime, id, own, as('leader')))).toBe('ok');
    const approve = async (who: 'leader' | 'deputy') =>
      publishAnswer(runtime, id, { version: await version(id), signerTitle: 'Giám đốc' }, as(who));
    expect(code(await approve('leader'))).toBe('draft.own');
    expect(code(await recallDraft(runtime, id, await version(id), as('leader')))).toBe('ok');
    const overwritten = { input: answerInput({ text: 'Bản của người khác.' }), version: await version(id), submit: true };
    expect(code(await saveDraft(runtime, id, overwritten, as('writer')))).toBe('ok');
    expect(code(await approve('leader'))).toBe('draft.own');
    expect(code(await approve('deputy'))).toBe('ok');
    await expect(
      sql`insert into ideas.answer (idea_id, body_id, outcome, text, status, drafted_by, drafted_at, approved_by,
        signer_name, published_at) values (${id}, 210, 'noted', 'x', 'published', 'a', now(), 'a', 'A', now())`.execute(
        runtime.db,
      ),
    ).rejects.toThrow(/answer_two_persons/);
  });

  it('a thrown-away draft frees the leader who had written in it', async () => {
    const { runtime } = agency;
    const id = await routedIdea(agency);
    const own = { input: answerInput(), version: 0, submit: false };
    expect(code(await saveDraft(runtime, id, own, as('leader')))).toBe('ok');
    expect(code(await discardDraft(runtime, id, await version(id), as('colleague')))).toBe('ok');
    await published(id);
  });
});

describe('two at once', () => {
  it('publishes once: the second press is heard, another person is told', async () => {
    const { runtime } = agency;
    const id = await routedIdea(agency);
    const approval = { version: await submitted(id), signerTitle: 'Giám đốc' };
    const [one, two] = await Promise.all([
      publishAnswer(runtime, id, approval, as('leader')),
      publishAnswer(runtime, id, approval, as('leader')),
    ]);
    expect(one).toEqual(two);
    expect(one.ok).toBe(true);
    expect(code(await publishAnswer(runtime, id, approval, as('deputy')))).toBe('draft.gone');
    expect(await listAnswers(runtime.db, id)).toHaveLength(1);
    expect((await listSteps(runtime.db, id)).filter((step) => step.kind === 'answer')).toHaveLength(1);
  });

  it('tells the second writer instead of writing over the first', async () => {
    const { runtime } = agency;
    const id = await routedIdea(agency);
    const mine = { input: answerInput({ text: 'Bản của tôi.' }), version: 0, submit: false };
    const theirs = { input: answerInput({ text: 'Bản của đồng chí kia.' }), version: 0, submit: false };
    expect(code(await saveDraft(runtime, id, mine, as('writer')))).toBe('ok');
    expect(code(await saveDraft(runtime, id, mine, as('writer')))).toBe('ok');
    expect(code(await saveDraft(runtime, id, theirs, as('colleague')))).toBe('draft.changed');
    expect(await findDraft(runtime.db, id)).toMatchObject({ text: 'Bản của tôi.', version: 1 });
  });

  it('approves exactly what was read', async () => {
    const { runtime } = agency;
    const id = await routedIdea(agency);
    const read = await submitted(id);
    expect(code(await recallDraft(runtime, id, read, as('writer')))).toBe('ok');
    await submitted(id, { text: 'Một lời hứa khác hẳn.' });
    const approval = { version: read, signerTitle: 'Giám đốc' };
    expect(code(await publishAnswer(runtime, id, approval, as('leader')))).toBe('draft.changed');
    expect(code(await returnDraft(runtime, id, { version: read, note: 'Sửa' }, as('leader')))).toBe('draft.changed');
  });

  it('keeps a draft that waits for approval as it is', async () => {
    const { runtime } = agency;
    const id = await routedIdea(agency);
    const shown = await submitted(id);
    const late = { input: answerInput({ text: 'Sửa vội.' }), version: shown, submit: false };
    expect(code(await saveDraft(runtime, id, late, as('colleague')))).toBe('draft.locked');
    expect(code(await discardDraft(runtime, id, shown, as('colleague')))).toBe('draft.locked');
  });
});

describe('what the state of the idea allows', () => {
  it('answers nothing that is asked about, refused, withdrawn or not routed', async () => {
    const { runtime } = agency;
    const saving = { input: answerInput(), version: 0, submit: false };
    const asked = await routedIdea(agency);
    await askAuthor(runtime, asked, 'Đoạn đường nào?', as('officer'));
    expect(code(await saveDraft(runtime, asked, saving, as('writer')))).toBe('step.notAllowed');
    const refused = await routedIdea(agency);
    await refuseIdea(runtime, refused, { reason: 'advertising', text: 'Quảng cáo' }, as('officer'));
    expect(code(await saveDraft(runtime, refused, saving, as('writer')))).toBe('step.notAllowed');
    const withdrawn = await routedIdea(agency);
    await sql`update ideas.idea set withdrawn_at = now() where id = ${withdrawn}`.execute(runtime.db);
    expect(code(await saveDraft(runtime, withdrawn, saving, as('writer')))).toBe('step.notAllowed');
    expect(code(await saveDraft(runtime, await receivedIdea(agency), saving, as('writer')))).toBe('forbidden');
    expect(code(await saveDraft(runtime, 999_999, saving, as('writer')))).toBe('idea.missing');
  });

  it('lets a new lead body write in its own name', async () => {
    const { runtime, lead, other } = agency;
    const id = await routedIdea(agency);
    const shown = await submitted(id);
    await routeIdea(runtime, id, { lead: other, cooperating: [lead], due: null, note: null }, as('officer', on('2026-11-24')));
    const approval = { version: shown, signerTitle: 'Giám đốc' };
    expect(code(await publishAnswer(runtime, id, approval, as('leader')))).toBe('forbidden');
    expect(code(await publishAnswer(runtime, id, approval, as('stranger')))).toBe('draft.otherBody');
  });

  it('corrects a published answer by another one, and keeps the first day of answering', async () => {
    const { runtime } = agency;
    const { db } = runtime;
    const id = await routedIdea(agency);
    const first = await published(id);
    const later = on('2026-12-14');
    const reasons = 'Sau khi rà soát, nguồn vốn năm nay không còn; Sở sẽ trình lại trong kế hoạch đầu tư công năm 2027.';
    const second = await published(id, { outcome: 'noted', text: reasons, milestones: [] }, later);
    expect(await findIdea(db, id)).toMatchObject({ state: 'noted', answeredAt: NOW });
    expect((await listAnswers(db, id)).map((answer) => answer.id)).toEqual([first, second]);
    const steps = (await listSteps(db, id)).filter((step) => step.kind === 'answer');
    expect(steps.at(-1)?.data).toMatchObject({ corrects: first, outcome: 'noted' });
    const [promise] = await listPromises(db, first);
    const done = { milestone: promise!.id, on: dayOf(later), note: null };
    expect(code(await finishMilestone(runtime, id, done, as('writer', later)))).toBe('step.notAllowed');
  });

  it('tells the authors of the same idea', async () => {
    const { runtime } = agency;
    const id = await routedIdea(agency);
    const twin = await receivedIdea(agency);
    await markDuplicate(runtime, twin, { of: id, text: null }, as('officer'));
    const similar = await receivedIdea(agency);
    await sql`with made as (insert into ideas.cluster (title, created_at) values ('Đèn đường', now()) returning id)
      update ideas.idea set cluster_id = made.id from made where idea.id in (${id}, ${similar})`.execute(runtime.db);
    await events('');
    await published(id);
    const [event] = await events('ideas.answer');
    expect(event?.data).toMatchObject({ id, also: [twin, similar] });
  });

  it('refuses to publish a promise whose day has passed since it was written', async () => {
    const { runtime } = agency;
    const id = await routedIdea(agency);
    const approval = { version: await submitted(id), signerTitle: 'Giám đốc' };
    const late = on('2026-12-28');
    expect(code(await publishAnswer(runtime, id, approval, as('leader', late)))).toBe('draft.milestonePast');
  });
});

it('keeps very long texts whole, in every script', async () => {
  const { runtime } = agency;
  const id = await routedIdea(agency);
  const text = 'Đường tối, cần đèn. '.repeat(499).trim();
  const typed = { outcome: 'adopted', text, version: 0, milestones: [{ title: 'Lắp đèn', due: '2027-01-15' }] };
  const read = readAnswer(typed, dayOf(NOW), { complete: true });
  if (!read.ok) throw new Error(JSON.stringify(read));
  await published(id, read.value);
  expect((await listAnswers(runtime.db, id))[0]?.text).toBe(text);
  expect((await latestAnswer(runtime.db, id))?.outcome).toBe('adopted');
});
