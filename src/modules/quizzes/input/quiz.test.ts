import { describe, expect, it } from 'vitest';
import { typedMoment, usual } from '../rules/quiz.ts';
import { momentOf, readQuizForm, readTypedQuiz, readWords } from './quiz.ts';

const filled = {
  title: 'Trắc nghiệm sau hội nghị', paper: '7', sheets: '4', mode: 'practice', limit: '30', attempts: '', counts: 'best',
  passMark: '82,5', explanations: 'answered', lateRule: 'count', tie: 'time', shuffleItems: 'yes', shuffleOptions: 'yes', seen: 'x',
};
const sitting = { day: '2026-11-25', from: '7h30', untilDay: '', until: '11:00', places: '', session: '' };

function typed(fields: Record<string, string> = {}, sittings: Partial<typeof sitting>[] = [{}]) {
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...filled, ...fields })) form.set(name, value);
  for (const line of sittings) for (const [part, value] of Object.entries({ ...sitting, ...line })) form.append(`sitting.${part}`, value);
  return readTypedQuiz(form);
}
const read = (fields: Record<string, string> = {}, sittings?: Partial<typeof sitting>[]) => readQuizForm(typed(fields, sittings));
const codes = (result: ReturnType<typeof read>) => (result.ok ? [] : result.problems.map(({ field, code }) => `${field} ${code}`));

describe('the form of a quiz', () => {
  it('is read as officers write it', () => {
    const quiz = read();
    expect(quiz.ok && quiz.value).toMatchObject({
      paperId: 7, limit: 30, attempts: null, passMark: 8_250, tieBreaks: ['time', 'correct', 'guess', 'earliest'], certificate: false,
      sittings: [{ opens: new Date('2026-11-25T00:30:00Z'), closes: new Date('2026-11-25T04:00:00Z'), places: null }],
    });
  });

  it('leaves out empty lines of sittings, and may run over midnight', () => {
    const blank = { day: '', from: '', untilDay: '', until: '', places: '', session: '' };
    const quiz = read({}, [blank, { untilDay: '2026-11-27', places: '300' }, blank]);
    expect(quiz.ok && quiz.value.sittings).toMatchObject([{ closes: new Date('2026-11-27T04:00:00Z'), places: 300 }]);
  });

  it.each([
    [{ title: '' }, ['title title.missing']],
    [{ sheets: '25' }, ['sheets sheets.range']],
    [{ limit: '0' }, ['limit limit.range']],
    [{ passMark: '101' }, ['passMark passMark.range']],
    [{ mode: 'exam' }, ['mode choice.missing']],
    [{ mode: 'test' }, ['explanations explanations.early']],
    [{ mode: 'test', explanations: 'submitted' }, ['explanations explanations.again']],
    [{ mode: 'test', explanations: 'submitted', attempts: '1' }, []],
    [{ mode: 'contest', explanations: 'closed' }, ['attempts attempts.contest']],
    [{ ranking: 'yes', guessAsked: 'yes' }, ['ranking ranking.contest', 'guessAsked guess.contest']],
  ])('says what is wrong: %o', (fields, expected) => expect(codes(read(fields))).toEqual(expected));

  it.each([
    [{ day: '25/11/2026' }, ['sitting.0 sitting.from', 'sitting.0 sitting.until']],
    [{ until: '7:30' }, ['sitting.0 sitting.order']],
    [{ places: '0' }, ['sitting.0 sitting.places']],
    [{ day: '2026-02-31', from: '25:00' }, ['sitting.0 sitting.from', 'sitting.0 sitting.until']],
  ])('says which sitting is wrong: %o', (line, expected) => expect(codes(read({}, [line]))).toEqual(expected));

  it('asks for reasons', () => {
    expect(readWords('reason', typed({ reason: '  ' }))).toMatchObject({ ok: false, problems: [{ code: 'reason.missing' }] });
    expect(readWords('note', typed({ note: 'Thiếu lời giải câu 3' }))).toEqual({ ok: true, value: 'Thiếu lời giải câu 3' });
  });

  it('shows a moment as it is typed', () => {
    const { day, clock } = typedMoment(new Date('2026-11-24T23:05:00Z'));
    expect([day, clock]).toEqual(['2026-11-25', '06:05']);
    expect(momentOf(day, clock)).toEqual(new Date('2026-11-24T23:05:00Z'));
  });

  it('needs nothing but a title, a paper and a sitting to be the usual one', () => {
    expect(usual).toMatchObject({ mode: 'practice', explanations: 'answered', attempts: null });
  });
});
