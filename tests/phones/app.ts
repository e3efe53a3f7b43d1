/** The server of the phones and its jobs as a process of its own, on a database that stands: `DATABASE_URL`, `PORT`, `SECRET`. */
import { servePhones } from './serve.ts';
import { readConfig } from '#platform/config.server.ts';
import { startWorker } from '#platform/jobs/worker.server.ts';
import { closing } from '#modules/quizzes/actions/close.server.ts';
import { createRuntime } from '#src/start-runtime.ts';

const config = readConfig();
const runtime = createRuntime(config, config.databaseUrl as string);
const served = await servePhones(runtime, config.port);
const worker = await startWorker(runtime, [closing]);
process.stdout.write(`http://localhost:${served.port}\n`);
process.on('SIGTERM', () => void served.stop().then(worker.stop).then(() => process.exit(0)));
