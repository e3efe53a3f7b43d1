/** `npm run dev`: the database, migrated and with the sample, and Vite with hot reload. */
import { createServer } from 'vite';
import { openApplication } from '#src/open-application.ts';
import { readConfig } from '#platform/config.server.ts';
import { startWorker } from '#platform/jobs/worker.server.ts';

const say = (line: string) => process.stdout.write(`${line}\n`);
const config = readConfig();
const { runtime, manifests, close } = await openApplication(say, config);
if (config.sample === 'province') {
  for (const manifest of manifests) for (const line of (await manifest.sample?.(runtime)) ?? []) say(line);
}
const worker = await startWorker(runtime, manifests.flatMap((manifest) => manifest.jobs ?? []));
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
