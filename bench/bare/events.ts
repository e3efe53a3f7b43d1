/**
 * The least that keeping an answer can cost with Node and PostgreSQL: parse the JSON, share one INSERT with whatever else
 * arrived in the same moment, say that it is there. No ticket, no checks, no reading of the books.
 * `node bench/bare/events.ts DATABASE-URL CONNECTIONS`
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { joined } from '#platform/batch.ts';

const [url, connections] = process.argv.slice(2) as [string, string];
const pool = new pg.Pool({ connectionString: url, max: Number(connections) });
await pool.query('create schema if not exists bare');
await pool.query(`
  create table bare.event (
    ticket_id bigint not null, ordinal smallint not null, epoch smallint not null, item smallint not null, seq integer not null,
    answer jsonb, device_ms integer not null, received_at timestamptz not null, late boolean not null default false,
    primary key (ticket_id, ordinal, epoch, item, seq)
  )`);

const INSERT = {
  name: 'insert-events',
  text: `insert into bare.event (ticket_id, ordinal, epoch, item, seq, answer, device_ms, received_at)
    select * from unnest($1::bigint[], $2::smallint[], $3::smallint[], $4::smallint[], $5::integer[], $6::jsonb[], $7::integer[],
      $8::timestamptz[])
    on conflict do nothing`,
};

type Sent = { ticket: number; epoch: number; events: { item: number; seq: number; answer: unknown; ms: number }[] };

const keep = joined(
  async (list: readonly Sent[]) => {
    const rows = list.flatMap(({ ticket, epoch, events }) => events.map((event) => ({ ticket, epoch, ...event })));
    const now = new Date();
    const column = <T>(value: (row: (typeof rows)[number]) => T): T[] => rows.map(value);
    const values = [column((row) => row.ticket), column(() => 1), column((row) => row.epoch), column((row) => row.item),
      column((row) => row.seq), column((row) => JSON.stringify(row.answer)), column((row) => row.ms), column(() => now)];
    await pool.query({ ...INSERT, values });
    return list.map(({ events }) => events.at(-1)?.seq ?? 0);
  },
  { atOnce: 3, largest: 400 },
);

const TICKET = /attempts\/(\d+)-/;

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const sent = JSON.parse(Buffer.concat(chunks).toString()) as Omit<Sent, 'ticket'>;
    keep({ ...sent, ticket: Number(TICKET.exec(request.url ?? '')?.[1]) }).then(
      (received) => {
        const answer = JSON.stringify({ received });
        const length = Buffer.byteLength(answer);
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': length }).end(answer);
      },
      (error: Error) => response.writeHead(500).end(error.message),
    );
  });
});
server.keepAliveTimeout = 65_000;
server.listen(0, '127.0.0.1', () => console.log(`http://localhost:${(server.address() as AddressInfo).port}`));

process.on('SIGINT', () => process.exit(0));
