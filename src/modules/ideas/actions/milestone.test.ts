import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays, dayOf } from '#platform/clock.ts';
import { findDraft, listPromises } from '../store/answer.server.ts';
import { findIdea, listExtensions, listSteps } from '../store/idea.server.ts';
import { agencyRuntime, answerInput, NOW, on, routedIdea, type Agency } from './agency-testing.ts';
import { publishAnswer, saveDraft } from './answer.server.ts';
import { extendDeadline } from './extension.server.ts';
import { finishMilestone, moveMilestone } from './milestone.server.ts';

let agency: Agency;
beforeAll(async () => {
  agency = await agencyRuntime();
});
afterAll(() => agency.runtime.drop());

const as = (who: keyof Agency['people'], now = NOW) => ({ actor: agency.people[who], now });
const code = (result: { ok: boolean; problems?: { code: string }[] }) => (result.ok ? 'ok' : result.problems?.[0]?.code);

async function published(id: number) {
  const { runtime } = agency;
  await saveDraft(runtime, id, { input: answerInput(), version: 0, submit: true }, as('writer'));
  const version = (await findDraft(runtime.db, id))?.version ?? 0;
  const result = await publishAnswer(runtime, id, { version, signerTitle: 'Giám đốc' }, as('leader'));
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result.value;
}

describe('extensions', () => {
  const reason = 'Cần lấy ý kiến Sở Tài chính về nguồn vốn.';

  it('move the deadline in public, before and after it, as often as the settings allow', async () => {
    const { runtime } = agency;
    const { db } = runtime;
    const id = await routedIdea(agency);
    const due = (await findIdea(db, id))?.answerDue as string;
    expect(due).toBe('2026-12-23');
    const first = { from: due, to: '2026-12-30', reason };
    expect(code(await extendDeadline(runtime, id, first, as('leader')))).toBe('ok');
    expect(code(await extendDeadline(runtime, id, first, as('leader')))).toBe('ok');
    expect(await listExtensions(db, id)).toHaveLength(1);
    expect(code(await extendDeadline(runtime, id, { ...first, to: '2027-01-07' }, as('leader')))).toBe('extension.changed');
    const late = on('2027-01-05');
    const second = { from: '2026-12-30', to: '2027-01-14', reason };
    expect(code(await extendDeadline(runtime, id, second, as('leader', late)))).toBe('ok');
    const third = { from: '2027-01-14', to: '2027-01-20', reason };
    expect(code(await extendDeadline(runtime, id, third, as('leader', late)))).toBe('extension.used');
    const step = (await listSteps(db, id)).at(-1);
    expect(step).toMatchObject({ kind: 'extend', public: true, text: reason, data: { to: '2027-01-14' } });
    expect(step?.ledgerLeaf).toMatch(/^[0-9a-f]{64}$/);
  });

  it('lead to a later working day of the future', async () => {
    const { runtime } = agency;
    const id = await routedIdea(agency);
    const to = async (day: string, now = NOW) =>
      code(await extendDeadline(runtime, id, { from: '2026-12-23', to: day, reason }, as('leader', now)));
    expect(await to('2026-11-20')).toBe('due.past');
    expect(await to('2026-12-22')).toBe('due.notLater');
    expect(await to('2026-12-27')).toBe('due.dayOff');
    expect(await to('2027-01-01')).toBe('due.dayOff');
    expect(await to('2036-12-23')).toBe('due.far');
    expect(await to('2026-12-24', on('2027-01-04'))).toBe('due.past');
  });
});

describe('milestones', () => {
  it('are reported on or after the day they were done, once', async () => {
    const { runtime } = agency;
    const id = await routedIdea(agency);
    const [promise] = await listPromises(runtime.db, await published(id));
    const done = { milestone: promise!.id, on: addDays(dayOf(NOW), 1), note: null };
    expect(code(await finishMilestone(runtime, id, done, as('writer')))).toBe('done.future');
    expect(code(await finishMilestone(runtime, id, { ...done, on: '2020-01-01' }, as('writer')))).toBe('done.tooEarly');
    expect(code(await finishMilestone(runtime, id, { ...done, on: dayOf(NOW) }, as('writer')))).toBe('ok');
    expect(code(await finishMilestone(runtime, id, { ...done, on: dayOf(NOW), note: 'Khác' }, as('writer')))).toBe(
      'milestone.done',
    );
    const other = await routedIdea(agency);
    await published(other);
    expect(code(await finishMilestone(runtime, other, { ...done, on: dayOf(NOW) }, as('writer')))).toBe('milestone.unknown');
  });

  it('get another day with a reason, and the first promise stays readable', async () => {
    const { runtime } = agency;
    const { db } = runtime;
    const id = await routedIdea(agency);
    const answer = await published(id);
    const [promise] = await listPromises(db, answer);
    const move = { milestone: promise!.id, from: promise!.dueOn, to: '2027-02-26', reason: 'Chờ vật tư.' };
    expect(code(await moveMilestone(runtime, id, move, as('leader')))).toBe('ok');
    expect(code(await moveMilestone(runtime, id, move, as('leader')))).toBe('ok');
    expect(code(await moveMilestone(runtime, id, { ...move, to: '2027-03-26' }, as('leader')))).toBe('milestone.changed');
    expect(await listPromises(db, answer)).toMatchObject([{ dueOn: '2027-02-26', promisedOn: promise!.dueOn }]);
    const steps = (await listSteps(db, id)).filter((step) => step.kind === 'milestone');
    expect(steps).toMatchObject([{ text: 'Chờ vật tư.', data: { act: 'moved', to: '2027-02-26' } }]);
  });
});
