import { number, percent, quarter as quarterName } from '#platform/text/format.ts';
import type { Translate } from '#platform/words/translate.ts';
import type { ChartSpec } from '#ui/chart.server.ts';
import type { Drawing } from '#ui/chart.ts';
import { quarterStart, type Quarter } from '../rules/quarters.ts';
import { onTimeShare, type Figures, type Statistics } from '../rules/statistics.ts';

/** A picture, the sentence that says what it shows, and the same figures as a table. */
export type Panel = { key: string; title: string; summary: string; spec: ChartSpec; columns: string[]; rows: string[][] };
export type DrawnPanel = Omit<Panel, 'spec'> & { svg: Drawing };

/** Bars that still have room for their names on a phone. */
const MOST_BODIES = 12;
/** As drawn; at this width the words stay readable on a phone, and two pictures fit beside each other on a desk. */
const WIDTH = 480;

export const quarterLabel = (t: Translate, quarter: Quarter): string => quarterName(quarterStart(quarter), t.language);

/** Everything on the page of transparency that is a chart; a panel with nothing to show is left out. */
export function transparencyPanels(t: Translate, statistics: Statistics): Panel[] {
  const { figures, quarter } = statistics;
  if (figures.received === 0) return [];
  const panels = [fate(t, figures), answers(t, figures), reasons(t, statistics), bodies(t, statistics)];
  if (quarter === null && statistics.quarters.length > 1) panels.splice(1, 0, quarters(t, statistics));
  return panels.filter((panel) => panel !== null);
}

const figure = (t: Translate, key: string): string => t.dynamic(`ideas.transparency.fig.${key}`);
const written = (t: Translate) => (value: number) => number(value, t.language);
const orDash = (t: Translate, value: number | null): string => (value === null ? '–' : number(value, t.language, 1));

const FATES = ['published', 'waiting', 'refusedUnpublished', 'duplicatesUnpublished', 'withdrawn', 'handedOver'] as const;

function fate(t: Translate, figures: Figures): Panel {
  const { received, published, waiting } = figures;
  const rows = FATES.map((key) => [figure(t, key), number(figures[key], t.language)]);
  return {
    key: 'fate',
    title: t('ideas.transparency.fate'),
    summary: t('ideas.transparency.fate.text', { received, published, waiting, hidden: received - published - waiting }),
    spec: {
      kind: 'bars',
      categories: FATES.map((key) => figure(t, key)),
      series: [{ name: figure(t, 'count'), values: FATES.map((key) => figures[key]) }],
      width: WIDTH,
      height: 260,
      format: written(t),
    },
    columns: [t('ideas.transparency.fate'), figure(t, 'count')],
    rows: [...rows, [figure(t, 'received'), number(received, t.language)]],
  };
}

const BY_QUARTER = ['received', 'onTime', 'late', 'overdue'] as const;

function quarters(t: Translate, { quarters: all }: Statistics): Panel {
  const most = all.reduce((best, one) => (one.received >= best.received ? one : best));
  const last = all.at(-1) ?? most;
  const label = (one: Figures) => quarterLabel(t, one.quarter ?? '');
  const colours = { received: 'sky', onTime: 'leaf', late: 'sun', overdue: 'alert' } as const;
  return {
    key: 'quarters',
    title: t('ideas.transparency.quarters'),
    summary:
      most === last
        ? t('ideas.transparency.quarters.latest', { quarter: label(most), count: most.received })
        : t('ideas.transparency.quarters.text', { quarter: label(most), count: most.received, last: label(last), now: last.received }),
    spec: {
      kind: 'columns',
      categories: all.map(label),
      series: BY_QUARTER.map((key) => ({ name: figure(t, key), values: all.map((one) => one[key]), colour: colours[key] })),
      // Four names in the legend need one line.
      width: 640,
      format: written(t),
    },
    columns: [figure(t, 'quarter'), ...BY_QUARTER.map((key) => figure(t, key)), figure(t, 'onTimePercent')],
    rows: all.map((one) => [
      label(one),
      ...BY_QUARTER.map((key) => number(one[key], t.language)),
      orDash(t, onTimeShare(one)),
    ]),
  };
}

const ANSWERS = ['onTime', 'late', 'overdue'] as const;

