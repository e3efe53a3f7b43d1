/** What every form control is told. `value` is what came in last time, so that nothing typed is lost. */
export type FieldProps = {
  name: string;
  label: string;
  /** How to fill it in; read out together with the label. */
  hint?: string | undefined;
  /** What is wrong and what to do; shown at the field and linked from the error summary. */
  error?: string | undefined;
  /** Marks the label with "(optional)": fewer marks than stars on everything that is required. */
  optional?: boolean;
  /** Needed only when two forms on one page use the same name. */
  id?: string;
};

export type Choice = { value: string; label: string; hint?: string; disabled?: boolean };
export type ChoiceGroup = { label: string; choices: Choice[] };

/** The id of the control of a field: error summaries link to it without knowing the form. */
export const fieldId = (name: string): string => `f-${name}`;

/** The ids for `aria-describedby`: the error first, because it says what to do. */
export function describedBy(id: string, parts: { error?: unknown; hint?: unknown; extra?: unknown }) {
  const ids = [parts.error && `${id}-error`, parts.hint && `${id}-hint`, parts.extra && `${id}-extra`];
  return ids.filter(Boolean).join(' ') || undefined;
}
