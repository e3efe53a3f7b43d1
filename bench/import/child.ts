/** The process under measurement: imports the bodies and the members of a workbook and says how long it took. */
import { readFileSync } from 'node:fs';
import { loadBodies } from '#modules/organisation/index.server.ts';
import { loadPlaces } from '#modules/places/index.server.ts';
import { createPerson, grantRole, operator } from '#modules/people/index.server.ts';
import { importSteps, manifest, readImportPage, startImport, takeMapping } from '#modules/members/index.server.ts';
import type { Person } from '#modules/people/index.server.ts';
import { readConfig } from '#platform/config.server.ts';
import { drainEvents } from '#platform/jobs/events.server.ts';
import type { Result } from '#platform/result.ts';
import { translator } from '#platform/words/translate.ts';
import { createRuntime } from '#src/start-runtime.ts';

/** Thành ủy Đồng Nai. */
const TOP = 100;
const [url = '', path = '', dataDir = ''] = process.argv.slice(2);
const now = new Date();
const runtime = createRuntime(readConfig({ LOG_LEVEL: 'silent', DATA_DIR: dataDir, SECRET: 'x'.repeat(32) }), url);
await loadPlaces(runtime.db);
await loadBodies(runtime.db);

function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.value;
}

async function administrator() {
  const person = { name: 'Lê Minh Khôi', signInName: 'bench', password: 'Cau-Noi-mau-2026' };
  const { personId } = must(await createPerson(runtime, person, { by: operator, now }));
  const grant = { personId, role: 'administrator', bodyId: TOP, validFrom: '2026-01-01' } as const;
  must(await grantRole(runtime, grant, { by: operator, now }));
  const actor: Person = { kind: 'person', personId, name: person.name, grants: [{ role: 'administrator', bodyId: TOP }] };
  return { actor, now };
}

const officer = await administrator();
const query = { mapping: { sheet: null, headingRow: null }, rows: { filter: null, page: 1 }, remap: false, t: translator('vi') };
const work = () => drainEvents(runtime, manifest.jobs ?? []);

/** The whole way of one list, each step as a person takes it. Seconds by step, and what was counted. */
async function importList(kind: 'members' | 'bodies', asOf: string) {
  const seconds: Record<string, number> = {};
  let started = performance.now();
  const lap = (step: string) => {
    seconds[step] = Math.round(performance.now() - started) / 1_000;
    started = performance.now();
  };
  const file = new File([readFileSync(path)], 'dang-vien.xlsx');
  const id = must(await startImport(runtime, { kind, body: TOP, asOf, file }, officer));
  await work();
  lap('read');
  const { mapping } = must(await readImportPage(runtime, id, query, officer));
  if (!mapping) throw new Error('nothing to map');
  const form = new FormData();
  form.set('sheet', String(mapping.sheet));
  form.set('heading', String(mapping.headingRow));
  for (const { column, field } of mapping.columns) form.set(`column.${column}`, field ?? '');
  must(await takeMapping(runtime, id, officer, form));
  await work();
  lap('dry run and marked copy');
  must(await importSteps.apply!(runtime, id, officer, new FormData()));
  await work();
  lap('apply');
  const { it } = must(await readImportPage(runtime, id, query, officer));
  return { id, seconds, state: it.state, counts: it.counts };
}

const bodies = await importList('bodies', '2026-01-01');
const members = await importList('members', '2026-11-23');
process.stdout.write(`${JSON.stringify({ bodies, members })}\n`);
await runtime.db.destroy();
