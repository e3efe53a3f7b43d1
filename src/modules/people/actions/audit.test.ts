import { createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { audit, auditContent, AUDITED } from '#platform/audit/audit.server.ts';
import { sequence } from '#platform/ledger/sequence.server.ts';
import { verifyLedger } from '#platform/ledger/verify.server.ts';
import type { TestRuntime } from '#platform/testing/runtime.ts';
import { registerCatalogue } from '#platform/words/translate.ts';
import '#src/paths.ts';
import { catalogue } from '#src/words.generated.ts';
import { readAuditQuery } from '../rules/audit-list.ts';
import { exportActs } from './audit-export.server.ts';
import { readAct, readAuditList } from './audit-pages.server.ts';
import { grantRole, revokeRole } from './grant.server.ts';
import { actor, actsAbout, administrator, charge, LOW, MIDDLE, NOW, rolesRuntime, somebody, TOP, type Somebody } from './roles-testing.ts';

const now = NOW;
let runtime: TestRuntime;
let chief: Somebody;
let middle: Somebody;
beforeAll(async () => {
  registerCatalogue(catalogue);
  runtime = await rolesRuntime();
  chief = await administrator(runtime, 'Lê Minh Khôi', TOP);
  middle = await administrator(runtime, 'Trần Thị Hồng Hạnh', MIDDLE);
});
afterAll(() => runtime.drop());

const as = async (who: Somebody) => ({ actor: await actor(runtime, who), now });
const search = async (who: Somebody, query: string) => {
  const list = await readAuditList(runtime, readAuditQuery(new URLSearchParams(query)), await as(who));
  if (!list.ok) throw new Error(JSON.stringify(list));
  return list.value;
};
const give = async (by: Somebody, bodyId: number, name: string) => {
  const to = await somebody(runtime, name);
  const given = await grantRole(runtime, { personId: to.personId, role: 'editor', bodyId }, { by: await actor(runtime, by), now });
  if (!given.ok) throw new Error(JSON.stringify(given));
  return given.value.grantId;
};

describe('the log', () => {
  it('shows what one’s administration reaches, newest first, and searches by person, kind, body and day', async () => {
    const low = await give(middle, LOW, 'Thị Lan');
    const high = await give(chief, TOP, 'Lâm Sơn');
    const all = await search(chief, '');
    const ids = all.acts.map(({ id }) => id);
    expect(ids).toEqual(ids.toSorted((a, b) => b - a));
    expect(all.acts.some(({ bodyId }) => bodyId === null)).toBe(true);
    const part = await search(middle, '');
    expect(part.acts.every(({ bodyId }) => bodyId !== null)).toBe(true);
    expect(part.acts.map(({ subject }) => subject)).toContain(`grant:${low}`);
    expect(part.acts.map(({ subject }) => subject)).not.toContain(`grant:${high}`);
    const subjects = async (who: Somebody, query: string) => (await search(who, query)).acts.map(({ subject }) => subject);
    expect(await subjects(chief, 'name=hong+hanh&kind=people.grant')).toEqual([`grant:${low}`]);
    expect(await subjects(chief, `body=${LOW}&kind=people.grant&name=hanh`)).toEqual([`grant:${low}`]);
    expect(await subjects(chief, 'sent=1&bodyText=So+Nong+nghiep+va+Moi+truong&kind=people.grant')).toEqual([`grant:${low}`]);
    expect(await subjects(chief, `sent=1&body=${MIDDLE}&kind=people.grant&name=hanh`)).toEqual([]);
    expect(await subjects(chief, 'to=2026-11-22')).toEqual([]);
    expect((await search(chief, 'from=2026-11-23&to=2026-11-23')).acts.length).toBe(all.acts.length);
    const outside = await search(middle, `body=${TOP}`);
    expect([outside.bodyUnknown, outside.acts]).toEqual([true, []]);
    expect(all.kinds).toContain('people.grant');
  });

  it('is for administrators, and another’s act is missing', async () => {
    const nobody = await somebody(runtime, 'Không ai');
    expect((await readAuditList(runtime, readAuditQuery(new URLSearchParams()), await as(nobody))).ok).toBe(false);
    const high = (await search(chief, `body=${TOP}&sent=1`)).acts[0]!;
    expect(await readAct(runtime, high.id, await as(middle))).toMatchObject({ problems: [{ code: 'act.missing' }] });
    const read = await readAct(runtime, high.id, await as(chief));
    expect(read.ok && read.value.place).toBe(null);
    await sequence(runtime.db, { origin: 'vi-du.example/ledger', now });
    const placed = await readAct(runtime, high.id, await as(chief));
    expect(placed.ok && typeof placed.value.place).toBe('number');
  });

  it('pages by id', async () => {
    await runtime.db.transaction().execute(async (tx) => {
      for (let n = 0; n < 60; n += 1) await audit(tx, { kind: 'members.export', bodyId: 220, subject: 'body:220', now });
    });
    const first = await search(chief, 'kind=members.export');
    expect(first.acts).toHaveLength(50);
    const second = await search(chief, `kind=members.export&before=${first.older}`);
    expect([second.acts.length, second.older]).toEqual([10, null]);
  });
});

describe('the log as a file', () => {
  const exported = async (who: Somebody, query: string, again = () => actor(runtime, who)) => {
    const file = await exportActs(runtime, readAuditQuery(new URLSearchParams(query)), { ...(await as(who)), again });
    if (!file.ok) throw new Error(JSON.stringify(file));
    return file.value;
  };

  it('has Vietnamese headings, no formula, and is an act itself', async () => {
    const by = { personId: chief.personId, name: '=HYPERLINK("http://x.example")' };
    await runtime.db.transaction().execute((tx) => audit(tx, { kind: 'people.grant', by, bodyId: LOW, subject: 'grant:1', now }));
    const text = await new Response(await exported(chief, `body=${LOW}&sent=1`)).text();
    const [heading, first] = text.split('\r\n');
    expect(heading).toBe('Số,Thời điểm,Việc,Người thực hiện,"Cơ quan, đơn vị",Đối tượng,Chi tiết,Dấu trong sổ cái');
    expect(first).toContain(`"'=HYPERLINK(""http://x.example"")"`);
    expect(await actsAbout(runtime, 'audit:acts')).toEqual(['people.auditExport']);
    const part = await new Response(await exported(middle, '')).text();
    expect(part).not.toContain('Thành ủy Đồng Nai');
    expect(part).toContain('Sở Nông nghiệp và Môi trường');
  });

  it('is cut off within a second over HTTP when the reader’s role is taken away while it runs', async () => {
    const reader = await somebody(runtime, 'Người đọc');
    const grant = await charge(runtime, reader, 'administrator', TOP);
    // Far more than what lies in the buffers of a connection.
    await sql`
      insert into audit.act (at, kind, actor_name, body_id, subject, details, leaf_hash)
      select ${now}, 'people.note', 'Ai đó', ${TOP}, 'body:100', jsonb_build_object('text', repeat('x', 50000)), 'x'
      from generate_series(1, 800)`.execute(runtime.db);
    const file = await exported(reader, 'kind=people.note');
    const server = createServer((_request, response) => {
      Readable.fromWeb(file as never).on('error', () => response.destroy()).pipe(response);
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const cut = new Promise<string>((resolve, reject) => {
      get({ port, host: '127.0.0.1' }, (response) => {
        // A reader with a slow line: takes the first bytes and then nothing, so that the stream stands open.
        response.once('data', () => {
          response.pause();
          void (async () => {
            const taken = await revokeRole(runtime, grant, { by: await actor(runtime, chief), now });
            if (!taken.ok) reject(new Error(JSON.stringify(taken)));
          })();
        });
        const open = setInterval(() => response.socket.destroyed || response.resume(), 1_500);
        response.on('close', () => (clearInterval(open), resolve(response.complete ? 'whole' : 'cut')));
        response.on('error', () => undefined);
      }).on('error', reject);
    });
    expect(await cut).toBe('cut');
  });
});

it('an act that was altered in the database is found by the verification of the ledger', async () => {
  await sequence(runtime.db, { origin: 'vi-du.example/ledger', now });
  const verify = () => verifyLedger(runtime.db, { contentOf: { [AUDITED]: auditContent } });
  expect(await verify()).toMatchObject({ ok: true });
  const owner = new pg.Client({ connectionString: runtime.ownerUrl });
  await owner.connect();
  try {
    await owner.query(`alter table audit.act disable trigger append_only; alter table audit.act no force row level security;
      update audit.act set actor_name = 'Không phải tôi' where id = (select min(id) from audit.act);
      delete from audit.act where id = (select max(id) from audit.act)`);
  } finally {
    await owner.end();
  }
  const report = await verify();
  expect(report.found).toBe(2);
  expect(report.differences.map(({ what }) => what)).toEqual(['content', 'content']);
});
