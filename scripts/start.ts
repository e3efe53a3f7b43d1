/** `npm start`: builds when needed, brings the database, migrates, loads the sample into an empty system, serves. */
import { openApplication, type Application } from '#src/open-application.ts';
import { ConfigRefused } from '#platform/config.server.ts';
import { sql } from 'kysely';
import { serve, type Serving } from './serve.ts';
import { build, isStale } from './build.ts';

const say = (line: string) => process.stdout.write(`${line}\n`);
/** sysexits(3): EX_CONFIG for settings, EX_SOFTWARE for the rest. */
const EXIT_CONFIG = 78;
const EXIT_FAILED = 70;

async function sampleOnce(application: Application): Promise<string[]> {
  const { runtime, manifests } = application;
  if (runtime.config.sample === 'none') return [];
  const lines: string[] = [];
  const { rows } = await sql`select 1 from platform.seed where name = 'sample'`.execute(runtime.db);
  const fresh = rows.length === 0;
  if (fresh) say('Loading the sample province …');
  for (const manifest of manifests) lines.push(...((await manifest.sample?.(runtime)) ?? []));
  if (fresh) await sql`insert into platform.seed (name, stamp) values ('sample', 'province')`.execute(runtime.db);
  return lines;
}

function stopOnSignals(serving: Serving, application: Application): void {
  let stopping = false;
  const stop = async (code: number) => {
    if (stopping) return;
    stopping = true;
    await serving.stop();
    await application.close();
    process.exit(code);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop(0));
  void application.embedded?.exited.then(({ expected }) => {
    if (expected || stopping) return;
    process.stderr.write('The database has ended by itself; see postgres.log in DATA_DIR. Start again.\n');
    void stop(EXIT_FAILED);
  });
}

try {
  if (isStale()) {
    say('Building (about 20 seconds, only after a change) …');
    await build();
  }
  const application = await openApplication(say);
  const signIns = await sampleOnce(application);
  const serving = await serve(application);
  stopOnSignals(serving, application);
  say(`\nCầu Nối is serving on ${serving.address}`);
  if (signIns.length > 0) say(`\nSample sign-ins (invented people, invented data):\n${signIns.join('\n')}`);
  say('\nStop with Ctrl-C.');
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exit(error instanceof ConfigRefused ? EXIT_CONFIG : EXIT_FAILED);
}
