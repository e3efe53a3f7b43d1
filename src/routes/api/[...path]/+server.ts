import { refusal } from '#platform/http/json-api.server.ts';
import type { RequestHandler } from './$types';

/** Whatever is not an address of the API is told so as the API says everything else. */
export const fallback: RequestHandler = ({ request }) =>
  refusal(request, 'ui', { refused: 404, problems: [{ code: 'api.path' }] });
