/** A part of the sample province with branches of its own, and files as offices have them. */
import type { QueryResult, RawBuilder } from 'kysely';
import { enterBodies, bodiesWritten, loadBodies } from '#modules/organisation/index.server.ts';
import { loadPlaces } from '#modules/places/index.server.ts';
import type { Person } from '#modules/people/index.server.ts';
import { createPerson, grantRole, operator } from '#modules/people/index.server.ts';
import type { Day } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { drainEvents, type Job } from '#platform/jobs/events.server.ts';
import type { Manifest } from '#platform/manifest.ts';
import type { Result } from '#platform/result.ts';
import { testRuntime, type TestRuntime } from '#platform/testing/runtime.ts';
import type { Upload } from '../input/import.ts';
import type { Field, ImportKind } from '../rules/fields.ts';
import * as imports from '../store/import.server.ts';
import * as importRows from '../store/import-row.server.ts';
import * as members from '../store/member.server.ts';
import { asHouse } from './ground.server.ts';
import { bestSheet, columnsOf, headingOf } from './outline.server.ts';
import { mapImport, startImport, type Officer } from './import.server.ts';

export const NOW = new Date('2026-11-23T02:00:00Z');
export const TODAY: Day = '2026-11-23';
/** Đảng ủy phường Đồng Xoài, and another ward's. */
export const WARD = 2_225_210;
export const OTHER_WARD = 2_225_363;

/** An officer, and the grant that makes them one. */
export type Kept = Officer & { grantId: number };
export type Members = TestRuntime & { branches: number[]; foreign: number; officer: Kept; other: Kept; jobs: readonly Job[] };

let count = 0;

/** Somebody who keeps the lists of a body. */
export async function keeper(runtime: TestRuntime, body: number, role: 'officer' | 'administrator' | 'secretary' = 'officer'): Promise<Kept> {
  count += 1;
  const person = { name: 'Thị Thu Hà', signInName: `canbo.dangvien.${count}`, password: 'Cau-Noi-mau-2026' };
  const created = await createPerson(runtime, person, { by: operator, now: NOW });
  const { personId } = must(created);
  const { grantId } = must(await grantRole(runtime, { personId, role, bodyId: body, validFrom: '2026-01-01' }, { by: operator, now: NOW }));
  const actor: Person = { kind: 'person', personId, name: person.name, grants: [{ role, bodyId: body }] };
  return { actor, now: NOW, grantId };
}

export function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.value;
}

/** Branches CB-01 … below the ward since 01/07/2025, one below another ward, and an officer of each. */
export async function membersRuntime({ jobs = [] }: Manifest, branches = 3): Promise<Members> {
  const runtime = await testRuntime();
  await loadPlaces(runtime.db);
  await loadBodies(runtime.db);
  const entry = (symbol: string, name: string, parent: number) =>
    ({ symbol, name, kind: 'chi bộ', parent: { id: parent }, from: '2025-07-01', basis: 'mẫu' });
  const entries = Array.from({ length: branches }, (_, at) => {
    const number = String(at + 1).padStart(2, '0');
    return entry(`CB-${number}`, `Chi bộ khu phố ${at + 1}`, WARD);
  });
  const ids = await runtime.db.transaction().execute((tx) =>
    enterBodies(tx, [...entries, entry('CBX-01', 'Chi bộ khu phố 1', OTHER_WARD)]),
  );
  bodiesWritten(runtime.db);
  const officer = await keeper(runtime, WARD);
  const other = await keeper(runtime, OTHER_WARD);
  return Object.assign(runtime, { branches: ids.slice(0, -1), foreign: ids.at(-1)!, officer, other, jobs });
}

type Store<A extends unknown[], R> = (db: Db, ...rest: A) => Promise<R>;
/** What is stored, whoever may see it: for the eyes of tests. */
const unseen = <A extends unknown[], R>(read: Store<A, R>): Store<A, R> => (db, ...rest) =>
  asHouse(db, 'test', (tx) => read(tx, ...rest));
export const findImport = unseen(imports.findImport);
export const readFile = unseen(imports.readFile);
export const listRows = unseen(importRows.listRows);
export const listMembers = unseen(members.listMembers);
const readMemory = unseen(imports.readMemory);
const readOutlineOf = unseen(imports.readOutlineOf);
export const execute = unseen(<T>(db: Db, query: RawBuilder<T>) => query.execute(db)) as
  <T>(db: Db, query: RawBuilder<T>) => Promise<QueryResult<T>>;

/** Everything that waits to be done. */
export const work = (runtime: Members): Promise<number> => drainEvents(runtime, runtime.jobs);

export const csvFile = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Upload, columns as they are guessed, dry run: up to the page that asks whether to apply. */
export async function checked(
  runtime: Members,
  content: Uint8Array,
  { kind = 'members', officer = runtime.officer, asOf = TODAY, body = WARD, sheet, fields }: Partial<Omit<Upload, 'file'>> & {
    kind?: ImportKind;
    officer?: Officer;
    sheet?: number;
    fields?: Record<number, Field | null>;
  } = {},
): Promise<number> {
  const id = must(await startImport(runtime, { kind, body, asOf, file: new File([content as BlobPart], 'danh-sach.xlsx') }, officer));
  await work(runtime);
  const it = (await findImport(runtime.db, id))!;
  if (it.state !== 'mapping') throw new Error(`import is ${it.state}: ${JSON.stringify(it.refusal)}`);
  const outline = (await readOutlineOf(runtime.db, id))!;
  const which = sheet ?? bestSheet(kind, outline);
  const heading = headingOf(kind, outline.sheets[which]!, null);
  const memory = await readMemory(runtime.db, { body, person: it.startedBy, kind });
  const guessed = columnsOf(kind, heading, memory).map(({ column, field }) => [column, field] as const);
  const said = new Map([...guessed, ...Object.entries(fields ?? {}).map(([at, field]) => [Number(at), field] as const)]);
  must(await mapImport(runtime, id, { sheet: which, headingRow: heading.row, skipHidden: false, fields: said }, officer));
  await work(runtime);
  return id;
}
