import { all } from './dom.ts';

/**
 * Loaded only with `<table data-keys>`. J / K step through the rows, Enter opens (the focus is on the row's
 * link, so the browser does it), X ticks the row, and any element with `data-key="r"` answers to its letter, the
 * one in the row first. "?" shows `<dialog data-keys-help>`, which also holds the switch that WCAG 2.1.4 asks
 * for: `<input type="checkbox" data-keys-switch>`.
 */
const OFF = 'keys:off';

export function keys(): void {
  const rows = () => all<HTMLTableRowElement>('table[data-keys] tbody tr');
  const here = () =>
    document.activeElement?.closest<HTMLTableRowElement>('table[data-keys] tbody tr') ?? null;
  const help = document.querySelector<HTMLDialogElement>('dialog[data-keys-help]');
  const toggle = document.querySelector<HTMLInputElement>('[data-keys-switch]');
  if (toggle) {
    toggle.checked = !localStorage.getItem(OFF);
    toggle.onchange = () => (toggle.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, '1'));
  }

  const step = (by: number) => {
    const list = rows();
    const now = here();
    const next = list[Math.min(list.length - 1, Math.max(0, now ? list.indexOf(now) + by : 0))];
    for (const row of list) row.toggleAttribute('data-here', row === next);
    next?.querySelector('a')?.focus();
  };
  const press = (letter: string): boolean => {
    const wanted = `[data-key="${CSS.escape(letter)}"]`;
    const target = here()?.querySelector<HTMLElement>(wanted) ?? document.querySelector<HTMLElement>(wanted);
    target?.click();
    return target !== null;
  };

  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (
      (event.target as Element).closest(
        'input:not([type=checkbox]), textarea, select, [contenteditable], dialog',
      )
    )
      return;
    const letter = event.key.toLowerCase();
    if (letter === '?') help?.showModal();
    else if (localStorage.getItem(OFF)) return;
    else if (letter === 'j') step(1);
    else if (letter === 'k') step(-1);
    else if (letter === 'x') here()?.querySelector<HTMLInputElement>('input[type=checkbox]')?.click();
    else if (letter.length > 1 || !press(letter)) return;
    event.preventDefault();
  });
}
