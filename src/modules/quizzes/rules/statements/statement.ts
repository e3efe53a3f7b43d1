/**
 * Statements of the Experience API 1.0.3 (github.com/adlnet/xAPI-Spec, xAPI-Data.md): one a person and quiz, and one an
 * answer. They are made from counts alone; actors are names for lines of a count, not for members.
 */
import type { Question } from '#modules/questions/index.server.ts';
import type { Band } from './bands.ts';
import type { Closed, Counted, Said } from './given.ts';

export type LanguageMap = { vi: string; en?: string };
type Activity = { id: string; objectType: 'Activity'; definition: Record<string, unknown> };
export type Statement = {
  id: string;
  actor: { objectType: 'Agent'; account: { homePage: string; name: string } };
  verb: { id: string; display: LanguageMap };
  object: Activity;
  result: Record<string, unknown>;
  context: Record<string, unknown>;
  timestamp: string;
  version: '1.0.3';
};

/** What every statement of one file shares. */
export type Ground = {
  /** Origin of this installation. */
  home: string;
  quiz: { id: number; title: string };
  campaign: { id: number; title: string };
  /** End of the last sitting, for everybody: when somebody answered is nobody's business. */
  at: Date;
  /** Names the state of the quiz that was told; another one has other actors and ids. */
  edition: string;
};
/** Both by the line that they stand for: a v5 UUID, and a name that leads nowhere. */
export type Naming = { id(line: string): string; actor(line: string): string };
export type AskedItem = { versionId: number; stem: string; question: Question; english: Said | null };

const VERBS = 'http://adlnet.gov/expapi/verbs/';
const ACTIVITIES = 'http://adlnet.gov/expapi/activities/';
const verbs = {
  completed: { vi: 'đã hoàn thành', en: 'completed' },
  passed: { vi: 'đạt yêu cầu', en: 'passed' },
  failed: { vi: 'chưa đạt yêu cầu', en: 'failed' },
  answered: { vi: 'đã trả lời', en: 'answered' },
} as const;
type Verb = keyof typeof verbs;

const both = (vi: string, en: string | undefined): LanguageMap => (en ? { vi, en } : { vi });
const quizActivity = ({ home, quiz }: Ground): Activity => ({
  id: `${home}/quiz/${quiz.id}`, objectType: 'Activity',
  definition: { type: `${ACTIVITIES}assessment`, name: { vi: quiz.title, en: `Quiz ${quiz.id}: ${quiz.title}` } },
});
const campaignActivity = ({ home, campaign }: Ground): Activity => ({
  id: `${home}/learn/campaigns/${campaign.id}`, objectType: 'Activity',
  definition: { type: `${ACTIVITIES}course`, name: { vi: campaign.title, en: `Study campaign ${campaign.id}: ${campaign.title}` } },
});

function statement(ground: Ground, naming: Naming, line: string, said: { verb: Verb; object: Activity; result: Record<string, unknown>; parent?: Activity }): Statement {
  const { home, edition, at } = ground;
  const parent = said.parent ? { parent: [said.parent] } : {};
  return {
    id: naming.id(line),
    actor: { objectType: 'Agent', account: { homePage: home, name: naming.actor(line) } },
    verb: { id: VERBS + said.verb, display: verbs[said.verb] },
    object: said.object, result: said.result,
    context: { platform: 'Cầu Nối', language: 'vi', revision: edition, contextActivities: { ...parent, grouping: [campaignActivity(ground)] } },
    timestamp: at.toISOString(), version: '1.0.3',
  };
}

/** ISO 8601 in whole minutes. */
const minutes = (seconds: number): string => `PT${Math.max(1, Math.round(seconds / 60))}M`;

export function* attemptStatements(ground: Ground, naming: Naming, bands: readonly Band[]): Generator<Statement> {
  const object = quizActivity(ground);
  for (const [at, { people, success, score, seconds }] of bands.entries()) {
    const verb = success === undefined ? 'completed' : success ? 'passed' : 'failed';
    const of = score?.of === undefined ? {} : { raw: score.points, min: 0, max: score.of };
    const result = {
      ...(score ? { score: { scaled: score.scaled, ...of } } : {}), ...(success === undefined ? {} : { success }),
      completion: true, duration: minutes(seconds),
    };
    for (let each = 0; each < people; each += 1) yield statement(ground, naming, `attempt ${at} ${each}`, { verb, object, result });
  }
}

