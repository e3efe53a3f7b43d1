const MAX_TYPED = 200;

/** A text field of a form, or '' for a file or nothing. */
export function textOf(form: FormData, name: string, max = MAX_TYPED): string {
  const value = form.get(name);
  return typeof value === 'string' ? value.slice(0, max) : '';
}
