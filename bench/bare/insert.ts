/**
 * The least that storing an idea can cost with Node and PostgreSQL: parse the JSON, one prepared INSERT, answer its id.
 * No checks, no ledger, no tracking code. `node bench/bare/insert.ts DATABASE-URL CONNECTIONS`
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';

const [url, connections] = process.argv.slice(2) as [string, string];
const pool = new pg.Pool({ connectionString: url, max: Number(connections) });
await pool.query('create schema if not exists bare');
await pool.query(`
  create table bare.idea (
    id bigint generated always as identity primary key,
    title text not null,
    body text not null,
    field text not null references ideas.field (code),
    place_id int,
    received_at timestamptz not null,
    idempotency_key text unique
  )`);

const INSERT = {
  name: 'insert-idea',
  text: `insert into bare.idea (title, body, field, place_id, received_at, idempotency_key)
    values ($1, $2, $3, $4, $5, $6) returning id`,
};

type Sent = { title: string; body: string; field: string; place?: number };

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const { title, body, field, place } = JSON.parse(Buffer.concat(chunks).toString()) as Sent;
    const values = [title, body, field, place ?? null, new Date(), request.headers['idempotency-key']];
    pool.query<{ id: string }>({ ...INSERT, values }).then(
      ({ rows }) => {
        const answer = JSON.stringify({ id: Number(rows[0]?.id) });
        const length = Buffer.byteLength(answer);
        response.writeHead(201, { 'content-type': 'application/json', 'content-length': length }).end(answer);
      },
      (error: Error) => response.writeHead(500).end(error.message),
    );
  });
});
server.keepAliveTimeout = 65_000;
server.listen(0, '127.0.0.1', () => console.log(`http://localhost:${(server.address() as AddressInfo).port}`));

process.on('SIGINT', () => process.exit(0));
