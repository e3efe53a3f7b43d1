import { all, make, settle } from './dom.ts';

type Option = { value: string; label: string; note?: string };

/**
 * `Lookup.svelte`: a text field that the server understands by itself becomes an ARIA combobox
 * (WAI-ARIA 1.2, list autocomplete): type, arrows, Enter, Escape.
 */
export function lookup(): void {
  for (const input of all<HTMLInputElement>('input[data-lookup]')) combobox(input);
}

function combobox(input: HTMLInputElement): void {
  const hidden = document.getElementById(`${input.id}-value`) as HTMLInputElement | null;
  const list = document.getElementById(`${input.id}-list`);
  const status = document.getElementById(`${input.id}-status`);
  if (!list || !hidden) return;
  let options: Option[] = [];
  let active = -1;
  Object.assign(input, { role: 'combobox', autocomplete: 'off', ariaAutoComplete: 'list', ariaExpanded: 'false' });
  input.setAttribute('aria-controls', list.id);

  const paint = (open: boolean) => {
    list.hidden = !open;
    input.ariaExpanded = String(open);
    Array.from(list.children).forEach((item, index) => {
      item.ariaSelected = String(index === active);
      if (index === active) item.scrollIntoView({ block: 'nearest' });
    });
    if (open && active >= 0) input.setAttribute('aria-activedescendant', `${list.id}-${active}`);
    else input.removeAttribute('aria-activedescendant');
  };
  const choose = (option: Option | undefined) => {
    if (!option) return;
    input.value = option.label;
    hidden.value = option.value;
    paint(false);
    input.dispatchEvent(new Event('change', { bubbles: true }));
  };
  const ask = async () => {
    const q = input.value.trim();
    if (!q || hidden.value) return paint(false);
    const response = await fetch(`${input.dataset['lookup']}?${new URLSearchParams({ q })}`, {
      headers: { accept: 'application/json' },
    }).catch(() => undefined);
    // An answer that comes when the person is already somewhere else would cover what they are doing.
    if (!response?.ok || q !== input.value.trim() || document.activeElement !== input) return;
    options = ((await response.json()) as { items: Option[] }).items;
    active = -1;
    list.replaceChildren(
      ...options.map((option, index) => {
        const item = make('li', { id: `${list.id}-${index}`, role: 'option' }, option.label);
        if (option.note) item.append(make('small', { textContent: option.note }));
        // Before the field loses the focus and closes the list.
        item.onpointerdown = (event) => (event.preventDefault(), choose(option));
        return item;
      }),
    );
    if (status) status.textContent = (status.dataset['count'] ?? '').replace('{n}', String(options.length));
    paint(options.length > 0);
  };

  input.addEventListener('input', () => (hidden.value = ''));
  input.addEventListener(
    'input',
    settle(() => void ask(), 250),
  );
  input.addEventListener('blur', () => paint(false));
  input.addEventListener('keydown', (event) => {
    const open = !list.hidden;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && options.length) {
      active = (active + step + options.length + (active < 0 && step < 0 ? 1 : 0)) % options.length;
      paint(true);
    } else if (event.key === 'Enter' && open && active >= 0) choose(options[active]);
    else if (event.key === 'Escape' && open) paint(false);
    else return;
    event.preventDefault();
  });
}
