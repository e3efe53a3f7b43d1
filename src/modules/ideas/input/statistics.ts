import { z } from 'zod';
import { readQuery } from '#platform/http/query.ts';
import type { Result } from '#platform/result.ts';
import { isQuarter, type Quarter } from '../rules/quarters.ts';
import { refusalReasons } from '../rules/states.ts';

export const statisticsQuerySchema = z.object({
  quarter: z
    .string()
    .regex(/^2\d{3}-Q[1-4]$/)
    .optional()
    .describe('Only ideas received in this quarter, written `2026-Q3`; all of them when absent'),
});
export const readStatisticsQuery = (params: URLSearchParams): Result<{ quarter?: Quarter | undefined }> =>
  readQuery(statisticsQuerySchema, params);

/** A page takes anything that is no quarter for "all". */
export function readQuarter(params: URLSearchParams): Quarter | null {
  const given = params.get('quarter');
  return isQuarter(given) ? given : null;
}

const count = z.int().nonnegative();
const days = z.number().nullable();

export const figuresSchema = z
  .object({
    quarter: z.string().nullable().describe('Of receipt; null for all together'),
    received: count,
    published: count.describe('Public today'),
    waiting: count.describe('Not looked at by the reception yet'),
    refused: count,
    refusedUnpublished: count,
    duplicates: count,
    duplicatesUnpublished: count,
    withdrawn: count,
    handedOver: count.describe('Not an idea by law; passed on as the law says, nothing of it is kept'),
    answered: count,
    onTime: count,
    late: count,
    overdue: count.describe('Unanswered after the due day'),
    extended: count,
    adopted: count,
    noted: count,
    confirmedDone: count.describe('By the author'),
    confirmedNotDone: count,
    onTimePercent: days.describe('onTime of answered + overdue'),
    medianDays: days.describe('From receipt to the first answer, without the days that waited for the author'),
    p90Days: days,
  })
  .meta({ id: 'Figures' });

export const bodyFiguresSchema = z
  .object({
    bodyId: z.int(),
    body: z.string(),
    received: count.describe('Passed to it, first or later'),
    transferred: count.describe('Passed on to another body before it had answered'),
    answered: count,
    onTime: count,
    waiting: count,
    overdue: count,
    medianDays: days.describe('From when it got an idea to its answer'),
    p90Days: days,
    longestWaitDays: days,
  })
  .meta({ id: 'BodyFigures' });

export const statisticsSchema = z
  .object({
    asOf: z.iso.datetime(),
    quarter: z.string().nullable(),
    figures: figuresSchema,
    quarters: z.array(figuresSchema),
    reasons: z.array(z.object({ reason: z.enum(refusalReasons), count })),
    bodies: z.array(bodyFiguresSchema),
  })
  .meta({ id: 'Statistics' });
export type StatisticsAnswer = z.output<typeof statisticsSchema>;
