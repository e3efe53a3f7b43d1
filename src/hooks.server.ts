import { randomUUID } from 'node:crypto';
import { redirect } from '@sveltejs/kit';
import { sequence, type Handle, type HandleServerError, type ServerInit } from '@sveltejs/kit/hooks';
import { actorOf, type Actor } from '#modules/people/index.server.ts';
import { expectWholeForm } from '#platform/http/whole-form.ts';
import { registerManifests } from '#platform/manifest.ts';
import { runtime } from '#platform/runtime.server.ts';
import { localPath, parsePath } from '#platform/words/paths.ts';
import { registerCatalogue, translator } from '#platform/words/translate.ts';
import { displayAttributes, displayCookie, readDisplay } from '#ui/display.ts';
import { loadManifests } from './manifests.ts';
import { startLocalRuntime } from './start-runtime.ts';
import { catalogue } from './words.generated.ts';
import enhance from './enhance/index.ts?worker&url';

export const init: ServerInit = async () => {
  registerCatalogue(catalogue);
  // This bundle has module variables of its own, beside those of the server's sources.
  registerManifests(await loadManifests());
  // `npm start` has a runtime before it loads this bundle; `npm run dev` has not.
  await startLocalRuntime();
};

const who: Handle = async ({ event, resolve }) => {
  expectWholeForm(event.request);
  event.locals.now = new Date();
  event.locals.actor = await actorOf(runtime(), event.request.headers, event.locals.now);
  return resolve(event);
};

/** Nothing stays there: no page in a cache, and the script keeps no drafts. */
const onSharedDevice = (actor: Actor): boolean => actor.kind === 'person' && actor.shared === true;

/** Where Svelte would go on in the browser. No page of ours does (`csr`), and in a table they are a third of it. */
const HYDRATION = /<!--(?:\[[-!\d]*|\])?-->/g;

const language: Handle = async ({ event, resolve }) => {
  const { language, canonical } = parsePath(event.url.pathname);
  const address = localPath(language, canonical);
  if (event.request.method === 'GET' && address !== event.url.pathname) redirect(308, address + event.url.search);
  event.locals.language = language;
  event.locals.canonical = canonical;
  event.locals.t = translator(language);
  event.locals.display = readDisplay(event.cookies.get(displayCookie));
  const attributes = displayAttributes(event.locals.display) + (onSharedDevice(event.locals.actor) ? ' data-shared' : '');
  return resolve(event, {
    transformPageChunk: ({ html }) =>
      html
        .replace(HYDRATION, '')
        .replace('%caunoi.lang%', language)
        .replace(' %caunoi.display%', attributes)
        .replace('%caunoi.enhance%', enhance),
  });
};

const headers: Handle = async ({ event, resolve }) => {
  const response = await resolve(event);
  const { headers } = response;
  headers.set('x-content-type-options', 'nosniff');
  headers.set('referrer-policy', 'same-origin');
  headers.set('cross-origin-opener-policy', 'same-origin');
  headers.set('permissions-policy', 'camera=(), microphone=(), geolocation=(), payment=()');
  if (event.url.protocol === 'https:') headers.set('strict-transport-security', 'max-age=31536000');
  if (onSharedDevice(event.locals.actor)) headers.set('cache-control', 'private, no-store');
  if (!headers.has('cache-control')) headers.set('cache-control', 'private, no-cache');
  return response;
};

export const handle = sequence(who, language, headers);

export const handleError: HandleServerError = (caught) => {
  if (caught.kind === 'app') return;
  const id = randomUUID().slice(0, 8);
  const { log, metrics } = runtime();
  if (caught.kind === 'unknown') {
    metrics.errors.inc();
    log.error({ err: caught.error, id, route: caught.event.route.id }, 'unexpected failure');
  }
  return { id };
};
