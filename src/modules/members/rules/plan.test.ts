import { describe, expect, it } from 'vitest';
import { judgeRepeated, planMember, type MemberKnown, type MemberSaid, type SaidInRow } from './plan.ts';

const asOf = '2026-11-23';
const context = { asOf, allowed: (body: number) => body < 10 };
const said = (more: Partial<MemberSaid> = {}): MemberSaid =>
  ({ code: 'DV-1', fullName: 'Trần Văn An', phone: null, email: null, body: 1, from: null, until: null, exemption: null, ...more });
const known = (more: Partial<MemberKnown> = {}): MemberKnown => ({
  ...{ id: 7, code: 'DV-1', fullName: 'Trần Văn An', phone: '0912345678', email: null, exemptions: [] },
  history: [{ id: 1, body: 1, from: '2024-01-01', until: null, began: 'joined', ended: null }],
  ...more,
});

describe('a row about a member', () => {
  it('enters somebody new', () => {
    expect(planMember(undefined, said(), context)).toMatchObject({ outcome: 'new', change: 'joined', after: { id: null, history: [{ body: 1, from: asOf }] } });
  });

  it('takes nothing away with an empty cell', () => {
    expect(planMember(known(), said(), context)).toMatchObject({ outcome: 'unchanged', after: { phone: '0912345678' } });
  });

  it('updates name and contact', () => {
    expect(planMember(known(), said({ fullName: 'Trần Văn Ấn', email: 'an@vi-du.example' }), context)).toMatchObject({
      outcome: 'changed',
      after: { fullName: 'Trần Văn Ấn', phone: '0912345678', email: 'an@vi-du.example' },
    });
  });

  it('does not make one person of two', () => {
    expect(planMember(known(), said({ fullName: 'Lê Thị Hoa' }), context)).toEqual({ stop: { code: 'code.otherPerson', field: 'code', values: { name: 'Trần Văn An' }, stop: true } });
  });

  it('does not touch whom somebody else keeps, and does not say who that is', () => {
    const elsewhere = known({ history: [{ id: 1, body: 99, from: '2024-01-01', until: null, began: 'joined', ended: null }] });
    expect(planMember(elsewhere, said({ fullName: 'Lê Thị Hoa' }), context)).toEqual({ stop: { code: 'member.outside', field: 'code', stop: true } });
    const left = known({ history: [{ id: 1, body: 99, from: '2020-01-01', until: '2024-01-01', began: 'joined', ended: 'left' }] });
    expect(planMember(left, said(), context)).toMatchObject({ outcome: 'changed', change: 'joined' });
  });

  it('keeps the rest of a row whose exemption cannot be fitted in', () => {
    const free = [{ id: 1, from: '2026-01-01', until: '2026-02-01', reason: 'a' }, { id: 2, from: '2026-03-01', until: null, reason: 'b' }];
    expect(planMember(known({ exemptions: free }), said({ exemption: { from: '2026-01-15', until: null, reason: 'c' } }), context)).toMatchObject({
      outcome: 'unchanged',
      findings: [{ code: 'exemption.overlap', stop: false }],
    });
  });
});

describe('rows of one code', () => {
  const row = (number: number, more: Partial<MemberSaid> = {}): SaidInRow => ({ ...said(more), number });
  const judged = (...rows: SaidInRow[]) => Object.fromEntries([...judgeRepeated(rows, asOf)].map(([number, { finding }]) => [number, finding.code]));

  it('that say the same are one', () => {
    expect(judged(row(5), row(9))).toEqual({ 9: 'row.repeated' });
  });
  it('that are two people keep both out', () => {
    expect(judged(row(5), row(9, { fullName: 'Lê Thị Hoa' }))).toEqual({ 5: 'code.twice', 9: 'code.twice' });
  });
  it('that put a person in two bodies on one day keep both out', () => {
    expect(judged(row(5), row(9, { body: 2 }))).toEqual({ 5: 'row.twoBodies', 9: 'row.twoBodies' });
    expect(judged(row(5, { from: '2020-01-01', until: '2025-01-02' }), row(9, { body: 2, from: '2025-01-01' }))).toEqual({ 5: 'row.twoBodies', 9: 'row.twoBodies' });
  });
  it('that follow one another are a history', () => {
    expect(judged(row(5, { from: '2020-01-01', until: '2025-01-01' }), row(9, { body: 2, from: '2025-01-01' }))).toEqual({});
  });
  it('of a column that is no code cost no more than a look', () => {
    const many = Array.from({ length: 30_000 }, (_, at) => row(at, { fullName: `Người ${at}` }));
    expect(judgeRepeated(many, asOf).size).toBe(30_000);
  });
});