function answers(t: Translate, figures: Figures): Panel {
  const { onTime, answered, overdue, adopted, confirmedDone, confirmedNotDone } = figures;
  const due = answered + overdue;
  const counts = [...ANSWERS, 'extended', 'adopted', 'noted', 'confirmedDone', 'confirmedNotDone'] as const;
  return {
    key: 'answers',
    title: t('ideas.transparency.answers'),
    summary: [
      due === 0
        ? t('ideas.transparency.answers.none')
        : t('ideas.transparency.answers.text', { onTime, due, overdue, percent: percent(onTimeShare(figures), t.language) }),
      t('ideas.transparency.confirmed.text', { adopted, done: confirmedDone, notDone: confirmedNotDone }),
    ].join(' '),
    spec: {
      kind: 'bars',
      categories: ANSWERS.map((key) => figure(t, key)),
      series: [{ name: figure(t, 'count'), values: ANSWERS.map((key) => figures[key]) }],
      width: WIDTH,
      height: 160,
      format: written(t),
    },
    columns: [t('ideas.transparency.answers'), figure(t, 'count')],
    rows: [
      ...counts.map((key) => [figure(t, key), number(figures[key], t.language)]),
      [figure(t, 'medianDays'), orDash(t, figures.medianDays)],
      [figure(t, 'p90Days'), orDash(t, figures.p90Days)],
    ],
  };
}

function reasons(t: Translate, { reasons: all }: Statistics): Panel | null {
  const [first] = all;
  if (!first) return null;
  const name = (reason: string) => t.dynamic(`ideas.reason.${reason}`);
  const total = all.reduce((sum, one) => sum + one.count, 0);
  return {
    key: 'reasons',
    title: t('ideas.transparency.reasons'),
    summary:
      all[1]?.count === first.count
        ? t('ideas.transparency.reasons.even', { total, reasons: all.length, count: first.count })
        : t('ideas.transparency.reasons.text', { reason: name(first.reason), count: first.count, total }),
    spec: {
      kind: 'bars',
      categories: all.map((one) => shortened(name(one.reason))),
      series: [{ name: figure(t, 'count'), values: all.map((one) => one.count), colour: 'cashew' }],
      width: WIDTH,
      height: 60 + all.length * 36,
      format: written(t),
    },
    columns: [figure(t, 'reason'), figure(t, 'count')],
    rows: all.map((one) => [name(one.reason), number(one.count, t.language)]),
  };
}

/** A long name would leave no room for its bar; the table has it whole. */
const shortened = (name: string): string => (name.length > 34 ? `${name.slice(0, 32).trimEnd()}…` : name);

function bodies(t: Translate, { bodies: all }: Statistics): Panel | null {
  const answered = all.filter((one) => one.medianDays !== null);
  if (all.length === 0) return null;
  const shown = answered.slice(0, MOST_BODIES);
  return {
    key: 'bodies',
    title: t('ideas.transparency.bodies'),
    summary: [bodiesSummary(t, answered), ...(answered.length > shown.length ? [t('ideas.transparency.bodies.first', { count: shown.length })] : [])].join(' '),
    spec: {
      kind: 'bars',
      categories: shown.map((one) => shortened(one.body)),
      series: [
        { name: figure(t, 'medianDays'), values: shown.map((one) => one.medianDays) },
        { name: figure(t, 'p90Days'), values: shown.map((one) => one.p90Days), colour: 'sun' },
      ],
      width: 640,
      height: 90 + Math.max(1, shown.length) * 48,
      format: written(t),
    },
    columns: ['body', 'passed', 'transferred', 'answered', 'onTime', 'held', 'overdue', 'medianDays', 'p90Days', 'longestWaitDays'].map(
      (key) => figure(t, key),
    ),
    rows: all.map((one) => [
      one.body,
      ...[one.received, one.transferred, one.answered, one.onTime, one.waiting, one.overdue].map((n) => number(n, t.language)),
      ...[one.medianDays, one.p90Days, one.longestWaitDays].map((n) => orDash(t, n)),
    ]),
  };
}

function bodiesSummary(t: Translate, answered: Statistics['bodies']): string {
  const byMedian = answered.toSorted((a, b) => (a.medianDays ?? 0) - (b.medianDays ?? 0));
  const [fast] = byMedian;
  const slow = byMedian.at(-1);
  if (!fast || !slow) return t('ideas.transparency.bodies.none');
  if (fast === slow) {
    return t('ideas.transparency.bodies.one', { body: fast.body, median: fast.medianDays ?? 0, p90: fast.p90Days ?? 0 });
  }
  return t('ideas.transparency.bodies.text', {
    fast: fast.body, fastDays: fast.medianDays ?? 0, slow: slow.body, slowDays: slow.medianDays ?? 0,
  });
}
