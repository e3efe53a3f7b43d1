/** What public pages cost when no cache helps: readers who have chosen larger letters carry a cookie and share nothing. */
import { displayCookie } from '#ui/display.ts';
import { withApplication } from './application.ts';
import { rounded, type Figure, type Scenario } from './figures.ts';
import { fillIdeas } from './ideas.ts';
import { BROWSER_HEADERS, percentile, requestBytes } from './load.ts';
import { paceOn, toldPace } from './paced.ts';
import type { Served } from './child.ts';

const PER_SECOND = 100;
const WARM_UP_SECONDS = 3;
const SECONDS = 6;
const IDEAS = 3_000;
const BAR = { atMost: 50 };
const PAGES = { 'home': '/', 'list': '/hien-ke', 'list, filtered': '/hien-ke?field=roads&state=adopted', 'form': '/hien-ke/gui' };

export const serverTime: Scenario = {
  name: 'server-time',
  what: `public pages without the cache, ${PER_SECOND} a second`,
  run: () =>
    withApplication({}, async (application) => {
      await fillIdeas(application.db, IDEAS);
      const figures: Figure[] = [];
      for (const [name, path] of Object.entries(PAGES)) figures.push(await pageTime(application, name, path));
      return figures;
    }),
};

async function pageTime(server: Served, name: string, path: string): Promise<Figure> {
  const bytes = requestBytes({ path, headers: { ...BROWSER_HEADERS, cookie: `${displayCookie}=1.normal.auto` } });
  const load = { connections: 32, perSecond: PER_SECOND, next: () => bytes };
  await paceOn(server, { ...load, seconds: WARM_UP_SECONDS });
  const outcome = await paceOn(server, { ...load, seconds: SECONDS });
  return { what: `${name}, p95`, value: rounded(percentile(outcome, 0.95), 1), unit: 'ms', bar: BAR, note: `${path}; ${toldPace(outcome)}` };
}
