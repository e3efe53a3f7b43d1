/** Compares what an import left with the truth about its workbook: every member, every membership, every row. */
import { sql } from 'kysely';
import type { Db } from '#platform/database/client.ts';
import { asSystem } from '#platform/database/scope.server.ts';
import type { Truth, Truths } from './workbook.ts';

/** @returns what differs, a line each; nothing when the import was right to the last row */
export function differences(db: Db, importId: number, truths: Truths): Promise<string[]> {
  return asSystem(db, 'test', async (tx) => [
    ...(await memberDifferences(tx, truths.members)),
    ...(await rowDifferences(tx, importId, truths)),
  ]);
}

type Stored = Omit<Truth, 'exempt'> & { code: string; exempt: Truth['exempt'][] };

async function memberDifferences(tx: Db, expected: ReadonlyMap<string, Truth>): Promise<string[]> {
  const { rows } = await sql<Stored>`
    select m.code, m.full_name as name, m.phone,
      (select json_agg(json_build_object('symbol', v.symbol, 'from', lower(s.valid), 'until', upper(s.valid)) order by s.valid)
        from members.membership s join organisation.body_version v on v.body_id = s.body_id and upper(v.valid) is null
        where s.member_id = m.id) as stays,
      (select coalesce(json_agg(json_build_object('from', lower(e.valid), 'until', upper(e.valid), 'reason', e.reason)), '[]')
        from members.exemption e where e.member_id = m.id) as exempt
    from members.member m where not m.sample and m.code like 'ĐV-%'`.execute(tx);
  const found = new Map(rows.map(({ code, name, phone, stays, exempt }) => [code, { name, phone, stays, exempt: exempt[0] ?? null }]));
  const missing = [...expected.keys()].filter((code) => !found.has(code)).map((code) => `${code} is missing`);
  const wrong = [...found].flatMap(([code, is]) => {
    const should = expected.get(code);
    if (!should) return [`${code} should not be there`];
    return JSON.stringify(is) === JSON.stringify(should) ? [] : [`${code}: ${JSON.stringify(is)} instead of ${JSON.stringify(should)}`];
  });
  return [...missing, ...wrong];
}

async function rowDifferences(tx: Db, importId: number, { problems, repeated }: Truths): Promise<string[]> {
  const { rows } = await sql<{ number: number; outcome: string; codes: string[] }>`
    select number, outcome, (select array_agg(f ->> 'code') from jsonb_array_elements(findings) f) as codes
    from members.import_row where import_id = ${importId} and (outcome = 'problem' or findings <> '[]') order by number`.execute(tx);
  const told = new Map(rows.map(({ number, outcome, codes }) => [number, `${outcome} ${codes.join(' ')}`]));
  const expected = new Map([
    ...[...problems].map(([number, code]) => [number, `problem ${code}`] as const),
    ...[...repeated].map((number) => [number, 'ignored row.repeated'] as const),
  ]);
  return [...new Set([...told.keys(), ...expected.keys()])].flatMap((number) => {
    const [is, should] = [told.get(number), expected.get(number)];
    return is === should ? [] : [`row ${number}: ${is ?? 'in order'} instead of ${should ?? 'in order'}`];
  });
}
