/**
 * Statements for other learning systems (docs/decisions/0024). They exist only where the installation says so, and are
 * made from counts: a file holds nothing about a person that a table of more than ten did not.
 */
import { createHash } from 'node:crypto';
import { within } from '#modules/organisation/index.server.ts';
import { namesOf } from '#modules/people/index.server.ts';
import { campaignsNamed } from '#modules/study/index.server.ts';
import { audit } from '#platform/audit/audit.server.ts';
import { dayOf } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { asSystem } from '#platform/database/scope.server.ts';
import { ok, problem, type Result } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { passes } from '../rules/certificate.ts';
import { bandsOf, LEAST_PEOPLE, type Band } from '../rules/statements/bands.ts';
import { canBeTaken, mayExport, MOST_STATEMENTS, type StatementExport, type StatementFormat, type StatementsAsked } from '../rules/statements/export.ts';
import { toldOf, type Counted } from '../rules/statements/given.ts';
import { answerStatements, attemptStatements, type AskedItem, type Ground, type Naming, type Statement } from '../rules/statements/statement.ts';
import { analysedAt } from '../store/analysis.server.ts';
import { deskQuiz, deskSittings, type DeskQuiz } from '../store/desk.server.ts';
import {
  answeredItems, insertStatementExport, scoreCounts, statementExport, statementExports, type ScoreCount,
} from '../store/statements.server.ts';
import type { Officer } from './desk.server.ts';
import { keyed } from './token.server.ts';

type House = Pick<Runtime, 'db' | 'config'>;

/** Officers and administrators of the body that holds the quiz, or of one above it, once it is over. */
async function exportable({ db, config }: House, quizId: number, { actor, now }: Officer): Promise<Result<DeskQuiz>> {
  const quiz = config.statements ? await deskQuiz(db, quizId) : undefined;
  const may = quiz?.state === 'closed' && mayExport(actor, quiz.bodyId, await within(db, dayOf(now)));
  return may ? ok(quiz) : problem('quiz.missing');
}

/** Whether a page leads there. */
export const offersStatements = async (house: House, quizId: number, officer: Officer): Promise<boolean> =>
  (await exportable(house, quizId, officer)).ok;

type Told = { bands: Band[]; items: (AskedItem & { told: Counted[] })[]; people: number; answers: number; at: Date; state: string };

const marked = (quiz: DeskQuiz) => (row: ScoreCount) => ({
  ...row, passed: row.points === null ? null : passes({ ordinal: 1, points: row.points, ofPoints: row.ofPoints }, quiz.passMark),
});

/** Problems `statements.early`: counts are not made yet; `statements.few` {least}: too few took part for anything to be told. */
async function toldBy(db: Db, quiz: DeskQuiz): Promise<Result<Told>> {
  const [analysed, counts, answered, sittings] = await asSystem(db, 'quizzes: counts for statements', async (tx) => [
    await analysedAt(tx, quiz.id), await scoreCounts(tx, quiz.id, quiz.counts), await answeredItems(tx, quiz.id), await deskSittings(tx, quiz.id),
  ] as const);
  if (!analysed) return problem('statements.early');
  const people = counts.reduce((sum, row) => sum + row.people, 0);
  if (people < LEAST_PEOPLE) return problem('statements.few', { least: LEAST_PEOPLE });
  const bands = bandsOf(counts.map(marked(quiz)), quiz.passMark !== null);
  const items = answered.map(({ versionId, stem, answered: { question, english, given, blank } }) =>
    ({ versionId, stem, question, english, told: toldOf({ given, blank }) }));
  const answers = items.reduce((sum, { told }) => sum + told.reduce((all, { count }) => all + count, 0), 0);
  const state = JSON.stringify([quiz.id, analysed, counts, answered]);
  return ok({ bands, items, people, answers, at: sittings.at(-1)?.closes ?? analysed, state });
}

export type StatementsPage = {
  id: number;
  title: string;
  /** What can be told; null with the reason why nothing is. */
  told: { people: number; answers: number; bands: number } | null;
  why: string | null;
  least: number;
  exports: (Pick<StatementExport, 'id' | 'format' | 'items' | 'purpose' | 'askedAt'> & { by: string; own: boolean })[];
};

/** Problem `quiz.missing`: switched off, not over, or not theirs. */
export async function readStatementsPage(house: House, quizId: number, officer: Officer): Promise<Result<StatementsPage>> {
  const quiz = await exportable(house, quizId, officer);
  if (!quiz.ok) return quiz;
  const told = await toldBy(house.db, quiz.value);
  const exports = await statementExports(house.db, quizId);
  const names = await namesOf(house.db, exports.map(({ askedBy }) => askedBy));
  return ok({
    id: quizId, title: quiz.value.title, least: LEAST_PEOPLE, why: told.ok ? null : told.problems[0]!.code,
    told: told.ok ? { people: told.value.people, answers: told.value.answers, bands: told.value.bands.length } : null,
    exports: exports.map(({ askedBy, ...row }) => ({
      ...row, by: names.get(askedBy) ?? '', own: askedBy === officer.actor.personId && canBeTaken(row, officer.now),
    })),
  });
}

