import { globSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { agencyRuntime, answerInput, NOW, receivedIdea, route, sentIdea, type Agency } from '#modules/ideas/actions/agency-testing.ts';
import { saveDraft, publishAnswer } from '#modules/ideas/actions/answer.server.ts';
import { markDuplicate, refuseIdea } from '#modules/ideas/actions/moderate.server.ts';
import { withdrawAsAuthor } from '#modules/ideas/actions/track.server.ts';
import { endpoints, siteApi } from '#modules/site/index.server.ts';
import { CACHE_TAGS } from '#platform/http/cached-pages.ts';
import { problemSchema, type Endpoint } from '#platform/http/openapi.ts';
import { ledgerOrigin, sequence } from '#platform/ledger/sequence.server.ts';
import { publishDocument } from '#platform/search/store.server.ts';
import golden from '#platform/testing/golden.json' with { type: 'json' };
import { registerCatalogue } from '#platform/words/translate.ts';
import '#src/paths.ts';
import { catalogue } from '#src/words.generated.ts';

type Route = (event: unknown) => Promise<Response>;
type Routes = { GET?: Route; POST?: Route; OPTIONS?: Route; fallback?: Route };

const ORIGIN = 'http://own.test';
const described = endpoints(siteApi);

/** `src/routes/api/v1/ideas/[id=number]/+server.ts` → `/api/v1/ideas/{id}` */
const files = [...globSync('src/routes/api/**/+server.ts'), ...globSync('src/routes/ledger/**/+server.ts')];
const documented = (file: string): string =>
  file
    .replaceAll('\\', '/')
    .replace(/^src\/routes/, '')
    .replace(/\/\+server\.ts$/, '')
    .replace(/\[(?:\.\.\.)?(\w+)(?:=\w+)?\]/g, '{$1}');
const addresses = files.map((file) => ({ file, path: documented(file) })).sort((a, b) => a.path.indexOf('{') - b.path.indexOf('{'));

/** Literal addresses win over those with parameters, as in Kit. */
function routeOf(pathname: string): { file: string; params: Record<string, string | number> } {
  const found = addresses
    .toSorted((a, b) => Number(a.path.includes('{')) - Number(b.path.includes('{')) || b.path.length - a.path.length)
    .flatMap(({ file, path }) => {
      const rest = file.includes('[...');
      const form = path.replace(/\{(\w+)\}/g, (_, name: string) => `(?<${name}>${rest ? '.+' : name === 'id' ? '[1-9]\\d*' : '[^/]+'})`);
      const match = new RegExp(`^${form}$`).exec(pathname);
      return match ? [{ file, params: { ...match.groups } as Record<string, string | number> }] : [];
    })[0];
  if (!found) throw new Error(`no route for ${pathname}`);
  if (found.params.id !== undefined) found.params.id = Number(found.params.id);
  return found;
}

type Init = { method?: string; language?: string; headers?: Record<string, string>; body?: string };

async function call(address: string, init: Init = {}): Promise<Response> {
  const url = new URL(address, ORIGIN);
  const { file, params } = routeOf(url.pathname);
  const routes = (await import(join(process.cwd(), file))) as Routes;
  const method = init.method ?? 'GET';
  const run = routes[method as 'GET'] ?? routes.fallback;
  if (!run) throw new Error(`${method} ${address} would be answered by Kit itself`);
  const headers = { ...init.headers, ...(init.language ? { 'accept-language': init.language } : {}) };
  const request = new Request(url, { method, headers, ...(init.body === undefined ? {} : { body: init.body }) });
  return run({ url, params, request, locals: { now: NOW }, getClientAddress: () => '203.0.113.7' });
}

let agency: Agency;
let codeOfAuthor = '';
const ids = { answered: 0, waiting: 0, refused: 0, withdrawn: 0, duplicate: 0 };

beforeAll(async () => {
  registerCatalogue(catalogue);
  agency = await agencyRuntime();
  const { runtime, people } = agency;
  const officer = { actor: people.officer, now: NOW };
  const sent = await sentIdea(agency);
  codeOfAuthor = sent.code;
  ids.answered = sent.id;
  await route(agency, ids.answered);
  const saved = await saveDraft(runtime, ids.answered, { input: answerInput(), version: 0, submit: true }, { actor: people.writer, now: NOW });
  const version = await runtime.db.selectFrom('ideas.answer').select('version').where('idea_id', '=', ids.answered).executeTakeFirstOrThrow();
  const published = await publishAnswer(runtime, ids.answered, { version: version.version, signerTitle: 'Giám đốc' }, { actor: people.leader, now: NOW });
  expect([saved.ok, published.ok]).toEqual([true, true]);
  ids.waiting = await receivedIdea(agency);
  ids.refused = await receivedIdea(agency);
  await refuseIdea(runtime, ids.refused, { reason: 'advertising', text: 'Đây là quảng cáo.' }, officer);
  ids.duplicate = await receivedIdea(agency);
  await markDuplicate(runtime, ids.duplicate, { of: ids.answered, text: null }, officer);
  const taken = await sentIdea(agency);
  ids.withdrawn = taken.id;
  await withdrawAsAuthor(runtime, taken.code, NOW);
  for (let more = 0; more < 3; more += 1) await route(agency, await receivedIdea(agency));
  await publishDocument(runtime.db, {
    type: 'idea', id: String(ids.answered), language: 'vi', audience: 'public', places: [], title: 'Đèn đường cho ấp',
    body: 'Theo 780-QĐ/TU.', updatedAt: NOW,
  });
  await sequence(runtime.db, { origin: ledgerOrigin(ORIGIN), now: NOW });
});
afterAll(() => agency.runtime.drop());

const leafOf = async (id: number) => ((await (await call(`/api/v1/ideas/${id}`)).json()) as { ledgerLeaf: string }).ledgerLeaf;

/** What each documented GET is asked in this test: every status it describes but those that need a flood or a failure. */
const asked: Record<string, () => Promise<[address: string, status: number][]> | [address: string, status: number][]> = {
  listIdeas: async () => {
    const first = (await (await call('/api/v1/ideas?limit=2')).json()) as { next: string };
    return [
      ['/api/v1/ideas', 200],
      [`/api/v1/ideas?limit=2&cursor=${first.next}`, 200],
      ['/api/v1/ideas?q=den+duong&field=roads&state=adopted&place=1', 200],
      ['/api/v1/ideas?cursor=x', 400],
      ['/api/v1/ideas?limit=1000', 400],
      ['/api/v1/ideas?state=done', 400],
    ];
  },
  readIdea: () => [
    [`/api/v1/ideas/${ids.answered}`, 200],
    ['/api/v1/ideas/999999', 404],
    [`/api/v1/ideas/${ids.waiting}`, 404],
    [`/api/v1/ideas/${ids.refused}`, 410],
    [`/api/v1/ideas/${ids.withdrawn}`, 410],
    [`/api/v1/ideas/${ids.duplicate}`, 410],
  ],
  listFields: () => [['/api/v1/ideas/fields', 200]],
  trackIdea: () => [
    [`/api/v1/ideas/track/${codeOfAuthor}`, 200],
    [`/api/v1/ideas/track/${codeOfAuthor.toLowerCase().replaceAll('-', '')}`, 200],
    ['/api/v1/ideas/track/7F3K-92QD-XM4T-0B6H-Z', 404],
  ],
  ideaStatistics: () => [
    ['/api/v1/ideas/statistics', 200],
    ['/api/v1/ideas/statistics?quarter=2026-Q4', 200],
    ['/api/v1/ideas/statistics?quarter=2020-Q1', 200],
    ['/api/v1/ideas/statistics?quarter=Q4', 400],
  ],
  places: () => [
    ['/api/v1/places?code=25333&asOf=2023-03-01', 200],
    ['/api/v1/places?q=thanh+luong', 200],
    ['/api/v1/places', 400],
    ['/api/v1/places?code=25333&asOf=yesterday', 400],
    ['/api/v1/places?code=99999', 404],
  ],
  search: () => [
    ['/api/v1/search?q=den+duong', 200],
    ['/api/v1/search?q=780+-+q%C4%91/tu', 200],
    ['/api/v1/search?q=thanh+luong&type=idea&page=2', 200],
    ['/api/v1/search', 400],
  ],
  puzzle: () => [
    ['/api/v1/puzzle?purpose=ideas.send', 200],
    ['/api/v1/puzzle?purpose=x', 400],
  ],
  ledgerCheckpoint: () => [['/ledger/checkpoint', 200]],
  ledgerKey: () => [['/ledger/key', 200]],
  ledgerTile: () => [
    ['/ledger/tile/0/000.p/1', 200],
    ['/ledger/tile/entries/000.p/1', 200],
    ['/ledger/tile/x', 400],
    ['/ledger/tile/9/000', 404],
  ],
  ledgerProof: async () => [
    [`/ledger/proof?leaf=${await leafOf(ids.answered)}`, 200],
    ['/ledger/proof?from=1&to=2', 200],
    ['/ledger/proof', 400],
    [`/ledger/proof?leaf=${'0'.repeat(64)}`, 404],
  ],
  openapi: () => [['/api/openapi.json', 200]],
};

/** What is answered is what is described: nothing missing, nothing undescribed. */
async function agrees(endpoint: Endpoint, response: Response, address: string): Promise<void> {
  const good = endpoint.answers[response.status];
  const type = response.headers.get('content-type') ?? '';
  if (!good) {
    expect(endpoint.problems?.[response.status], `${address} answers an undescribed ${response.status}`).toBeDefined();
    expect(type).toMatch(/^application\/problem\+json/);
    const document: unknown = await response.json();
    expect(document).toMatchObject({ status: response.status });
    if (address.startsWith('/ledger/')) return;
    const schema = endpoint.problemSchemas?.[response.status] ?? problemSchema;
    expect(schema.parse(document)).toEqual(document);
    return;
  }
  expect(type.split(';')[0]).toBe(good.type ?? 'application/json');
  if ((good.type ?? 'application/json') !== 'application/json') return;
  const body: unknown = await response.json();
  expect((good.schema as z.ZodType).parse(body), address).toEqual(body);
}

describe('the API', () => {
  it('describes every address that it has, and has every address that it describes', () => {
    const routes = addresses.map(({ path }) => path).filter((path) => path !== '/api/{path}');
    const gets = described.filter((one) => one.method === 'get').map((one) => one.path);
    expect(routes.toSorted()).toEqual([...new Set(gets)].toSorted());
    expect(new Set(described.map((one) => one.id)).size).toBe(described.length);
    expect(Object.keys(asked).toSorted()).toEqual(described.filter((one) => one.method === 'get').map((one) => one.id).toSorted());
  });

  it.each(Object.keys(asked))('answers %s as described', async (id) => {
    const endpoint = described.find((one) => one.id === id)!;
    for (const [address, status] of await asked[id]!()) {
      const response = await call(address);
      expect([address, response.status]).toEqual([address, status]);
      expect(response.headers.get('access-control-allow-origin')).toBe('*');
      await agrees(endpoint, response, address);
    }
  });

  it('passes the golden cases of places', async () => {
    for (const { code, date, label, now } of golden.placesAsOf) {
      const response = await call(`/api/v1/places?code=${code}&asOf=${date}`);
      expect(await response.json()).toMatchObject({ label, now });
    }
    const { items } = (await (await call('/api/v1/places?q=Thanh Lương')).json()) as { items: Record<string, string>[] };
    expect(items[0]).toMatchObject({ label: 'xã Thanh Lương, thị xã Bình Long, tỉnh Bình Phước', note: '→ phường An Lộc, thành phố Đồng Nai' });
    expect(items[0]!.value).toMatch(/^\d+$/);
  });

  it('keeps nothing that is one person’s, and shares the rest until it changes', async () => {
    for (const address of [`/api/v1/ideas/track/${codeOfAuthor}`, '/api/v1/puzzle?purpose=ideas.send', '/api/v1/ideas/0x', '/api/v1/ideas?cursor=x']) {
      const response = await call(address);
      expect([address, response.headers.get('cache-control'), response.headers.get(CACHE_TAGS)]).toEqual([address, 'no-store', null]);
    }
    expect((await call('/api/v1/ideas')).headers.get(CACHE_TAGS)).toBe('ideas');
    expect((await call(`/api/v1/ideas/${ids.answered}`)).headers.get(CACHE_TAGS)).toBe(`idea:${ids.answered}`);
  });

  it('says why an idea is not to be read, in the language asked for', async () => {
    const refused = (await (await call(`/api/v1/ideas/${ids.refused}`, { language: 'en-GB,en;q=0.8' })).json()) as object;
    expect(refused).toMatchObject({
      status: 410, title: 'Gone', cause: 'refused', reason: 'advertising', text: 'Đây là quảng cáo.',
      detail: 'This idea was not published; reason and text say why',
    });
    const waiting = (await (await call(`/api/v1/ideas/${ids.waiting}`)).json()) as object;
    expect(waiting).toMatchObject({ errors: [{ code: 'idea.waiting' }], admissibleDue: '2026-11-30' });
    expect(JSON.stringify(waiting)).not.toContain('Đèn đường');
    const khmer = await call('/api/v1/ideas/999999', { language: 'km' });
    expect([khmer.headers.get('content-language'), khmer.headers.get('vary')]).toEqual(['km', 'accept-language']);
  });

  it('refuses other methods and addresses as it refuses everything', async () => {
    for (const method of ['PUT', 'DELETE', 'PATCH']) {
      const response = await call('/api/v1/ideas', { method });
      expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS, POST']);
      expect(problemSchema.safeParse(await response.json()).success).toBe(true);
    }
    const missing = await call('/api/v2/ideas', { language: 'en' });
    expect([missing.status, missing.headers.get('content-type')]).toEqual([404, 'application/problem+json; charset=utf-8']);
    expect(await missing.json()).toMatchObject({ errors: [{ code: 'api.path', detail: 'There is no such address; /api/openapi.json lists them all' }] });
  });

  it('lets pages of other sites send an idea: the preflight allows what they need', async () => {
    const response = await call('/api/v1/ideas', { method: 'OPTIONS' });
    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-methods')).toContain('POST');
    expect(response.headers.get('access-control-allow-headers')).toContain('idempotency-key');
    expect(response.headers.get('access-control-allow-credentials')).toBeNull();
  });

  it('receives an idea as described, once for a key, and refuses as described', async () => {
    const endpoint = described.find((one) => one.id === 'sendIdea')!;
    const idea = { title: 'Đèn năng lượng mặt trời ở bến xe', body: 'Buổi tối bến xe tối, người già khó đi.', field: 'roads' };
    const send = (body: unknown, headers: Record<string, string> = {}) =>
      call('/api/v1/ideas', {
        method: 'POST',
        body: typeof body === 'string' ? body : JSON.stringify(body),
        headers: { 'content-type': 'application/json', 'idempotency-key': 'api-test-0001', ...headers },
      });
    const first = await send(idea);
    expect([first.status, first.headers.get('cache-control'), first.headers.get('access-control-allow-origin')]).toEqual([201, 'no-store', '*']);
    const again = (await (await send(idea)).json()) as { id: number };
    const body = (await first.clone().json()) as { id: number };
    expect(first.headers.get('location')).toBe(`/api/v1/ideas/${body.id}`);
    expect(again.id).toBe(body.id);
    await agrees(endpoint, first, 'POST /api/v1/ideas');
    const refused: [unknown, Record<string, string>, number][] = [
      [{ ...idea, title: 'Một nội dung khác' }, {}, 409],
      ['{', { 'idempotency-key': 'api-test-0002' }, 400],
      [{ ...idea, state: 'adopted' }, { 'idempotency-key': 'api-test-0003' }, 400],
      [{ ...idea, title: '' }, { 'idempotency-key': 'api-test-0004' }, 422],
      [{ ...idea, field: 'nothing' }, { 'idempotency-key': 'api-test-0005' }, 422],
      [idea, { 'idempotency-key': 'short' }, 400],
      [idea, { 'content-type': 'text/plain' }, 415],
    ];
    for (const [content, headers, status] of refused) {
      const response = await send(content, headers);
      expect([headers, response.status]).toEqual([headers, status]);
      await agrees(endpoint, response, 'POST /api/v1/ideas');
    }
  });

  it('counts in JSON what the store counts', async () => {
    const { figures, bodies } = (await (await call('/api/v1/ideas/statistics')).json()) as {
      figures: Record<string, number>;
      bodies: Record<string, number | string>[];
    };
    expect(figures).toMatchObject({ received: 9, published: 4, waiting: 2, refused: 1, duplicates: 1, withdrawn: 1, answered: 1, onTime: 1 });
    expect(bodies).toMatchObject([{ bodyId: agency.lead, received: 4, answered: 1, waiting: 3 }]);
  });
});

const schema = z.union([z.boolean(), z.looseObject({})]);
const content = z.record(z.string(), z.strictObject({ schema }));
const operation = z.strictObject({
  operationId: z.string(),
  tags: z.array(z.string()).length(1),
  summary: z.string().min(5),
  description: z.string().optional(),
  parameters: z
    .array(
      z.strictObject({
        name: z.string(),
        in: z.enum(['path', 'query', 'header']),
        required: z.boolean(),
        description: z.string().optional(),
        schema,
      }),
    )
    .optional(),
  requestBody: z.strictObject({ required: z.boolean(), content }).optional(),
  responses: z.record(z.string().regex(/^[1-5]\d\d$/), z.strictObject({ description: z.string().min(3), content: content.optional() })),
  security: z.array(z.never()),
});
const openapi31 = z.strictObject({
  openapi: z.string().regex(/^3\.1\.\d$/),
  jsonSchemaDialect: z.url(),
  info: z.strictObject({
    title: z.string(),
    version: z.string(),
    description: z.string(),
    license: z.strictObject({ name: z.string(), url: z.url() }),
  }),
  servers: z.array(z.strictObject({ url: z.url() })).min(1),
  tags: z.array(z.strictObject({ name: z.string() })),
  paths: z.record(z.string().regex(/^\//), z.partialRecord(z.enum(['get', 'post']), operation)),
  components: z.strictObject({ schemas: z.record(z.string().regex(/^[\w.-]+$/), schema) }),
});

/** Every object inside a JSON value. */
function* objects(value: unknown): Generator<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield value as Record<string, unknown>;
  for (const inner of Object.values(value)) yield* objects(inner);
}

describe('the OpenAPI document', () => {
  it('is OpenAPI 3.1: known members, references that lead somewhere, parameters that are in the path', async () => {
    const document = openapi31.parse(await (await call('/api/openapi.json')).json());
    for (const object of objects(document)) {
      if (object.$ref === undefined) continue;
      const name = /^#\/components\/schemas\/([\w.-]+)$/.exec(String(object.$ref))?.[1];
      expect(Object.keys(document.components.schemas)).toContain(name);
    }
    const groups = new Set(document.tags.map((tag) => tag.name));
    for (const [path, methods] of Object.entries(document.paths)) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      for (const one of Object.values(methods)) {
        const given = (one?.parameters ?? []).filter((parameter) => parameter.in === 'path');
        expect(given.map((parameter) => parameter.name)).toEqual(inPath);
        expect(given.every((parameter) => parameter.required)).toBe(true);
        expect(groups.has(one?.tags[0] ?? '')).toBe(true);
        expect(Object.keys(one?.responses ?? {}).some((status) => status.startsWith('2'))).toBe(true);
      }
    }
    expect(JSON.stringify(document)).not.toMatch(/\$defs|"\$schema"|undefined/);
  });

  it('comes from the schemas that read and answer', async () => {
    const document = openapi31.parse(await (await call('/api/openapi.json')).json());
    const list = document.paths['/api/v1/ideas']?.get;
    expect(list?.parameters?.map((parameter) => [parameter.name, parameter.required])).toEqual(
      ['q', 'field', 'place', 'state', 'cursor', 'limit'].map((name) => [name, false]),
    );
    const limit = list?.parameters?.find((parameter) => parameter.name === 'limit');
    expect(limit?.schema).toEqual({ type: 'integer', minimum: 1, maximum: 100, default: 20 });
    const send = document.paths['/api/v1/ideas']?.post;
    expect(send?.requestBody?.content['application/json']?.schema).toEqual({ $ref: '#/components/schemas/NewIdea' });
    expect(send?.parameters).toMatchObject([{ name: 'Idempotency-Key', in: 'header', required: true }]);
    expect(send?.responses['201']?.content?.['application/json']?.schema).toEqual({ $ref: '#/components/schemas/SentIdea' });
  });
});