/** a, b, c …: ids of options, rights and steps by place; an item has fewer than 26. */
const letter = (place: number): string => String.fromCodePoint(97 + place);
const choices = (texts: readonly string[], english: readonly string[] | undefined, named: (place: number) => string = letter) =>
  texts.map((text, place) => ({ id: named(place), description: both(text, english?.[place]) }));
const left = (place: number): string => String(place + 1);

type Interaction = { interactionType: string; correctResponsesPattern?: string[] } & Record<string, unknown>;

/** `responseOf` of the key, and what can be chosen (xAPI-Data.md, Interaction Activities). */
export function interactionOf(question: Question, english: Said | null): Interaction {
  const key = keyOf(question);
  const pattern = key === undefined ? {} : { correctResponsesPattern: [key] };
  switch (question.type) {
    case 'single':
    case 'multiple':
      return { interactionType: 'choice', ...pattern, choices: choices(question.options.map(({ text }) => text), english?.options) };
    case 'truefalse':
      return { interactionType: 'true-false', ...pattern };
    case 'matching':
      return {
        interactionType: 'matching', ...pattern, source: choices(question.pairs.map((pair) => pair.left), english?.lefts, left),
        target: choices([...question.pairs.map(({ right }) => right), ...question.extra], english?.options),
      };
    case 'ordering':
      return { interactionType: 'sequencing', ...pattern, choices: choices(question.steps, english?.options) };
    case 'short':
      return { interactionType: 'fill-in', correctResponsesPattern: question.accepted.map((text) => `{case_matters=false}${text}`) };
    case 'number':
      return { interactionType: 'numeric', ...pattern };
    default:
      return { interactionType: 'long-fill-in' };
  }
}

function keyOf(question: Question): string | undefined {
  switch (question.type) {
    case 'single':
    case 'multiple':
      return question.options.flatMap(({ right }, place) => (right ? [letter(place)] : [])).join('[,]');
    case 'truefalse':
      return String(question.answer);
    case 'matching':
      return question.pairs.map((_, place) => `${left(place)}[.]${letter(place)}`).join('[,]');
    case 'ordering':
      return question.steps.map((_, place) => letter(place)).join('[,]');
    case 'number':
      return question.tolerance === 0 ? String(question.answer) : `${question.answer - question.tolerance}[:]${question.answer + question.tolerance}`;
    default:
      return undefined;
  }
}

/** An answer as other systems write it, by places in the bank. */
export function responseOf(answer: Closed): string {
  switch (answer.type) {
    case 'single':
      return letter(answer.option);
    case 'multiple':
      return answer.options.map(letter).join('[,]');
    case 'truefalse':
      return String(answer.answer);
    case 'matching':
      return answer.rights.flatMap((right, place) => (right === null ? [] : [`${left(place)}[.]${letter(right)}`])).join('[,]');
    default:
      return answer.order.map(letter).join('[,]');
  }
}

export function* answerStatements(ground: Ground, naming: Naming, item: AskedItem, told: readonly Counted[]): Generator<Statement> {
  const parent = quizActivity(ground);
  const object: Activity = {
    id: `${parent.id}/items/${item.versionId}`, objectType: 'Activity',
    definition: {
      type: `${ACTIVITIES}cmi.interaction`, name: both(item.stem, item.english?.stem), ...interactionOf(item.question, item.english),
    },
  };
  for (const [at, { answer, score, count }] of told.entries()) {
    const response = answer ? { response: responseOf(answer) } : {};
    const result = { score: { scaled: Number(score.toFixed(4)) }, success: score === 1, ...response };
    for (let each = 0; each < count; each += 1) {
      yield statement(ground, naming, `item ${item.versionId} ${at} ${each}`, { verb: 'answered', object, result, parent });
    }
  }
}
