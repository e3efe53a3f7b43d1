import { normalise, normaliseLine } from '#platform/text/normalise.ts';

export type Typed = Record<string, string>;

/** Every text field, as it is shown again; files, odd names and what proves who somebody is are left out. */
export function readTyped(form: FormData): Typed {
  const typed: Typed = {};
  for (const [name, value] of form) {
    if (typeof value !== 'string' || name === 'proof' || !/^[A-Za-z]{1,20}$/.test(name)) continue;
    typed[name] = value.normalize('NFC').replace(/\r\n?/g, '\n').slice(0, 5_000);
  }
  return typed;
}

export const line = (typed: Typed, name: string): string => normaliseLine(typed[name] ?? '');
export const paragraph = (typed: Typed, name: string): string => normalise(typed[name] ?? '');
