/** Invented quizzes of the sample's campaigns: one to practise with now, and one that is over, with answers to look at. */
import { randomUUID } from 'node:crypto';
import { approvedPapers, random } from '#modules/questions/index.server.ts';
import { bodiesActive } from '#modules/organisation/index.server.ts';
import { rosterEntries, sampleCampaigns, type NamedCampaign } from '#modules/study/index.server.ts';
import { addDays, dayOf, type Day, type Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { asSystem } from '#platform/database/scope.server.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { translator } from '#platform/words/translate.ts';
import { usual, type QuizRules } from '../rules/quiz.ts';
import { shapeOf, type FullItem } from '../rules/sheet.ts';
import { SUBMIT, type Given } from '../rules/wire.ts';
import { insertQuiz, replaceSittings, updateQuiz } from '../store/desk.server.ts';
import { giveNaming } from '../store/ranking.server.ts';
import { dateSample, enterAttempt, hasQuizzes, sheetFor } from '../store/sample.server.ts';
import { analyseQuiz } from './analysis.server.ts';
import { closeEverything } from './close.server.ts';
import { publishQuiz } from './publish.server.ts';
import { rankContest } from './ranking.server.ts';

const at = (day: Day, clock: string): Instant => new Date(`${day}T${clock}:00+07:00`);
const ANSWERED = 90;
const CONTEST = {
  title: 'Cuộc thi trắc nghiệm tìm hiểu chuyển đổi số ở cơ sở (mẫu)', mode: 'contest', attempts: 1, passMark: 5_000, limit: 30,
  explanations: 'submitted', ranking: true, guessAsked: true,
} as const satisfies Partial<QuizRules>;

/** Once, into a system that has no quizzes. */
export async function loadSample({ db, files }: Pick<Runtime, 'db' | 'files'>): Promise<string[]> {
  const now = new Date();
  const today = dayOf(now);
  const campaigns = await sampleCampaigns(db);
  const bodies = (await bodiesActive(db, today)).map(({ id }) => id);
  const paper = (await approvedPapers(db, bodies)).find(({ kind }) => kind === 'fixed');
  if (!paper || (await hasQuizzes(db))) return [];
  const make = (campaign: NamedCampaign, rules: Partial<QuizRules>, opens: Instant, closes: Instant) =>
    asSystem(db, 'quizzes: sample', async (tx) => {
      const author = { by: null, now };
      const title = rules.title ?? 'Trả lời trắc nghiệm (mẫu)';
      const id = await insertQuiz(tx, { campaignId: campaign.id, bodyId: campaign.bodyId, title }, author);
      await updateQuiz(tx, id, { ...usual, paperId: paper.id, sheetCount: 2, ...rules, title }, author);
      await replaceSittings(tx, id, [{ opens, closes, places: null, sessionId: null }]);
      const published = await publishQuiz(tx, id, now, { files });
      if (!published.ok) throw new Error(`The sample quiz cannot be published: ${published.problems[0]?.code}`);
      await dateSample(tx, id, opens);
      return id;
    });
  const open = campaigns.find(({ state, closesOn }) => state === 'announced' && closesOn >= today);
  if (open) {
    await make(open, { title: 'Luyện tập sau hội nghị học tập (mẫu)' }, at(addDays(today, -5), '11:00'), at(addDays(open.closesOn, 0), '22:00'));
  }
  const over = campaigns.find(({ state }) => state === 'closed');
  if (over) {
    const rules = {
      title: 'Trắc nghiệm sau học tập nghị quyết về chuyển đổi số (mẫu)', mode: 'test', attempts: 1, passMark: 5_000, limit: 30,
      explanations: 'submitted', certificate: true,
    } as const;
    const quiz = await make(over, rules, at(over.opensOn, '13:00'), at(over.closesOn, '17:00'));
    await answer(db, quiz, over.id);
    await closeEverything({ db }, now);
    await analyseQuiz({ db }, quiz, now);
    const contest = await make(over, CONTEST, at(over.opensOn, '19:00'), at(over.closesOn, '21:00'));
    await compete(db, contest, over.id);
    await closeEverything({ db }, now);
    await rankContest({ db }, contest, now);
  }
  return [];
}

/** Invented answers of people of the roster: most items right, one of them seldom. */
async function answer(db: Db, quiz: number, campaignId: number): Promise<void> {
  const next = random('2022');
  const roster = (await rosterEntries(db, campaignId)).filter(({ exempt }) => !exempt).slice(0, ANSWERED);
  await asSystem(db, 'quizzes: sample', async (tx) => {
    for (const entry of roster) {
      const sheet = await sheetFor(tx, quiz, next() < 0.5 ? 1 : 2);
      if (!sheet) return;
      const knows = 0.5 + next() / 2;
      const given = sheet.content.items.map((item, place) => chosen(item, next() < (place === 2 ? 0.35 : knows), next));
      await enterAttempt(tx, { quiz, entry, sheet, device: randomUUID(), given, submit: SUBMIT, seconds: 20 * 60, guess: null });
    }
  });
}

/** Invented contestants, of whom every other one agreed to be named. */
async function compete(db: Db, quiz: number, campaignId: number): Promise<void> {
  const next = random('2026');
  const roster = (await rosterEntries(db, campaignId)).filter(({ exempt }) => !exempt).slice(0, ANSWERED);
  const shown = translator('vi')('quizzes.player.naming.agree');
  await asSystem(db, 'quizzes: sample', async (tx) => {
    for (const [at, entry] of roster.entries()) {
      const sheet = await sheetFor(tx, quiz, 1 + (at % 2));
      if (!sheet) return;
      const knows = 0.6 + next() * 0.4;
      const given = sheet.content.items.map((item) => chosen(item, next() < knows, next));
      const seconds = 300 + Math.floor(next() * 1_200);
      const guess = Math.floor(next() * 20);
      const ticketId = await enterAttempt(tx, { quiz, entry, sheet, device: randomUUID(), given, submit: SUBMIT, seconds, guess });
      const givenAt = new Date(sheet.opens.getTime() + (seconds + 30) * 1_000);
      if (ticketId !== undefined && at % 2 === 0) await giveNaming(tx, { ticketId, language: 'vi', shown, now: givenAt });
    }
  });
}

/** Some answer to the item, right or not as it comes; null where nothing can be chosen. */
function chosen({ question, shown, asked }: FullItem, right: boolean, next: () => number): Given | null {
  const any = (count: number): number => Math.floor(next() * count);
  if (question.type === 'single') {
    const key = shown.findIndex((place) => question.options[place]?.right);
    return { type: 'single', option: right ? key : any(question.options.length) };
  }
  if (question.type === 'multiple') {
    const keys = shown.flatMap((place, option) => (question.options[place]?.right ? [option] : []));
    return { type: 'multiple', options: right ? keys : [any(question.options.length)] };
  }
  if (question.type === 'truefalse') return { type: 'truefalse', answer: right === question.answer };
  if (question.type === 'short') return { type: 'short', text: right ? (question.accepted[0] ?? '') : 'không rõ' };
  if (question.type === 'number') return { type: 'number', text: String(right ? question.answer : question.answer + 1) };
  const { options, lefts } = shapeOf({ asked } as FullItem);
  if (question.type === 'matching') return { type: 'matching', rights: Array.from({ length: lefts }, (_, left) => (right ? shown.indexOf(left) : any(options))) };
  if (question.type === 'ordering') return { type: 'ordering', order: right ? shown.map((_, place) => shown.indexOf(place)) : shown.map((_, place) => place) };
  return null;
}
