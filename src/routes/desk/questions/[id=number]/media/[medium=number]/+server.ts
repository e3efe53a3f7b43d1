import { readMedium } from '#modules/questions/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { signedIn } from '../../../../signed-in.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = (event) => {
  const { headers } = event.request;
  const size = Number(event.url.searchParams.get('size')) || null;
  const asked = { item: event.params.id, medium: event.params.medium, size, ifNoneMatch: headers.get('if-none-match'), range: headers.get('range') };
  return readMedium(runtime(), asked, signedIn(event));
};
