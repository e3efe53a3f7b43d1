import type { Problem } from '#platform/result.ts';
import type { Translate } from '#platform/words/translate.ts';
import { dayLabel, explain } from '../explain.ts';

export type Again = { problems: Problem[]; typed?: Record<string, string>; form?: string };

/** Which row of which list it is about, then what is wrong with it. */
export function explainRow(t: Translate, { code, values }: Problem): string {
  if (values?.row === undefined) return explain(t, { code, ...(values ? { values } : {}) });
  const { row, list } = values;
  const where = list === '' ? t('members.desk.share.row', { row: Number(row) }) : t('members.desk.share.rowOf', { row: Number(row), list: String(list) });
  const told = { ...values, firstList: values.firstList || 'none', ...(values.day ? { day: dayLabel(String(values.day)) } : {}) };
  return `${where}: ${t.dynamic(`members.desk.problem.${code}`, told)}`;
}
