import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyReceipt } from '#platform/ledger/browser.ts';
import { ledgerKeys } from '#platform/ledger/ledger.server.ts';
import { ledgerOrigin, sequence } from '#platform/ledger/sequence.server.ts';
import { readLedgerQuery } from '../input/ledger.ts';
import { agencyRuntime, NOW, receivedIdea, routedIdea, type Agency } from './agency-testing.ts';
import { readLedger } from './ledger-page.server.ts';

let agency: Agency;
beforeAll(async () => {
  agency = await agencyRuntime();
});
afterAll(() => agency.runtime.drop());

const read = (address: string) => readLedger(agency.runtime.db, readLedgerQuery(new URLSearchParams(address)), NOW);
const sign = () => sequence(agency.runtime.db, { origin: ledgerOrigin('http://own.test'), now: NOW });

describe('the page of the ledger', () => {
  it('tells entries in plain terms, and proves one so that a browser can check it', async () => {
    expect(await read('')).toMatchObject({ head: null, entries: [], older: null, found: null });
    const id = await routedIdea(agency);
    await sign();
    const page = await read('');
    expect(page.head?.size).toBe(3);
    expect(page.entries.map(({ index, kind, step, idea }) => [index, kind, step, idea])).toEqual([
      [2, 'ideas.decided', 'route', id],
      [1, 'ideas.decided', 'accept', id],
      [0, 'ideas.received', null, id],
    ]);
    expect(page.entries[0]).toMatchObject({ at: NOW, body: expect.stringMatching(/\p{L}/u) as string });
    const printed = page.entries[0]!.leafHash.toUpperCase().replace(/(.{8})/g, '$1 ');
    const { found } = await read(`leaf=${encodeURIComponent(printed)}`);
    expect(found?.entry).toMatchObject({ step: 'route', idea: id });
    expect(found?.receipt.salt).toBeUndefined();
    const keys = (await ledgerKeys(agency.runtime.db)).join('\n');
    expect(await verifyReceipt(found!.receipt, keys)).toMatchObject({ ok: true, index: 2, size: 3 });
  });

  it('knows what waits for its place, what it does not have, and what is no hash', async () => {
    await receivedIdea(agency);
    const { rows } = await agency.runtime.pool.query<{ leaf: string }>("select encode(leaf_hash, 'hex') as leaf from ledger.pending limit 1");
    const waiting = await read(`leaf=${rows[0]!.leaf}`);
    expect(waiting.found?.entry.index).toBeNull();
    expect(await read(`leaf=${'0'.repeat(64)}`)).toMatchObject({ found: null, query: { malformed: false } });
    expect(await read('leaf=<script>')).toMatchObject({ found: null, query: { malformed: true } });
    await sign();
  });

  it('pages back to the first entry', async () => {
    for (let more = 0; more < 20; more += 1) await receivedIdea(agency);
    await sign();
    const seen: (number | null)[] = [];
    let page = await read('');
    for (;;) {
      seen.push(...page.entries.map((entry) => entry.index));
      if (page.older === null) break;
      page = await read(`before=${page.older}`);
    }
    expect(seen).toEqual(seen.map((_, at) => seen.length - 1 - at));
    expect(seen).toHaveLength(24);
    expect((await read('before=-1')).query.before).toBeNull();
  });
});
