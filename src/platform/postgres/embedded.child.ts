/**
 * A process that the tests start, kill and interrupt: `node embedded.child.ts DATA_DIR` starts the server,
 * prints one line of JSON and stays until SIGTERM; SIGINT shows that the server survives Ctrl-C, then stops
 * it.
 */
import pg from 'pg';
import { startEmbedded } from './embedded.ts';

const say = (line: object): boolean => process.stdout.write(`${JSON.stringify(line)}\n`);
const dataDir = process.argv[2] as string;
const logged: string[] = [];
const alive = setInterval(() => undefined, 1000);
try {
  const log = (line: string): number => logged.push(line);
  const server = await startEmbedded({ dataDir, settings: { fsync: 'off' }, log });
  process.once('SIGINT', async () => {
    const client = new pg.Client({ connectionString: server.url });
    await client.connect();
    const { rows } = await client.query('select 1 as one');
    await client.end();
    await server.stop();
    say({ answered: rows[0].one });
    clearInterval(alive);
  });
  say({ url: server.url, pid: server.pid, logged });
} catch (error) {
  clearInterval(alive);
  say({ refused: (error as Error).message, name: (error as Error).name, logged });
}
