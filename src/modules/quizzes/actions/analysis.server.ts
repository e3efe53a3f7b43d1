/** The analysis of a closed quiz: made once by a job, from the first attempt of each; nothing of it names anybody. */
import { scoreOf } from '#modules/questions/index.server.ts';
import type { Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { asSystem } from '#platform/database/scope.server.ts';
import type { Job } from '#platform/jobs/events.server.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { discriminationOf, facilityOf, type Scored } from '../rules/analysis.ts';
import { count, type Answered, type Said, type Ways } from '../rules/statements/given.ts';
import { itemScore, standing, type Kept } from '../rules/settle.ts';
import { toBank, type FullItem, type FullSheet } from '../rules/sheet.ts';
import {
  dueForAnalysis, firstAttempts, writeFigures, type BranchFigure, type FirstAttempt, type KeptFigure, type ShownOption,
} from '../store/analysis.server.ts';
import { liveEvents } from '../store/answers.server.ts';
import { lockQuiz } from '../store/quiz.server.ts';
import { readContent } from '../store/sheet.server.ts';

const AT_ONCE = 500;
const house = <T>(db: Db, work: (tx: Db) => Promise<T>): Promise<T> => asSystem(db, 'quizzes: analysis of items', work);

type Seen = { item: FullItem; position: number; scored: Scored[]; chosen: Map<number, number>; ways: Ways; branches: Map<number, { answers: number; score: number }> };
type Book = Map<number, Seen>;

/** What one attempt adds to the books. An item that a person still has to read adds nothing. */
function enter(book: Book, sheet: FullSheet, attempt: FirstAttempt, events: readonly Kept[]): void {
  const answers = standing(events, attempt);
  const scores = sheet.items.map((item, at) => itemScore(item, answers.get(at), scoreOf));
  const worth = (at: number): number => (scores[at] ?? 0) * (sheet.items[at]?.asked.points ?? 0);
  const all = sheet.items.reduce((sum, { asked }) => sum + asked.points, 0);
  const got = sheet.items.reduce((sum, _item, at) => sum + worth(at), 0);
  for (const [at, item] of sheet.items.entries()) {
    const score = scores[at];
    if (score === null || score === undefined) continue;
    const seen: Seen = book.get(item.versionId) ?? { item, position: at, scored: [], chosen: new Map(), branches: new Map(), ways: { blank: 0, given: new Map() } };
    book.set(item.versionId, seen);
    const rest = all - item.asked.points;
    seen.scored.push({ score, rest: rest <= 0 ? 0 : (got - worth(at)) / rest });
    const branch = seen.branches.get(attempt.branch) ?? { answers: 0, score: 0 };
    seen.branches.set(attempt.branch, { answers: branch.answers + 1, score: branch.score + score });
    const given = answers.get(at)?.answer;
    count(seen.ways, given ? toBank(item, given) : null, score);
    for (const option of given ? chosenIn(item, given) : []) seen.chosen.set(option, (seen.chosen.get(option) ?? 0) + 1);
  }
}

/** Places in the bank of what was chosen; for items without options none. */
function chosenIn(item: FullItem, given: Parameters<typeof toBank>[1]): number[] {
  const answer = toBank(item, given);
  if (answer.type === 'single') return [answer.option];
  if (answer.type === 'multiple') return answer.options;
  return answer.type === 'truefalse' ? [answer.answer ? 0 : 1] : [];
}

function optionsOf({ item: { question }, chosen }: Seen): ShownOption[] {
  const count = (at: number): number => chosen.get(at) ?? 0;
  if (question.type === 'single' || question.type === 'multiple') {
    return question.options.map(({ text, right }, at) => ({ text, right, count: count(at) }));
  }
  // Words of true and false are the screen's.
  if (question.type === 'truefalse') return [true, false].map((is, at) => ({ text: '', right: question.answer === is, count: count(at) }));
  return [];
}

/** Its texts in English, by places in the bank; null where it has none. */
function englishOf({ asked, shown }: FullItem): Said | null {
  const said = asked.translations?.en;
  return said ? { ...said, options: shown.map((_, place) => said.options[shown.indexOf(place)] ?? '') } : null;
}

const answeredOf = ({ item, ways }: Seen): Answered => ({
  question: item.question, english: englishOf(item), given: [...ways.given.values()], blank: ways.blank,
});

const figureOf = (versionId: number, seen: Seen): KeptFigure => ({
  versionId, position: seen.position, stem: seen.item.asked.stem, type: seen.item.question.type, answers: seen.scored.length,
  facility: facilityOf(seen.scored.map(({ score }) => score)), discrimination: discriminationOf(seen.scored),
  options: optionsOf(seen), citations: seen.item.citations, answered: answeredOf(seen),
});

/** Makes the figures of a closed quiz anew. */
export async function analyseQuiz({ db }: Pick<Runtime, 'db'>, quizId: number, now: Instant): Promise<void> {
  await house(db, async (tx) => {
    // The event and the schedule may come together.
    await lockQuiz(tx, quizId);
    const book: Book = new Map();
    const sheets = new Map<string, FullSheet | undefined>();
    for (let after = 0; ;) {
      const attempts = await firstAttempts(tx, quizId, after, AT_ONCE);
      const events = Map.groupBy(await liveEvents(tx, attempts), ({ ticket }) => ticket);
      for (const attempt of attempts) {
        const name = `${attempt.sitting}/${attempt.sheet}`;
        if (!sheets.has(name)) sheets.set(name, await readContent(tx, attempt.sitting, attempt.sheet));
        const sheet = sheets.get(name);
        if (sheet) enter(book, sheet, attempt, events.get(attempt.ticket) ?? []);
      }
      const last = attempts.at(-1);
      if (!last || attempts.length < AT_ONCE) break;
      after = last.ticket;
    }
    const branches = [...book].flatMap(([versionId, seen]) =>
      [...seen.branches].map(([branchId, sum]): BranchFigure => ({ versionId, branchId, ...sum })));
    await writeFigures(tx, quizId, { items: [...book].map(([version, seen]) => figureOf(version, seen)), branches }, now);
  });
}

export const analysisJob: Job = {
  name: 'quizzes.analysis',
  // The officer waits for it after the last sitting; the schedule is for what had to be settled again or failed.
  on: ['quizzes.closed'],
  schedule: '*/5 * * * *',
  async run(runtime) {
    for (const quiz of await house(runtime.db, dueForAnalysis)) await analyseQuiz(runtime, quiz, new Date());
  },
};