/** Problems as above, and `statements.many` {most}. @returns the export, to be taken within the hour */
export async function askStatements(house: House, quizId: number, said: StatementsAsked, officer: Officer): Promise<Result<number>> {
  const quiz = await exportable(house, quizId, officer);
  const told = quiz.ok ? await toldBy(house.db, quiz.value) : quiz;
  if (!quiz.ok || !told.ok) return told.ok ? problem('quiz.missing') : told;
  const count = told.value.people + (said.items ? told.value.answers : 0);
  if (count > MOST_STATEMENTS) return problem('statements.many', { most: MOST_STATEMENTS });
  return asSystem(house.db, 'quizzes: statements are asked for', async (tx) => {
    const { actor, now } = officer;
    const id = await insertStatementExport(tx, { ...said, quizId, by: actor.personId, now });
    const details = { count, reason: said.purpose };
    await audit(tx, { kind: 'quizzes.statements', by: actor, bodyId: quiz.value.bodyId, subject: `quiz:${quizId}`, details, now });
    return ok(id);
  });
}

/** RFC 9562, version 5. */
function uuid5(namespace: Buffer, name: string): string {
  const hash = createHash('sha1').update(namespace).update(name).digest().subarray(0, 16);
  hash[6] = (hash[6]! & 0x0f) | 0x50;
  hash[8] = (hash[8]! & 0x3f) | 0x80;
  return hash.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/**
 * The same counts give the same ids, so that a file that is loaded twice is loaded once; other counts give others
 * altogether, so that two files cannot be laid side by side.
 */
function namingOf(secret: string, state: string): Naming & { edition: string } {
  const edition = keyed(secret, 'statements', state);
  const namespace = edition.subarray(0, 16);
  return {
    edition: edition.toString('hex', 16, 24), id: (line) => uuid5(namespace, line),
    actor: (line) => keyed(secret, 'statements', `${edition.toString('hex')} ${line}`).toString('hex', 0, 16),
  };
}

function* statementsOf(ground: Ground, naming: Naming, { bands, items }: Told, withItems: boolean): Generator<Statement> {
  yield* attemptStatements(ground, naming, bands);
  for (const item of withItems ? items : []) yield* answerStatements(ground, naming, item, item.told);
}

const AT_ONCE = 200;

/** A few hundred statements at a time: the file is nowhere as a whole. */
function* textOf(statements: Iterable<Statement>, format: StatementFormat): Generator<string> {
  const lines = format === 'jsonl';
  let text = lines ? '' : '[';
  let count = 0;
  for (const each of statements) {
    text += (lines || count === 0 ? '' : ',') + (lines ? '' : '\n') + JSON.stringify(each) + (lines ? '\n' : '');
    count += 1;
    if (count % AT_ONCE !== 0) continue;
    yield text;
    text = '';
  }
  yield lines ? text : `${text}\n]\n`;
}

export type StatementsFile = { name: string; type: string; chunks: Iterable<string> };

/** Problem `quiz.missing` also for what somebody else asked for, or longer ago than an hour; and as above. */
export async function takeStatements(house: House, { quiz: quizId, export: id }: { quiz: number; export: number }, officer: Officer): Promise<Result<StatementsFile>> {
  const quiz = await exportable(house, quizId, officer);
  if (!quiz.ok) return quiz;
  const asked = await statementExport(house.db, id);
  const own = asked?.quizId === quizId && asked.askedBy === officer.actor.personId && canBeTaken(asked, officer.now);
  if (!asked || !own) return problem('quiz.missing');
  const told = await toldBy(house.db, quiz.value);
  if (!told.ok) return told;
  const { campaignId, title } = quiz.value;
  const campaign = (await campaignsNamed(house.db, [campaignId])).get(campaignId)?.title ?? '';
  const naming = namingOf(house.config.secret, told.value.state);
  const ground: Ground = {
    home: house.config.publicOrigin, quiz: { id: quizId, title }, campaign: { id: campaignId, title: campaign },
    at: told.value.at, edition: naming.edition,
  };
  return ok({
    name: `xapi-${quizId}-${id}.${asked.format}`, type: asked.format === 'json' ? 'application/json' : 'application/x-ndjson',
    chunks: textOf(statementsOf(ground, naming, told.value, asked.items), asked.format),
  });
}
