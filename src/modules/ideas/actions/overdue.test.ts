import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registerCatalogue, translator } from '#platform/words/translate.ts';
import { catalogue } from '#src/words.generated.ts';
import '#src/paths.ts';
import { findDraft } from '../store/answer.server.ts';
import { agencyRuntime, answerInput, bodies, NOW, on, receivedIdea, routedIdea, type Agency } from './agency-testing.ts';
import { publishAnswer, saveDraft } from './answer.server.ts';
import { askAuthor } from './moderate.server.ts';
import { exportOverdue, readOverdueBoard } from './overdue.server.ts';

let agency: Agency;
beforeAll(async () => {
  registerCatalogue(catalogue);
  agency = await agencyRuntime();
});
afterAll(() => agency.runtime.drop());

const as = (who: keyof Agency['people'], now = NOW) => ({ actor: agency.people[who], now });

describe('the public board of what is overdue', () => {
  it('praises whoever owes nothing', async () => {
    const { db } = agency.runtime;
    await routedIdea(agency);
    const board = await readOverdueBoard(db, on('2026-12-23', 23));
    expect(board).toMatchObject({ total: 0, late: [], clear: [{ id: bodies.lead, open: 1, answered: 0 }] });
  });

  it('counts by body: answers, first looks and promises; the text of what is not public stays away', async () => {
    const { runtime } = agency;
    const hidden = await receivedIdea(agency);
    const asked = await routedIdea(agency);
    await askAuthor(runtime, asked, 'Đoạn nào?', as('officer'));
    const answered = await routedIdea(agency);
    const milestones = [{ title: 'Khảo sát', due: '2026-12-01' }];
    await saveDraft(runtime, answered, { input: answerInput({ milestones }), version: 0, submit: true }, as('writer'));
    const version = (await findDraft(runtime.db, answered))?.version ?? 0;
    await publishAnswer(runtime, answered, { version, signerTitle: 'Giám đốc' }, as('leader'));

    const board = await readOverdueBoard(runtime.db, on('2026-12-28'));
    expect(board.total).toBe(3);
    expect(board.late.map(({ id, oldest, items }) => [id, oldest, items.map((item) => item.deadline)])).toEqual([
      [bodies.lead, 27, ['milestone', 'answer']],
      [bodies.reception, 28, ['admissible']],
    ]);
    expect(board.late[1]?.items[0]).toMatchObject({ idea: hidden, title: null });
    expect(board.late.flatMap((body) => body.items).map((item) => item.idea)).not.toContain(asked);
    expect(board.clear).toEqual([]);
  });

  it('begins on the day after the deadline, in Viet Nam', async () => {
    const { db } = agency.runtime;
    const totals = async (at: string) => (await readOverdueBoard(db, new Date(at))).total;
    expect(await totals('2026-11-30T16:59:59Z')).toBe(0);
    expect(await totals('2026-11-30T17:00:00Z')).toBe(1);
  });

  it('is a table too, in the language of the reader, that no spreadsheet runs', async () => {
    const { db } = agency.runtime;
    await sql`update ideas.idea set title = '=1+1, "đèn"' where lead_body = ${bodies.lead}`.execute(db);
    const table = await exportOverdue(db, translator('vi'), 'https://vi-du.example', on('2026-12-28'));
    const lines = table.trimEnd().split('\r\n');
    expect(lines[0]).toMatch(/^Cơ quan,Số hiến kế,Hiến kế,/);
    expect(lines).toHaveLength(4);
    expect(table).toContain(`"'=1+1, ""đèn"""`);
    expect(table).toMatch(/,28,https:\/\/vi-du\.example\/hien-ke\/\d+/);
    expect(await exportOverdue(db, translator('km'), '', on('2026-12-28'))).toContain('/km/ideas/');
  });

  it('a body that ended hands its ideas to the one that took over', async () => {
    const { db } = agency.runtime;
    const { rows } = await sql<{ lead: number }>`select 1103 as lead`.execute(db);
    await sql`update ideas.idea set lead_body = ${rows[0]!.lead} where lead_body = ${bodies.lead}`.execute(db);
    const board = await readOverdueBoard(db, on('2026-12-28'));
    expect(board.late.map((body) => body.id)).toEqual([bodies.reception]);
  });
});
