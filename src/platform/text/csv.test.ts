import fc from 'fast-check';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { temporaryDatabase } from '../testing/database.ts';
import { csv } from './csv.ts';

const STARTS = /^\s*[=+\-@\t\r＝＋－＠]/u;
const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.tuple(fc.constantFrom('=', '+', '-', '@', '\t', '\r', ' =', '"', ',', '\n'), fc.string()).map(([a, b]) => a + b),
  fc.constantFrom('=HYPERLINK("http://x","y")', '+84 976', "-2+3+cmd|' /C calc'!A0", '@SUM(1)', 'Điểu K’Rứ', '', '\\.'),
);

/** `copy … from stdin` as the driver's protocol has it. */
function copyIn(client: pg.Client, statement: string, content: string): Promise<void> {
  return new Promise((resolve, reject) => {
    client.query({
      submit: (connection: pg.Connection) => connection.query(statement),
      handleCopyInResponse(connection: { sendCopyFromChunk(chunk: Buffer): void; endCopyFrom(): void }) {
        connection.sendCopyFromChunk(Buffer.from(content));
        connection.endCopyFrom();
      },
      handleCommandComplete: () => undefined,
      handleReadyForQuery: () => resolve(),
      handleError: reject,
    } as never);
  });
}

describe('csv', () => {
  it('writes numbers plainly, quotes only where it must, and starts without a mark', () => {
    expect(csv(['Kỳ', 'Số'], [['quý III/2026', 24853.5], ['a,b "c"', null], ['', Number.NaN]])).toBe(
      'Kỳ,Số\r\nquý III/2026,24853.5\r\n"a,b ""c""",\r\n"",\r\n',
    );
    expect(csv(['Kỳ'], []).codePointAt(0)).toBe('K'.codePointAt(0));
  });

  it('is read back by PostgreSQL, 10,000 texts of any kind, none of which begins a formula', async () => {
    const { url } = await temporaryDatabase();
    const texts = fc.sample(text, 10_000).map((value) => value.toWellFormed());
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      await client.query('create temp table back (n int, text text)');
      const content = csv(['n', 'text'], texts.map((value, n) => [n, value]));
      await copyIn(client, 'copy back from stdin with (format csv, header)', content);
      const { rows } = await client.query<{ n: number; text: string }>('select n, text from back order by n');
      expect(rows).toHaveLength(texts.length);
      for (const { n, text: read } of rows) {
        const sent = (texts[n] ?? '').replaceAll('\0', '');
        expect(read).not.toMatch(STARTS);
        expect(read).toBe(STARTS.test(sent) ? `'${sent}` : sent);
      }
    } finally {
      await client.end();
    }
  });
});
