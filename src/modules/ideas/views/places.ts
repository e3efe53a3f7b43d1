import { number } from '#platform/text/format.ts';
import type { Translate } from '#platform/words/translate.ts';
import type { ChartSpec } from '#ui/chart.server.ts';
import type { PlacesPage } from '../index.server.ts';
import { lowest } from '../rules/place-counts.ts';
import type { Panel } from './transparency.ts';

const MOST_BARS = 12;

/** Where most ideas come from, as bars; undefined while there is nothing to compare. */
export function placesPanel(t: Translate, { tree }: PlacesPage): Panel | undefined {
  const all = lowest(tree);
  const some = all.filter((place) => place.count > 0).toSorted((a, b) => b.count - a.count);
  const [most] = some;
  if (!most) return undefined;
  const shown = some.slice(0, MOST_BARS);
  const spec: ChartSpec = {
    kind: 'bars',
    categories: shown.map((place) => place.name),
    series: [{ name: t('ideas.transparency.fig.count'), values: shown.map((place) => place.count) }],
    width: 480,
    height: 60 + shown.length * 32,
    format: (value) => number(value, t.language),
  };
  return {
    key: 'most',
    title: t('ideas.places.most'),
    summary: t('ideas.places.most.text', { place: most.name, count: most.count, some: some.length, all: all.length }),
    spec,
    columns: [t('ideas.list.place'), t('ideas.transparency.fig.count')],
    rows: some.map((place) => [place.name, number(place.count, t.language)]),
  };
}
