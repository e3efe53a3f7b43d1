/** The form that asks for a list of names. */
import type { Day } from '#platform/clock.ts';
import { failed, ok, type Problem, type Result } from '#platform/result.ts';
import { exportFormats, PURPOSE, type ExportFormat } from '../rules/export.ts';
import { isDay } from './date.ts';
import type { Typed } from './member.ts';

export type ExportSaid = { body: number; below: boolean; day: Day; format: ExportFormat; purpose: string };

/** Problems at their fields: `export.body`, `export.day`, `export.dayLate`, `export.format`, `export.purpose` {least}. */
export function readExportForm(typed: Typed, today: Day): Result<ExportSaid> {
  const problems: Problem[] = [];
  const { body = '', day = '', purpose = '' } = typed;
  const format = exportFormats.find((each) => each === typed.format);
  if (!/^[1-9]\d{0,8}$/.test(body)) problems.push({ field: 'body', code: 'export.body' });
  if (!isDay(day)) problems.push({ field: 'day', code: 'export.day' });
  else if (day > today) problems.push({ field: 'day', code: 'export.dayLate' });
  if (!format) problems.push({ field: 'format', code: 'export.format' });
  if (purpose.length < PURPOSE.least) problems.push({ field: 'purpose', code: 'export.purpose', values: { least: PURPOSE.least } });
  if (problems.length > 0 || !format) return failed(...problems);
  return ok({ body: Number(body), below: typed.below === '1', day, format, purpose });
}
