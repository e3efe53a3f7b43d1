import { number, percent, shortDate } from '#platform/text/format.ts';
import type { Translate } from '#platform/words/translate.ts';
import type { ChartSpec } from '#ui/chart.server.ts';
import type { RatesPage } from '../../index.server.ts';

export type RatesPanel = { key: string; title: string; summary: string; spec: ChartSpec; columns: string[]; rows: string[][] };
const MOST_BARS = 14;

/** The lowest rates as bars, and the rate of this body over its last campaigns. */
export function ratesPanels(t: Translate, page: RatesPage): RatesPanel[] {
  return [lowestOf(t, page), trendOf(t, page)].filter((panel) => panel !== undefined);
}

function lowestOf(t: Translate, { rows }: RatesPage): RatesPanel | undefined {
  const counted = rows.filter((row) => row.percent !== null);
  if (counted.length < 2) return undefined;
  const shown = counted.toSorted((a, b) => (a.percent ?? 0) - (b.percent ?? 0)).slice(0, MOST_BARS);
  return {
    key: 'lowest', title: t('study.desk.rates.chart'),
    summary: t('study.desk.rates.chartText', { met: String(counted.filter((row) => row.met).length), all: String(counted.length) }),
    spec: {
      kind: 'bars', categories: shown.map(({ name }) => name), series: [{ name: t('study.desk.rates.rate'), values: shown.map((row) => row.percent) }],
      width: 480, height: 60 + shown.length * 32, format: (value) => number(value, t.language),
    },
    columns: [t('study.desk.rates.body'), t('study.desk.rates.rate')],
    rows: shown.map((row) => [row.name, percent(row.percent, t.language)]),
  };
}

function trendOf(t: Translate, { trend }: RatesPage): RatesPanel | undefined {
  const [first] = trend;
  const last = trend.at(-1);
  if (!first || !last || trend.length < 2) return undefined;
  return {
    key: 'trend', title: t('study.desk.rates.trend'),
    summary: t('study.desk.rates.trendText', { first: percent(first.percent, t.language), last: percent(last.percent, t.language), count: String(trend.length) }),
    spec: {
      kind: 'lines', categories: trend.map(({ opensOn }) => shortDate(opensOn)),
      series: [{ name: t('study.desk.rates.rate'), values: trend.map((each) => each.percent) }], format: (value) => number(value, t.language),
    },
    columns: [t('study.desk.rates.campaign'), t('study.desk.rates.rate'), t('study.desk.rates.attended')],
    rows: trend.map((each) => [each.title, percent(each.percent, t.language), `${number(each.attended, t.language)}/${number(each.expected, t.language)}`]),
  };
}
