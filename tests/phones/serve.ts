/** The application's server without its pages: what phones talk to. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { manifest } from '#modules/quizzes/index.server.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { registerCatalogue } from '#platform/words/translate.ts';
import { createAppServer } from '#src/server.ts';
import { catalogue } from '#src/words.generated.ts';

export type Served = { port: number; stop(): Promise<void> };

export async function servePhones(runtime: Runtime, port = 0): Promise<Served> {
  registerCatalogue(catalogue);
  const server = createAppServer({ runtime, kit: (_, response) => void response.writeHead(404).end(), hot: manifest.hot ?? [] });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
