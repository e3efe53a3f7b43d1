/** `npm start`: builds when needed, brings the database, migrates, loads the sample into an empty system, serves. */
import { openApplication, type Application } from '#src/open-application.ts';
import { ConfigRefused } from '#platform/config.server.ts';
import { loadSampleOnce } from './sample.ts';
import { serve, type Serving } from './serve.ts';
import { build, isStale } from './build.ts';

const say = (line: string) => process.stdout.write(`${line}\n`);
/** sysexits(3): EX_CONFIG for settings, EX_SOFTWARE for the rest. */
const EXIT_CONFIG = 78;
const EXIT_FAILED = 70;

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
  const signIns = await loadSampleOnce(application, say);
  const serving = await serve(application);
  stopOnSignals(serving, application);
  say(`\nCầu Nối is serving on ${serving.address}`);
  if (signIns.length > 0) say(`\nSample sign-ins (invented people, invented data):\n${signIns.join('\n')}`);
  say('\nStop with Ctrl-C.');
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exit(error instanceof ConfigRefused ? EXIT_CONFIG : EXIT_FAILED);
}
