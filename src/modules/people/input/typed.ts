/** Forms of the desk: what was typed is shown again, and only fields with a name are read. */
import { normaliseLine } from '#platform/text/normalise.ts';

export type Typed = Record<string, string>;

/** Every text field, as it is shown again; never a code or a password. */
export function readTyped(form: FormData): Typed {
  const typed: Typed = {};
  for (const [name, value] of form) {
    if (typeof value === 'string' && name !== 'proof' && /^[A-Za-z]{1,20}$/.test(name)) typed[name] = normaliseLine(value).slice(0, 300);
  }
  return typed;
}

/** The named fields and no other; an empty field is absent. */
export const only = <K extends string>(typed: Typed, names: readonly K[]): Partial<Record<K, string>> =>
  Object.fromEntries(names.flatMap((name) => (typed[name] ? [[name, typed[name]]] : []))) as Partial<Record<K, string>>;
