/** `npm run dev`: the database, migrated and with the sample, and Vite with hot reload. */
import { createServer, type Plugin } from 'vite';
import { openApplication } from '#src/open-application.ts';
import { readConfig } from '#platform/config.server.ts';
import { loadSampleOnce } from './sample.ts';
import { hotFinder } from '#platform/http/hot.ts';
import { startWorker } from '#platform/jobs/worker.server.ts';
import { platformJobs } from '#src/platform-jobs.ts';
import { answerHot } from '#src/server.ts';

const say = (line: string) => process.stdout.write(`${line}\n`);
const config = readConfig();
const application = await openApplication(say, config);
const { runtime, manifests, close } = application;
for (const line of await loadSampleOnce(application, say)) say(line);
const worker = await startWorker(runtime, [...platformJobs, ...manifests.flatMap((manifest) => manifest.jobs ?? [])]);
const find = hotFinder(manifests.flatMap((manifest) => manifest.hot ?? []));
/** What is answered before Kit when the product runs, so that the player can be tried here too. */
const hot: Plugin = {
  name: 'hot-endpoints',
  configureServer({ middlewares }) {
    middlewares.use((request, response, next) => {
      const found = find(request.method ?? '', (request.url ?? '').split('?', 1)[0] ?? '');
      if (found) answerHot(runtime, found, request, response).catch(next);
      else next();
    });
  },
};
const vite = await createServer({ plugins: [hot], server: { port: config.port, host: config.host } });
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
