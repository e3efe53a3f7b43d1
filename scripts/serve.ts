import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Application } from '#src/open-application.ts';
import { startWorker } from '#platform/jobs/worker.server.ts';
import { platformJobs } from '#src/platform-jobs.ts';
import { createAppServer, KIT_ENVIRONMENT } from '#src/server.ts';

export type Serving = { address: string; port: number; stop(): Promise<void> };
/** What is under way may finish; a reader who keeps a connection open may not hold the stop up. */
const PATIENCE_MS = 10_000;

/** Serves the built application, and runs its jobs unless `WORKER=off`. */
export async function serve({ runtime, manifests }: Application): Promise<Serving> {
  Object.assign(process.env, KIT_ENVIRONMENT);
  const handlerFile = new URL('../build/handler.js', import.meta.url).href;
  const { handler } = (await import(handlerFile)) as { handler: Parameters<typeof createAppServer>[0]['kit'] };
  const server = createAppServer({ runtime, kit: handler, hot: manifests.flatMap((m) => m.hot ?? []) });
  server.listen(runtime.config.port, runtime.config.host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const jobs = [...platformJobs, ...manifests.flatMap((m) => m.jobs ?? [])];
  const worker = runtime.config.worker ? await startWorker(runtime, jobs) : undefined;
  const address = runtime.config.fixedOrigin ? runtime.config.publicOrigin : `http://localhost:${port}`;
  return {
    address,
    port,
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeIdleConnections();
      const impatience = setTimeout(() => server.closeAllConnections(), PATIENCE_MS);
      await closed;
      clearTimeout(impatience);
      await worker?.stop();
    },
  };
}
