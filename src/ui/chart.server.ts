import type { EChartsCoreOption } from 'echarts/core';
import { chartColours, type Drawing } from './chart.ts';
import { textWidth } from './text-width.ts';

export type ChartColour = keyof typeof chartColours;
export type ChartSpec = {
  /** `columns` stand, `bars` lie (long names), `lines` show a course over time. */
  kind: 'columns' | 'bars' | 'lines';
  categories: string[];
  /** `null` is a gap: unknown or suppressed, never 0. */
  series: { name: string; values: (number | null)[]; colour?: ChartColour }[];
  stacked?: boolean;
  /** Width : height of the drawing in CSS pixels; it scales to its place. */
  width?: number;
  height?: number;
  /** Writes the figures on the axis, for example `(value) => value.toLocaleString('vi-VN')`. */
  format?: (value: number) => string;
};

/** Colours that stand for roles while ECharts draws; it would not understand `var(--leaf)`. */
const stand = (role: ChartColour): string =>
  `#00fe${(Object.keys(chartColours).indexOf(role) + 16).toString(16)}`;
const order: ChartColour[] = ['leaf', 'cashew', 'sky', 'edge', 'alert', 'sun'];

/** ECharts is 1 MB of code: loaded with the first chart, not with the server. */
async function load() {
  const [core, charts, components, renderers] = await Promise.all([
    import('echarts/core'),
    import('echarts/charts'),
    import('echarts/components'),
    import('echarts/renderers'),
  ]);
  core.use([
    charts.BarChart,
    charts.LineChart,
    components.GridComponent,
    components.LegendComponent,
    components.AriaComponent,
    renderers.SVGRenderer,
  ]);
  const sizeOf = (font: string): number => Number(/([\d.]+)px/.exec(font)?.[1] ?? 13);
  const measureText = (text: string, font = '') => ({ width: textWidth(text) * sizeOf(font) });
  core.setPlatformAPI({ measureText });
  return core;
}
let loading: ReturnType<typeof load> | undefined;

function axes(spec: ChartSpec) {
  const format = spec.format ?? String;
  const text = { color: stand('quiet'), fontSize: 13 };
  const names = {
    type: 'category' as const,
    data: spec.categories,
    inverse: spec.kind === 'bars',
    axisLine: { lineStyle: { color: stand('edge') } },
    axisTick: { show: false },
    axisLabel: { ...text, interval: spec.kind === 'lines' ? ('auto' as const) : 0 },
  };
  const values = {
    type: 'value' as const,
    splitLine: { lineStyle: { color: stand('line') } },
    axisLabel: { ...text, formatter: (value: number) => format(value) },
    minInterval: 1,
  };
  return spec.kind === 'bars' ? { xAxis: values, yAxis: names } : { xAxis: names, yAxis: values };
}

function optionOf(spec: ChartSpec): EChartsCoreOption {
  const legend = spec.series.length > 1;
  return {
    animation: false,
    textStyle: { fontFamily: 'inherit' },
    grid: { left: 4, right: 12, top: legend ? 40 : 12, bottom: 4, outerBoundsMode: 'same' },
    legend: {
      show: legend,
      top: 0,
      left: 0,
      icon: 'roundRect',
      textStyle: { color: stand('ink'), fontSize: 13 },
    },
    ...axes(spec),
    series: spec.series.map((series, index) => {
      const colour = stand(series.colour ?? order[index % order.length] ?? 'leaf');
      return {
        name: series.name,
        type: spec.kind === 'lines' ? 'line' : 'bar',
        data: series.values,
        stack: spec.stacked ? 'all' : undefined,
        barMaxWidth: 36,
        symbolSize: 8,
        itemStyle: { color: colour, borderRadius: spec.stacked ? 0 : 3 },
        lineStyle: { color: colour, width: 3, type: index % 2 === 1 ? 'dashed' : 'solid' },
        silent: true,
      };
    }),
  };
}

/**
 * Makes the SVG fit a strict content security policy: `style="…"` becomes presentation attributes, `<style>`
 * goes, and the stand-in colours become roles of the page or fixed values for paper.
 */
export function cleanDrawing(svg: string, medium: 'screen' | 'paper'): Drawing {
  const coloured = Object.entries(chartColours).reduce(
    (text, [role, value]) => text.replaceAll(stand(role as ChartColour), value[medium]),
    svg,
  );
  return coloured
    .replace(/<style[\s\S]*?<\/style>/g, '')
    .replace(/ class="[^"]*"/g, '')
    .replace(/ style="([^"]*)"/g, (_, style: string) =>
      style
        .split(';')
        .map((pair) => pair.split(':').map((part) => part.trim()))
        .filter(([name, value]) => name && value && /^[a-z-]+$/.test(name))
        .map(([name, value]) => ` ${name}="${value}"`)
        .join(''),
    )
    .replaceAll(' font-family="inherit"', medium === 'paper' ? ' font-family="sans-serif"' : '') as Drawing;
}

/**
 * Draws a chart as SVG text without a browser, about 4 ms (the first one 0.5 s, which loads ECharts). `screen` follows the reader's theme; `paper` has
 * fixed colours and can be turned into a PNG for Word.
 */
export async function drawChart(spec: ChartSpec, medium: 'screen' | 'paper' = 'screen'): Promise<Drawing> {
  // What a format makes of one number tells it from the others.
  const key = JSON.stringify([medium, spec, spec.format?.(1234.5)]);
  const drawn = kept.get(key) ?? (await draw(spec, medium));
  kept.delete(key);
  kept.set(key, drawn);
  for (const oldest of kept.keys()) if (kept.size > MOST_KEPT) kept.delete(oldest);
  return drawn;
}

/** The same figures are asked for again and again, and give the same picture: the last ones are kept, some 10 kB each. */
const kept = new Map<string, Drawing>();
const MOST_KEPT = 200;

async function draw(spec: ChartSpec, medium: 'screen' | 'paper'): Promise<Drawing> {
  const core = await (loading ??= load());
  const chart = core.init(null, null, {
    renderer: 'svg',
    ssr: true,
    width: spec.width ?? 640,
    height: spec.height ?? 300,
  });
  try {
    chart.setOption(optionOf(spec));
    return cleanDrawing(chart.renderToSVGString(), medium);
  } finally {
    chart.dispose();
  }
}

/** Draws the pictures of a page, each beside what belongs to it; what was drawn from is not sent along. */
export const drawAll = <Panel extends { spec: ChartSpec }>(
  panels: readonly Panel[],
): Promise<(Omit<Panel, 'spec'> & { svg: Drawing })[]> =>
  Promise.all(panels.map(async ({ spec, ...panel }) => ({ ...panel, svg: await drawChart(spec) })));
