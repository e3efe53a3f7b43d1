import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerLimits, LEAST_REASONS } from '../rules/answer.ts';
import {
  changeRows,
  readAgencyQuery,
  readAnswer,
  readAnswerValues,
  readApproval,
  readDay,
  readDraftToSave,
  readDraftToSubmit,
  readExtension,
  readMilestoneDone,
  readMilestoneMove,
  readReturn,
} from './answer.ts';

const TODAY = '2026-11-23';
const form = (fields: Record<string, string>): FormData => {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  return data;
};
const problems = (result: { ok: boolean; problems?: { field?: string; code: string }[] }) =>
  result.ok ? [] : (result.problems ?? []).map(({ field, code }) => [field, code]);

const adopted = {
  outcome: 'adopted',
  text: 'Sở sẽ lắp đèn.',
  version: '2',
  'milestone.0.title': 'Lắp đèn',
  'milestone.0.due': '2027-01-15',
};

describe('days', () => {
  it.each([
    ['2027-01-15', '2027-01-15'],
    ['15/1/2027', '2027-01-15'],
    [' 05.02.2027 ', '2027-02-05'],
    ['29/02/2028', '2028-02-29'],
    ['', null],
    ['31/02/2027', undefined],
    ['2027-13-01', undefined],
    ['ngày mai', undefined],
    ['15/1/27', undefined],
  ])('%j is %j', (typed, day) => expect(readDay(typed)).toBe(day));

  it('nothing that is typed breaks the reading', () => {
    fc.assert(
      fc.property(fc.string(), (typed) => {
        const day = readDay(typed);
        if (day) expect(day).toMatch(/^\d{4}-\d{2}-\d{2}$/);
      }),
    );
  });
});

describe('an answer', () => {
  it('is read with its milestones; empty rows are left out', () => {
    const read = readDraftToSubmit(form({ ...adopted, 'milestone.1.title': ' ', 'milestone.1.due': '' }), TODAY);
    expect(read).toEqual({
      ok: true,
      value: {
        version: 2,
        submit: true,
        input: { outcome: 'adopted', text: 'Sở sẽ lắp đèn.', milestones: [{ title: 'Lắp đèn', due: '2027-01-15' }] },
      },
    });
  });

  it('that is taken up has milestones of the future before it is laid before anybody', () => {
    const none = form({ outcome: 'adopted', text: 'Sở sẽ làm.', 'milestone.0.title': '', 'milestone.0.due': '' });
    expect(problems(readDraftToSave(none, TODAY))).toEqual([]);
    expect(problems(readDraftToSubmit(none, TODAY))).toEqual([['milestone.0.title', 'milestone.none']]);
    const past = form({ ...adopted, 'milestone.0.due': TODAY });
    expect(problems(readDraftToSave(past, TODAY))).toEqual([['milestone.0.due', 'due.past']]);
    const half = form({ ...adopted, 'milestone.0.title': '', 'milestone.1.title': 'Nghiệm thu', 'milestone.1.due': '' });
    expect(problems(readDraftToSave(half, TODAY))).toEqual([
      ['milestone.0.title', 'milestone.empty'],
      ['milestone.1.due', 'due.missing'],
    ]);
    expect(problems(readDraftToSave(form({ ...adopted, 'milestone.0.due': '2099-01-01' }), TODAY))).toEqual([
      ['milestone.0.due', 'due.far'],
    ]);
  });

  it.each(['noted', 'out_of_scope'])('%s gives its reasons, and its rows need not be right', (outcome) => {
    const short = form({ ...adopted, outcome, 'milestone.0.due': '2020-01-01' });
    expect(problems(readDraftToSave(short, TODAY))).toEqual([]);
    expect(problems(readDraftToSubmit(short, TODAY))).toEqual([['text', 'answer.reasons']]);
    const long = form({ outcome, text: 'Lý do là '.padEnd(LEAST_REASONS, 'chưa có vốn ') });
    expect(readDraftToSubmit(long, TODAY).ok).toBe(true);
  });

  it('says everything that is missing at once', () => {
    expect(problems(readDraftToSubmit(form({ outcome: 'yes', text: ' \n ' }), TODAY))).toEqual([
      ['outcome', 'outcome.choose'],
      ['text', 'answer.empty'],
    ]);
  });

  it('is words in Unicode, of a length that the database holds', () => {
    const text = (value: string) => problems(readDraftToSave(form({ ...adopted, text: value }), TODAY));
    expect(text('🙂🙂🙂')).toEqual([['text', 'noWords']]);
    expect(text('Uû ban nh©n d©n ®· xem xÐt')).toEqual([['text', 'legacyFont']]);
    expect(text('a'.repeat(answerLimits.text))).toEqual([]);
    expect(text('a'.repeat(answerLimits.text + 1))).toEqual([['text', 'tooLong']]);
    expect(text('ក្រុង'.repeat(4_500))).toEqual([['text', 'tooLong']]);
    expect(text('Đo\u0302\u0300ng Xoa\u0300i')).toEqual([]);
  });

  it('comes back as it was typed, with rows that come and go', () => {
    const values = readAnswerValues(form({ ...adopted, 'milestone.0.due': '32/13/2027' }));
    expect(values.milestones).toEqual([{ title: 'Lắp đèn', due: '32/13/2027' }]);
    const more = changeRows(values, 'add');
    expect(more.milestones).toHaveLength(2);
    expect(changeRows(more, 'drop.0').milestones).toEqual([{ title: '', due: '' }]);
    expect(changeRows(more, 'drop.9')).toEqual(more);
    const full = { ...values, milestones: Array.from({ length: answerLimits.milestones }, () => ({ title: '', due: '' })) };
    expect(changeRows(full, 'add')).toEqual(full);
  });

  it('nothing that is sent breaks the reading', () => {
    const anything = fc.dictionary(
      fc.constantFrom('outcome', 'text', 'version', 'milestone.0.title', 'milestone.0.due', 'milestone.1.title', 'row'),
      fc.string({ unit: 'grapheme' }),
    );
    fc.assert(
      fc.property(anything, fc.boolean(), (fields, complete) => {
        const read = readAnswer(readAnswerValues(form(fields)), TODAY, { complete });
        if (read.ok) expect(read.value.text).not.toBe('');
      }),
    );
  });
});

