import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { revokeRole, operator } from '#modules/people/index.server.ts';
import { openDatabase } from '#platform/database/client.ts';
import { manifest } from '../index.server.ts';
import { SILENT_MS } from '../rules/import.ts';
import { asHouse } from './ground.server.ts';
import { addMember } from './member.server.ts';
import { beginApplying, cancelImport, resumeImport } from './import.server.ts';
import { checked, csvFile, execute, findImport, keeper, listRows, membersRuntime, must, NOW, readFile, TODAY, type Members, work } from './testing.ts';

let runtime: Members;
beforeEach(async () => {
  runtime = await membersRuntime(manifest);
});
afterEach(() => runtime.drop());

const codeOf = (at: number) => `DV-${String(at).padStart(5, '0')}`;
const list = (count: number) =>
  csvFile(['Mã đảng viên;Họ và tên;Chi bộ', ...Array.from({ length: count }, (_, at) => `${codeOf(at)};Trần Văn An;CB-0${(at % 3) + 1}`)].join('\n'));
const stored = async () => {
  const { rows } = await execute(runtime.db, sql<{ members: number; stays: number }>`
    select (select count(*)::int from members.member) as members, (select count(*)::int from members.membership) as stays`);
  return rows[0]!;
};

/** Another process that works on what waits, as a worker does; the caller kills it. */
function workerProcess() {
  const root = join(import.meta.dirname, '../../../..');
  const script = `
    import { drainEvents } from '#platform/jobs/events.server.ts';
    import { createRuntime } from '#src/start-runtime.ts';
    import { readConfig } from '#platform/config.server.ts';
    import { manifest } from '#modules/members/index.server.ts';
    const runtime = createRuntime(readConfig({ LOG_LEVEL: 'silent', DATA_DIR: ${JSON.stringify(runtime.config.dataDir)}, SECRET: 'x'.repeat(32) }), ${JSON.stringify(runtime.databaseUrl)});
    await drainEvents(runtime, manifest.jobs);`;
  return spawn(process.execPath, ['--input-type=module', '-e', script], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
}

describe('an import whose worker is killed', () => {
  it('goes on behind its last whole batch, and does nothing twice', { timeout: 60_000 }, async () => {
    // Somebody who is in the third batch, and whom this connection holds, so that the worker waits there.
    const first = { code: codeOf(1_100), fullName: 'Trần Văn An', phone: null, email: null, from: TODAY, body: { id: runtime.branches[0]!, text: '' } };
    must(await addMember(runtime, first, runtime.officer));
    const id = await checked(runtime, list(2_000));
    const { db, close } = openDatabase({ url: runtime.databaseUrl, max: 1 });
    const held = Promise.withResolvers<void>();
    const holding = asHouse(db, 'test', async (tx) => {
      await sql`select from members.member where code = ${codeOf(1_100)} for update`.execute(tx);
      await held.promise;
    });
    must(await beginApplying(runtime, id, runtime.officer));
    const worker = workerProcess();
    let cut = (await findImport(runtime.db, id))!;
    for (let tries = 0; tries < 400 && (cut.counts.applied ?? 0) < 1_000; tries += 1) {
      await pause(50);
      cut = (await findImport(runtime.db, id))!;
    }
    await pause(300);
    worker.kill('SIGKILL');
    await once(worker, 'exit');
    held.resolve();
    await holding;
    await close();

    cut = (await findImport(runtime.db, id))!;
    expect(cut).toMatchObject({ state: 'applying', counts: { applied: 1_000 } });
    expect(await stored()).toEqual({ members: 1_001, stays: 1_001 });

    const soon = { ...runtime.officer, now: new Date(cut.progressAt.getTime() + 1_000) };
    expect(await resumeImport(runtime, id, soon)).toEqual({ ok: false, problems: [{ code: 'import.step' }] });
    const later = { ...runtime.officer, now: new Date(cut.progressAt.getTime() + SILENT_MS + 1_000) };
    must(await resumeImport(runtime, id, later));
    await work(runtime);
    expect(await findImport(runtime.db, id)).toMatchObject({ state: 'done', counts: { applied: 2_000, refused: 0 } });
    expect(await stored()).toEqual({ members: 2_000, stays: 2_000 });
  });

  it('two workers at once take turns', { timeout: 60_000 }, async () => {
    const id = await checked(runtime, list(1_500));
    must(await beginApplying(runtime, id, runtime.officer));
    const job = runtime.jobs.find(({ name }) => name === 'members.applyImport')!;
    await Promise.all([1, 2, 3].map(() => job.run(runtime, { id }, 'members.importApplying')));
    expect(await findImport(runtime.db, id)).toMatchObject({ state: 'done', counts: { applied: 1_500, joined: 1_500 } });
    expect(await stored()).toEqual({ members: 1_500, stays: 1_500 });
  });
});

describe('applying', () => {
  it('of a second import waits for the first', async () => {
    const [one, two] = [await checked(runtime, list(5)), await checked(runtime, list(9))];
    const begun = await Promise.all([one, two].map((id) => beginApplying(runtime, id, runtime.officer)));
    expect(begun.filter(({ ok }) => ok)).toHaveLength(1);
    expect(begun.find(({ ok }) => !ok)).toEqual({ ok: false, problems: [{ code: 'import.busy' }] });
    await work(runtime);
    const waiting = begun[0]!.ok ? two : one;
    must(await beginApplying(runtime, waiting, runtime.officer));
    await work(runtime);
    expect(await stored()).toEqual({ members: 9, stays: 9 });
  });

  it('stops when the right of whoever started it is taken away', async () => {
    const id = await checked(runtime, list(5));
    must(await beginApplying(runtime, id, runtime.officer));
    must(await revokeRole(runtime, runtime.officer.grantId, { by: operator, now: NOW }));
    await work(runtime);
    expect(await findImport(runtime.db, id)).toMatchObject({ state: 'checked', refusal: { code: 'import.rightGone' } });
    expect(await stored()).toEqual({ members: 0, stays: 0 });
  });

  it('judges again what has changed since the dry run', async () => {
    const id = await checked(runtime, csvFile('Mã đảng viên;Họ và tên;Chi bộ\nDV-1;Trần Văn An;CB-01\nDV-2;Lê Thị Hoa;CB-01\n'));
    const top = await keeper(runtime, 100);
    const elsewhere = { id: runtime.foreign, text: '' };
    must(await addMember(runtime, { code: 'DV-1', fullName: 'Người khác', phone: null, email: null, from: TODAY, body: elsewhere }, top));
    must(await beginApplying(runtime, id, runtime.officer));
    await work(runtime);
    expect(await findImport(runtime.db, id)).toMatchObject({ state: 'done', counts: { applied: 1, refused: 1 } });
    const { rows } = await listRows(runtime.db, id, { filter: 'problem', limit: 9, offset: 0 });
    expect(rows).toMatchObject([{ number: 2, findings: [{ code: 'member.outside' }] }]);
  });

  it('forgets the file when it is done, or called off', async () => {
    const [done, off] = [await checked(runtime, list(3)), await checked(runtime, list(3))];
    expect(await readFile(runtime.db, done)).not.toBeNull();
    must(await beginApplying(runtime, done, runtime.officer));
    await work(runtime);
    must(await cancelImport(runtime, off, runtime.officer));
    for (const id of [done, off]) expect(await readFile(runtime.db, id)).toBeNull();
    expect((await listRows(runtime.db, off, { filter: 'new', limit: 9, offset: 0 })).total).toBe(0);
    expect(await cancelImport(runtime, done, runtime.officer)).toMatchObject({ ok: false, problems: [{ code: 'import.step' }] });
  });
});
