/**
 * The least that Node can do: asks the application once and then gives everyone the same status, headers and bytes.
 * `node bench/bare/replay.ts PORT PATH HEADERS-AS-JSON`
 */
import { createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';

const [port, path, headers] = process.argv.slice(2) as [string, string, string];
/** Node writes these by itself, for both servers. */
const OWN = ['date', 'connection', 'keep-alive'];

get({ port, path, headers: JSON.parse(headers) as Record<string, string> }, (answer) => {
  const chunks: Buffer[] = [];
  answer.on('data', (chunk: Buffer) => chunks.push(chunk));
  answer.on('end', () => {
    const body = Buffer.concat(chunks);
    const same = Object.fromEntries(Object.entries(answer.headers).filter(([name]) => !OWN.includes(name)));
    const status = answer.statusCode ?? 500;
    const server = createServer((_request, response) => response.writeHead(status, same).end(body));
    server.keepAliveTimeout = 65_000;
    server.listen(0, '127.0.0.1', () => console.log(`http://localhost:${(server.address() as AddressInfo).port}`));
  });
});

process.on('SIGINT', () => process.exit(0));
