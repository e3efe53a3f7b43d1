/** `npm run dev`: the database, migrated and with the sample, and Vite with hot reload. */
import { createServer } from 'vite';
import { openApplication } from '#src/open-application.ts';
import { readConfig } from '#platform/config.server.ts';
import { loadSampleOnce } from './sample.ts';
import { startWorker } from '#platform/jobs/worker.server.ts';
import { platformJobs } from '#src/platform-jobs.ts';

const say = (line: string) => process.stdout.write(`${line}\n`);
const config = readConfig();
const application = await openApplication(say, config);
const { runtime, manifests, close } = application;
for (const line of await loadSampleOnce(application, say)) say(line);
const worker = await startWorker(runtime, [...platformJobs, ...manifests.flatMap((manifest) => manifest.jobs ?? [])]);
const vite = await createServer({ server: { port: config.port, host: config.host } });
await vite.listen();
vite.printUrls();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void vite
      .close()
      .then(() => worker.stop())
      .then(close)
      .then(() => process.exit(0));
  });
}
