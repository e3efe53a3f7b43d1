import { shortDate } from '#platform/text/format.ts';
import type { Translate } from '#platform/words/translate.ts';
import type { ImportKind } from '../rules/fields.ts';
import type { Finding } from '../rules/import.ts';

/** What is wrong with a cell, in words; days as people write them. */
export function findingText(t: Translate, kind: ImportKind, { code, values }: Finding): string {
  const told = values?.day === undefined ? values : { ...values, day: shortDate(String(values.day)) };
  const own = `members.desk.finding.${kind}.${code}`;
  return t.dynamic(t.has(own) ? own : `members.desk.finding.${code}`, told);
}
