import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AgencyTab } from '../rules/agency-queue.ts';
import { findDraft } from '../store/answer.server.ts';
import { agencyRuntime, answerInput, bodies, NOW, on, person, receivedIdea, routedIdea, type Agency } from './agency-testing.ts';
import { readAgencyQueue } from './agency-queue.server.ts';
import { readAnswerDesk } from './answer-desk.server.ts';
import { publishAnswer, saveDraft } from './answer.server.ts';
import { askAuthor } from './moderate.server.ts';

let agency: Agency;
const ids: Record<'fresh' | 'drafted' | 'submitted' | 'asked' | 'answered' | 'received', number> = {} as never;

beforeAll(async () => {
  agency = await agencyRuntime();
  const { runtime, other } = agency;
  ids.fresh = await routedIdea(agency, NOW, [other]);
  ids.drafted = await routedIdea(agency, on('2026-11-24'));
  ids.submitted = await routedIdea(agency, on('2026-11-25'));
  ids.asked = await routedIdea(agency, on('2026-11-20'));
  ids.answered = await routedIdea(agency);
  ids.received = await receivedIdea(agency);
  const draft = (submit: boolean) => ({ input: answerInput(), version: 0, submit });
  await saveDraft(runtime, ids.drafted, draft(false), as('writer'));
  await saveDraft(runtime, ids.submitted, draft(true), as('writer'));
  await askAuthor(runtime, ids.asked, 'Đoạn nào?', as('officer', on('2026-11-21')));
  await saveDraft(runtime, ids.answered, draft(true), as('writer'));
  const version = (await findDraft(runtime.db, ids.answered))?.version ?? 0;
  await publishAnswer(runtime, ids.answered, { version, signerTitle: 'Giám đốc' }, as('leader'));
});
afterAll(() => agency.runtime.drop());

const as = (who: keyof Agency['people'], now = NOW) => ({ actor: agency.people[who], now });

async function queue(tab: AgencyTab, who = as('writer')) {
  const read = await readAgencyQueue(agency.runtime, { tab, page: 1 }, who);
  if (!read.ok) throw new Error(JSON.stringify(read));
  return read.value;
}
const listed = async (tab: AgencyTab, who = as('writer')) => (await queue(tab, who)).items.map((item) => item.id);

describe('the queue of an agency', () => {
  it('puts each idea where its next step is, the nearest deadline first', async () => {
    expect(await listed('todo')).toEqual([ids.fresh, ids.drafted, ids.asked]);
    expect(await listed('approval')).toEqual([ids.submitted]);
    expect(await listed('overdue')).toEqual([]);
    expect(await listed('answered')).toEqual([ids.answered]);
    const { tabs, total } = await queue('todo');
    expect(tabs.map(({ count }) => count)).toEqual([3, 1, 0, 1, 0]);
    expect(total).toBe(3);
  });

  it('says what is overdue, also a milestone, but nothing that waits for the author', async () => {
    const later = as('writer', on('2027-01-20'));
    expect(await listed('overdue', later)).toEqual([ids.fresh, ids.drafted, ids.submitted, ids.answered]);
    const item = (await queue('overdue', later)).items.at(-1);
    expect(item).toMatchObject({ milestone: 'Lắp đèn giai đoạn 1', due: { left: -28, urgency: 'overdue' } });
  });

  it('shows a co-operating body what it helps with, and nothing else', async () => {
    expect(await listed('cooperating', as('cooperating'))).toEqual([ids.fresh]);
    expect(await listed('todo', as('cooperating'))).toEqual([]);
  });

  it('shows whoever leads a body above everything below it', async () => {
    const city = { actor: person('city', ['reviewer', bodies.city]), now: NOW };
    expect(await listed('approval', city)).toEqual([ids.submitted]);
    const away = { actor: person('away', ['reviewer', bodies.reception]), now: NOW };
    expect(await listed('todo', away)).toEqual([]);
  });

  it('is refused to everybody without a role in an agency', async () => {
    for (const who of [as('officer'), { actor: { kind: 'anonymous' as const }, now: NOW }]) {
      const read = await readAgencyQueue(agency.runtime, { tab: 'todo', page: 1 }, who);
      expect(read).toEqual({ ok: false, problems: [{ code: 'forbidden' }] });
    }
  });
});

describe('the page of one idea', () => {
  const abilities = async (id: number, who: keyof Agency['people']) => {
    const read = await readAnswerDesk(agency.runtime, id, as(who));
    if (!read.ok) return read.problems[0]?.code;
    return Object.entries(read.value.abilities)
      .filter(([, able]) => able)
      .map(([name]) => name);
  };

  it('offers each person exactly what they may do', async () => {
    expect(await abilities(ids.fresh, 'writer')).toEqual(['write', 'appraise']);
    expect(await abilities(ids.fresh, 'leader')).toEqual(['write', 'appraise', 'extend']);
    expect(await abilities(ids.drafted, 'colleague')).toEqual(['write', 'discard', 'appraise']);
    expect(await abilities(ids.submitted, 'writer')).toEqual(['recall', 'appraise']);
    expect(await abilities(ids.submitted, 'leader')).toEqual(['sendBack', 'approve', 'appraise', 'extend']);
    expect(await abilities(ids.asked, 'leader')).toEqual([]);
    expect(await abilities(ids.answered, 'writer')).toEqual(['write', 'report']);
    expect(await abilities(ids.answered, 'leader')).toEqual(['write', 'report', 'move']);
  });

  it('is read by who helps and who routes, without a draft, and by nobody else', async () => {
    expect(await abilities(ids.fresh, 'cooperating')).toEqual([]);
    expect(await abilities(ids.drafted, 'officer')).toEqual([]);
    const read = await readAnswerDesk(agency.runtime, ids.drafted, as('officer'));
    expect(read.ok && read.value.draft).toBeNull();
    expect(await abilities(ids.drafted, 'cooperating')).toBe('forbidden');
    expect(await abilities(ids.received, 'writer')).toBe('forbidden');
    expect(await abilities(999_999, 'writer')).toBe('idea.missing');
  });

  it('tells a leader who wrote why somebody else must approve', async () => {
    const id = await routedIdea(agency);
    const own = { input: answerInput(), version: 0, submit: true };
    await saveDraft(agency.runtime, id, own, as('leader'));
    const read = await readAnswerDesk(agency.runtime, id, as('leader'));
    expect(read).toMatchObject({ ok: true, value: { hindrance: 'own', leads: true, abilities: { approve: false, recall: true } } });
  });

  it('begins a follow-up with what is still owed', async () => {
    const read = await readAnswerDesk(agency.runtime, ids.answered, as('writer'));
    expect(read).toMatchObject({
      ok: true,
      value: { draft: null, begin: { outcome: 'adopted', milestones: [{ title: 'Lắp đèn giai đoạn 1' }] } },
    });
  });
});