describe('the other forms', () => {
  it('ask for what is missing, at its field', () => {
    expect(problems(readReturn(form({})))).toEqual([['returnNote', 'return.empty']]);
    expect(problems(readApproval(form({ signerTitle: '  ' })))).toEqual([['signerTitle', 'signer.empty']]);
    expect(problems(readExtension(form({ to: 'x' })))).toEqual([
      ['to', 'due.unreadable'],
      ['reason', 'extension.reason'],
    ]);
    expect(problems(readMilestoneDone(form({})))).toEqual([['doneOn', 'due.missing']]);
    expect(problems(readMilestoneMove(form({ moveTo: '2026-01-01' }), TODAY))).toEqual([
      ['moveTo', 'due.past'],
      ['moveReason', 'extension.reason'],
    ]);
  });

  it('are read', () => {
    expect(readApproval(form({ version: '3', signerTitle: ' KT. Giám đốc,\n Phó Giám đốc ' }))).toEqual({
      ok: true,
      value: { version: 3, signerTitle: 'KT. Giám đốc, Phó Giám đốc' },
    });
    expect(readMilestoneDone(form({ milestone: '7', doneOn: TODAY, doneNote: '' }))).toEqual({
      ok: true,
      value: { milestone: 7, on: TODAY, note: null },
    });
    const move = { milestone: '7', from: '2026-12-01', moveTo: '2027-01-15', moveReason: 'Chờ vật tư' };
    expect(readMilestoneMove(form(move), TODAY)).toEqual({
      ok: true,
      value: { milestone: 7, from: '2026-12-01', to: '2027-01-15', reason: 'Chờ vật tư' },
    });
  });

  it('whatever stands in the address of the queue, something is shown', () => {
    expect(readAgencyQuery(new URLSearchParams('tab=overdue&page=3'))).toEqual({ tab: 'overdue', page: 3 });
    expect(readAgencyQuery(new URLSearchParams('tab=constructor&page=-1e9'))).toEqual({ tab: 'todo', page: 1 });
  });
});
