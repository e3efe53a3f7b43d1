import { ideasApi, PUZZLE_PURPOSE } from '#modules/ideas/index.server.ts';
import { placesApi } from '#modules/places/index.server.ts';
import type { Instant } from '#platform/clock.ts';
import type { Answer } from '#platform/http/json-api.server.ts';
import { openApi, type Endpoint } from '#platform/http/openapi.ts';
import { createPuzzle } from '#platform/limits/puzzle.server.ts';
import type { Runtime } from '#platform/runtime.server.ts';

const info = {
  title: 'Cầu Nối',
  version: '1.0.0',
  description: [
    'Open data of Cầu Nối: ideas of residents and what became of them, places, figures, and the public ledger.',
    'No key is needed, no cookie is read, every site may call it. Errors are RFC 9457 problem documents: `code` is stable,',
    '`detail` is in the language of `Accept-Language` (vi, en, km). GET answers carry an ETag. Names of agencies and places are Vietnamese.',
  ].join(' '),
  license: { name: 'CC BY 4.0', url: 'https://creativecommons.org/licenses/by/4.0/' },
};

/**
 * Every address that machines may ask, gathered from the doors of the modules.
 * @param own what the site itself serves
 */
export const endpoints = (own: readonly Endpoint[]): Endpoint[] => [...ideasApi, ...placesApi, ...own];

/** `GET /api/openapi.json`. It changes with the program only, so it may be kept under a tag that nothing drops. */
export const answerOpenApi = (origin: string, own: readonly Endpoint[]): Answer => ({
  body: openApi(origin, info, endpoints(own)),
  tags: 'api',
});

/** `GET /api/v1/puzzle`: nothing is stored until it is solved. */
export async function answerPuzzle({ config }: Runtime, purpose: typeof PUZZLE_PURPOSE, now: Instant): Promise<Answer> {
  return { body: await createPuzzle({ secret: config.secret, purpose, now }) };
}
