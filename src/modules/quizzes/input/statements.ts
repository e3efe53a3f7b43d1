/** The form that asks for statements. */
import { failed, ok, type Problem, type Result } from '#platform/result.ts';
import { normaliseLine } from '#platform/text/normalise.ts';
import { STATEMENT_PURPOSE, statementFormats, type StatementsAsked } from '../rules/statements/export.ts';

export type TypedStatements = { format: string; items: boolean; purpose: string };

export function readTypedStatements(form: FormData): TypedStatements {
  const line = (name: string): string => normaliseLine(String(form.get(name) ?? '').slice(0, 2_000));
  return { format: line('format'), items: line('items') === 'yes', purpose: line('purpose') };
}

/** Problems at their fields: `statements.format`, `statements.purpose` {least, most}. */
export function readStatements({ format, items, purpose }: TypedStatements): Result<StatementsAsked> {
  const problems: Problem[] = [];
  const known = statementFormats.find((each) => each === format);
  const { least, most } = STATEMENT_PURPOSE;
  if (!known) problems.push({ field: 'format', code: 'statements.format' });
  if (purpose.length < least || purpose.length > most) {
    problems.push({ field: 'purpose', code: 'statements.purpose', values: { least, most } });
  }
  return known && problems.length === 0 ? ok({ format: known, items, purpose }) : failed(...problems);
}
