/** Pages of ideas that nobody has read before: each address once, so no cache can help. */
import { withApplication } from './application.ts';
import { rounded, type Scenario } from './figures.ts';
import { fillIdeas } from './ideas.ts';
import { BROWSER_HEADERS, percentile, requestBytes } from './load.ts';
import { paceOn, toldPace } from './paced.ts';

const PER_SECOND = 100;
const WARM_UP_SECONDS = 4;
const SECONDS = 15;
const BAR = { atMost: 40 };

export const ideaPage: Scenario = {
  name: 'idea-page',
  what: `idea pages never read before, ${PER_SECOND} a second`,
  run: () =>
    withApplication({}, async (application) => {
      const { last } = await fillIdeas(application.db, PER_SECOND * (WARM_UP_SECONDS + SECONDS));
      let id = last;
      const next = () => requestBytes({ path: `/hien-ke/${id--}`, headers: BROWSER_HEADERS });
      const load = { connections: 32, perSecond: PER_SECOND, next };
      await paceOn(application, { ...load, seconds: WARM_UP_SECONDS });
      const outcome = await paceOn(application, { ...load, seconds: SECONDS });
      return [{ what: 'p95', value: rounded(percentile(outcome, 0.95), 1), unit: 'ms', bar: BAR, note: toldPace(outcome) }];
    }),
};
