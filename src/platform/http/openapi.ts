import { z } from 'zod';

/** An answer other than a problem. */
export type Described = { description: string; schema?: z.ZodType; /** `application/json` when absent. */ type?: string };

/**
 * One address of the API, described once: the same schemas read what comes in, check what goes out in the tests, and
 * become the OpenAPI document. A module lists its own in `input/`, its door hands them on.
 */
export type Endpoint = {
  method: 'get' | 'post';
  /** `/api/v1/ideas/{id}` */
  path: string;
  /** Unique name of the operation. */
  id: string;
  /** The heading it stands under. */
  group: string;
  summary: string;
  description?: string;
  parameters?: z.ZodObject;
  query?: z.ZodObject;
  headers?: z.ZodObject;
  body?: z.ZodType;
  answers: Record<number, Described>;
  /** Status → when; each is answered as RFC 9457 `application/problem+json`. */
  problems?: Record<number, string>;
  /** Schemas of problems that have more members than the standard ones. */
  problemSchemas?: Record<number, z.ZodType>;
};

export type ApiTitle = { title: string; version: string; description: string; license: { name: string; url: string } };

/** What every refusal says. */
export const problemSchema = z
  .looseObject({
    type: z.string().describe('Always about:blank; the codes below tell problems apart'),
    title: z.string(),
    status: z.int(),
    detail: z.string().optional().describe('In the language asked for by Accept-Language (vi, en, km)'),
    errors: z
      .array(z.object({ field: z.string().optional(), code: z.string(), detail: z.string() }))
      .optional()
      .describe('`code` is stable, `detail` is for people'),
  })
  .meta({ id: 'Problem' });

type Json = Record<string, unknown>;

/** Gathers named schemas under `components`, so that each is written once. */
class Schemas {
  readonly components: Record<string, Json> = {};
  readonly #io: Record<'input' | 'output', z.core.ToJSONSchemaParams>;

  constructor() {
    // Patterns of dates are hundreds of characters that `format` says already.
    const override: z.core.ToJSONSchemaParams['override'] = ({ jsonSchema }) => {
      if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
    };
    this.#io = { input: { io: 'input', override }, output: { io: 'output', override } };
  }

  write(schema: z.ZodType, io: 'input' | 'output'): Json {
    const { $schema: _, $defs = {}, ...written } = relocate(z.toJSONSchema(schema, this.#io[io])) as Json & { $defs?: Json };
    for (const [name, definition] of Object.entries($defs)) this.components[name] = definition as Json;
    return written;
  }
}

/** `#/$defs/Idea` → `#/components/schemas/Idea`, wherever it stands; Zod's own `id` is not a JSON Schema identifier. */
function relocate(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(relocate);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]): [string, unknown][] => {
      if (key === '$ref') return [[key, String(inner).replace('#/$defs/', '#/components/schemas/')]];
      return key === 'id' && typeof inner === 'string' ? [] : [[key, relocate(inner)]];
    }),
  );
}

function parameters(schemas: Schemas, place: 'path' | 'query' | 'header', shape: z.ZodObject | undefined): Json[] {
  return Object.entries(shape?.shape ?? {}).map(([name, property]) => {
    const { description, ...schema } = schemas.write(property as z.ZodType, 'input');
    const required = place === 'path' || !(property as z.ZodType).safeParse(undefined).success;
    return { name, in: place, required, ...(description ? { description } : {}), schema };
  });
}

function operation(schemas: Schemas, endpoint: Endpoint): Json {
  const { answers, problems = {}, problemSchemas = {}, body } = endpoint;
  const content = (type: string, schema: z.ZodType) => ({ [type]: { schema: schemas.write(schema, 'output') } });
  const good = Object.entries(answers).map(([status, { description, schema, type = 'application/json' }]) => {
    return [status, { description, ...(schema ? { content: content(type, schema) } : {}) }];
  });
  const bad = Object.entries(problems).map(([status, description]) => {
    const schema = problemSchemas[Number(status)] ?? problemSchema;
    return [status, { description, content: content('application/problem+json', schema) }];
  });
  const given = [
    ...parameters(schemas, 'path', endpoint.parameters),
    ...parameters(schemas, 'query', endpoint.query),
    ...parameters(schemas, 'header', endpoint.headers),
  ];
  return {
    operationId: endpoint.id,
    tags: [endpoint.group],
    summary: endpoint.summary,
    ...(endpoint.description ? { description: endpoint.description } : {}),
    ...(given.length > 0 ? { parameters: given } : {}),
    ...(body ? { requestBody: { required: true, content: { 'application/json': { schema: schemas.write(body, 'input') } } } } : {}),
    responses: Object.fromEntries([...good, ...bad]),
    security: [],
  };
}

/** OpenAPI 3.1 of all endpoints, for the server at `origin`. */
export function openApi(origin: string, info: ApiTitle, endpoints: readonly Endpoint[]): Json {
  const schemas = new Schemas();
  const paths: Record<string, Json> = {};
  for (const endpoint of endpoints) {
    paths[endpoint.path] = { ...paths[endpoint.path], [endpoint.method]: operation(schemas, endpoint) };
  }
  const groups = [...new Set(endpoints.map(({ group }) => group))];
  return {
    openapi: '3.1.1',
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    info,
    servers: [{ url: origin }],
    tags: groups.map((name) => ({ name })),
    paths,
    components: { schemas: schemas.components },
  };
}
