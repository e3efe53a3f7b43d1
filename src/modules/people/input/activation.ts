const text = (form: FormData, name: string, most: number): string => {
  const value = form.get(name);
  return typeof value === 'string' ? value.slice(0, most) : '';
};

/** More than a code with any dashes and spaces that people put between its signs. */
const MAX_CODE = 100;

export const readCodeField = (form: FormData): string => text(form, 'code', MAX_CODE).trim();
export const readCodeQuery = (query: URLSearchParams): string => (query.get('code') ?? '').slice(0, MAX_CODE).trim();

/** "This is not my device"; every form that opens a session has the box. */
export const readShared = (form: FormData): { shared: boolean } => ({ shared: form.get('shared') === 'yes' });

/** A password as it was typed: blanks count. One sign more than allowed is enough to say that it is too long. */
export const readPassword = (form: FormData, name = 'password'): string => text(form, name, 1_000);

export type ActivationForm = { code: string; password: string; consent: boolean; shared: boolean };

/** The form that opens an account; what is wrong is found by the action, which knows whose it is. */
export const readActivationForm = (form: FormData): ActivationForm => ({
  code: readCodeField(form),
  password: readPassword(form),
  consent: form.get('consent') === 'yes',
  ...readShared(form),
});
