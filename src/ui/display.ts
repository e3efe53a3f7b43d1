/**
 * How a person wants pages to look: text size, contrast, light or dark. It works without script: the forms in
 * the footer post to one route, which keeps the wish in one cookie; hooks write it on `<html>` as attributes
 * that `app.css` reads. Pages never print the present choice (CSS shows it), so that a cached page fits
 * everyone.
 */
export type Display = {
  /** Steps away from the normal text size: −1 … 3. */
  text: number;
  contrast: 'normal' | 'more';
  /** `auto` follows the device. */
  theme: 'auto' | 'light' | 'dark';
};

export const displayCookie = 'display';
export const usualDisplay: Display = { text: 0, contrast: 'normal', theme: 'auto' };

const clamp = (value: number) => Math.min(3, Math.max(-1, value));
const themes = ['auto', 'light', 'dark'] as const;

/** Reads the cookie value `text.contrast.theme`, for example `1.more.dark`; anything else is the usual look. */
export function readDisplay(cookie: string | undefined): Display {
  const match = /^(-1|[0-3])\.(normal|more)\.(auto|light|dark)$/.exec(cookie ?? '');
  if (!match) return usualDisplay;
  return {
    text: Number(match[1]),
    contrast: match[2] as Display['contrast'],
    theme: match[3] as Display['theme'],
  };
}

export const writeDisplay = (display: Display): string =>
  `${display.text}.${display.contrast}.${display.theme}`;

/**
 * What one press of a footer button asks for: `text` = smaller | normal | larger, `contrast` = normal | more,
 * `theme` = auto | light | dark. Unknown values change nothing.
 */
export function changeDisplay(now: Display, form: { get(name: string): unknown }): Display {
  const text = form.get('text');
  const contrast = form.get('contrast');
  const theme = themes.find((known) => known === form.get('theme'));
  const step = text === 'larger' ? 1 : text === 'smaller' ? -1 : 0;
  return {
    text: text === 'normal' ? 0 : clamp(now.text + step),
    contrast: contrast === 'more' || contrast === 'normal' ? contrast : now.contrast,
    theme: theme ?? now.theme,
  };
}

/** Attributes for the `<html>` tag, with a leading space; empty for the usual look. */
export function displayAttributes(display: Display): string {
  const text = display.text === 0 ? '' : ` data-text="${display.text}"`;
  const contrast = display.contrast === 'more' ? ' data-contrast="more"' : '';
  const theme = display.theme === 'auto' ? '' : ` data-theme="${display.theme}"`;
  return text + contrast + theme;
}
