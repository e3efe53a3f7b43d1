import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createPerson, grantRole, operator, type Person, type Role } from '#modules/people/index.server.ts';
import { loadPlaces } from '#modules/places/index.server.ts';
import { drainEvents } from '#platform/jobs/events.server.ts';
import { createMailTransport, deliverDue, type MailTransport } from '#platform/mail/mail.server.ts';
import { registerManifests } from '#platform/manifest.ts';
import type { Result } from '#platform/result.ts';
import { Post } from '#platform/testing/mail-server.ts';
import { testRuntime, type TestRuntime } from '#platform/testing/runtime.ts';
import { registerCatalogue } from '#platform/words/translate.ts';
import { loadManifests } from '#src/manifests.ts';
import '#src/paths.ts';
import { catalogue } from '#src/words.generated.ts';
import type { Act } from '../rules/reorganisation.ts';
import { findReorganisation } from '../store/reorganisation.server.ts';
import { loadBodies } from './bodies.server.ts';
import { beginReorganisation, changeDraft, decide, type Officer } from './reorganise.server.ts';

const NOW = new Date('2026-11-23T02:00:00Z');
/** Đảng ủy phường Đồng Xoài, and another ward's. */
const WARD = 2_225_210;
const OTHER_WARD = 2_225_363;
const TOP = 100;

function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.value;
}

registerCatalogue(catalogue);

let runtime: TestRuntime;
let post: Post;
let transport: MailTransport;
const officers: Record<string, Officer> = {};

async function officer(name: string, role: Role, bodyId: number): Promise<Officer> {
  const person = { name, signInName: name, email: `${name}@vi-du.example`, password: 'Cau-Noi-mau-2026' };
  const { personId } = must(await createPerson(runtime, person, { by: operator, now: NOW }));
  must(await grantRole(runtime, { personId, role, bodyId, validFrom: '2026-01-01' }, { by: operator, now: NOW }));
  return { actor: { kind: 'person', personId, name, grants: [{ role, bodyId }], provenAt: NOW } as Person, now: NOW };
}

beforeAll(async () => {
  runtime = await testRuntime();
  registerManifests(await loadManifests());
  await loadPlaces(runtime.db);
  await loadBodies(runtime.db);
  post = new Post();
  await post.open();
  transport = createMailTransport({ smtpUrl: `smtp://127.0.0.1:${post.port}`, from: 'cau-noi@vi-du.example', folder: '/nowhere' });
  const people: [string, Role, number][] = [
    ['lap', 'administrator', WARD], ['xacnhan', 'administrator', WARD], ['captren', 'administrator', TOP],
    ['noikhac', 'administrator', OTHER_WARD], ['canbo', 'officer', WARD], ['danghi', 'administrator', WARD],
  ];
  for (const [name, role, body] of people) officers[name] = await officer(name, role, body);
  const gone = officers.danghi!.actor as Person;
  await sql`update people.person set closed_at = now(), closed_reason = 'left' where id = ${gone.personId}`.execute(runtime.db);
});
afterAll(async () => {
  transport.close();
  await post.close();
  await runtime.drop();
});

/** Everything that is due is sent. @returns who received what, by subject */
async function delivered(): Promise<[string, string][]> {
  post.received = [];
  const jobs = (await loadManifests()).flatMap((manifest) => manifest.jobs ?? []).filter(({ name }) => name === 'people.tell');
  await drainEvents(runtime, jobs);
  await deliverDue(runtime.db, transport, new Date());
  return post.received.map(({ to, mail }): [string, string] => [to[0]!, mail.subject ?? '']).toSorted();
}

it('whoever may confirm a plan hears of it with a link, and its author what became of it', async () => {
  const [author, second] = [officers.lap!, officers.xacnhan!];
  const heading = { title: 'Đổi tên Đảng ủy', on: '2026-12-05', basis: { text: 'Quyết định', symbol: '15-QĐ/TU' } };
  const id = must(await beginReorganisation(runtime, heading, author));
  const rename = { kind: 'rename' as const, body: WARD, name: 'Đảng ủy mới', fullName: 'Đảng ủy mới', symbol: '' };
  must(await changeDraft(runtime, id, (it) => ({ ok: true, value: { ...it, steps: [rename] } }), author));
  const act = async (what: Act, by: Officer, reason = '') =>
    must(await decide(runtime, id, { act: what, version: (await findReorganisation(runtime.db, id))!.version, reason }, by));
  expect(await delivered()).toEqual([]);

  await act('submit', author);
  const asked = 'Đề nghị xác nhận phương án sắp xếp: Đổi tên Đảng ủy';
  expect(await delivered()).toEqual([['captren@vi-du.example', asked], ['xacnhan@vi-du.example', asked]]);
  const { text, headers } = post.received[0]!.mail;
  expect(text).toContain(`${runtime.config.publicOrigin}/quan-tri/to-chuc/sap-xep/${id}`);
  expect(text).toContain('05/12/2026');
  expect(headers.get('content-language')).toBe('vi');

  await act('confirm', second);
  const confirmed = 'Phương án sắp xếp đã được xác nhận: Đổi tên Đảng ủy';
  expect(await delivered()).toEqual([['lap@vi-du.example', confirmed], ['xacnhan@vi-du.example', confirmed]]);
  await act('cancel', second, 'Văn bản được thu hồi');
  const cancelled = 'Đã hủy phương án sắp xếp: Đổi tên Đảng ủy';
  expect(await delivered()).toEqual([['lap@vi-du.example', cancelled], ['xacnhan@vi-du.example', cancelled]]);
  expect(post.received[0]!.mail.text).toContain('Văn bản được thu hồi');
  expect(await delivered()).toEqual([]);
});
