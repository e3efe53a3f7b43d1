/**
 * Answers of a quiz, each kept and confirmed out of the books, against a server that does nothing but the micro-batched
 * INSERT of the same rows; then 20,000 phones at their own pace. Afterwards every confirmed answer must be there.
 */
import { withApplication, type Application } from './application.ts';
import { serveScript, type Served } from './child.ts';
import { compare, told } from './compare.ts';
import { rounded, type Figure, type Scenario } from './figures.ts';
import { answersInTurn, booksOf, openQuiz } from './quiz-phones.ts';

const CONNECTIONS = 256;
/** As many as the application gives to answers. */
const DATABASE_CONNECTIONS = 6;
const BAR = { atLeast: 0.4 };
const PHONES = 5_000;

export const quizEvents: Scenario = {
  name: 'quiz-events',
  what: 'PUT …/attempts/{id}/events ÷ bare node:http + micro-batched INSERT',
  run: () =>
    withApplication({ SAMPLE: 'none' }, async (application) => {
      const bare = await serveScript('bench/bare/events.ts', [application.databaseUrl, String(DATABASE_CONNECTIONS)]);
      try {
        return await against(application, bare);
      } finally {
        await bare.stop();
      }
    }),
};

async function against(application: Application, bare: Served): Promise<Figure[]> {
  const quiz = await openQuiz(application, PHONES, true);
  let confirmed = 0;
  const plan = { rounds: 9, seconds: 2, connections: CONNECTIONS, status: 200 };
  const ours = { server: application, next: answersInTurn(quiz), onAnswer: () => void (confirmed += 1) };
  const comparison = await compare(ours, { server: bare, next: answersInTurn(quiz) }, plan);
  const { events } = await booksOf(application, quiz);
  return [
    { what: 'answers kept and confirmed', value: rounded(comparison.throughput), unit: '×', bar: BAR, note: told(comparison) },
    {
      what: 'confirmed, but not there', value: confirmed - events, unit: 'answers', bar: { atMost: 0 },
      note: `of ${confirmed.toLocaleString('en')} confirmed`,
    },
  ];
}
