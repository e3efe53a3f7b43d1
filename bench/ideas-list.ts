/** The list of ideas for somebody who is not signed in, against a server that only gives the same bytes again. */
import { get, type IncomingMessage } from 'node:http';
import { withApplication } from './application.ts';
import { serveScript, type Served } from './child.ts';
import { compare, told } from './compare.ts';
import { rounded, type Figure, type Scenario } from './figures.ts';
import { fillIdeas } from './ideas.ts';
import { BROWSER_HEADERS, requestBytes } from './load.ts';

const PATH = '/hien-ke';
const IDEAS = 3_000;
const CONNECTIONS = 64;
const BAR = { atLeast: 0.5 };

export const ideasList: Scenario = {
  name: 'ideas-list',
  what: `${PATH} for a reader who is not signed in ÷ bare node:http with the same bytes`,
  run: () =>
    withApplication({}, async (application) => {
      await fillIdeas(application.db, IDEAS);
      const { etag } = await headersOf(application.port);
      return [
        await ratio(application, 'whole page', 200, BROWSER_HEADERS),
        await ratio(application, 'revalidated (304)', 304, { ...BROWSER_HEADERS, 'if-none-match': etag ?? '' }),
      ];
    }),
};

async function ratio(
  application: Served,
  what: string,
  status: number,
  headers: Record<string, string>,
): Promise<Figure> {
  const bare = await serveScript('bench/bare/replay.ts', [String(application.port), PATH, JSON.stringify(headers)]);
  try {
    const bytes = requestBytes({ path: PATH, headers });
    const next = () => bytes;
    const plan = { rounds: 5, seconds: 1.5, connections: CONNECTIONS, status };
    const comparison = await compare({ server: application, next }, { server: bare, next }, plan);
    return { what, value: rounded(comparison.throughput), unit: '×', bar: BAR, note: told(comparison) };
  } finally {
    await bare.stop();
  }
}

async function headersOf(port: number): Promise<IncomingMessage['headers']> {
  return new Promise((resolve, reject) => {
    const request = get({ port, path: PATH, headers: BROWSER_HEADERS, agent: false }, (answer) => {
      answer.resume();
      answer.on('end', () => resolve(answer.headers));
    });
    request.on('error', reject);
  });
}
