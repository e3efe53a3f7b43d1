import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Beside this file; from the built bundle, which lies elsewhere, the same folder of the sources. */
export function fontFolder(): string {
  const path = join('src', 'platform', 'pictures', 'fonts');
  for (let at = import.meta.dirname; dirname(at) !== at; at = dirname(at)) {
    if (existsSync(join(at, path))) return join(at, path);
  }
  throw new Error(`The fonts for pictures are missing: ${path}`);
}

const FACES = [
  ['Be Vietnam Pro', 'be-vietnam-pro-latin'],
  ['Be Vietnam Pro', 'be-vietnam-pro-vietnamese'],
  ['Noto Sans', 'noto-sans-latin-ext'],
  ['Noto Sans Khmer', 'noto-sans-khmer-khmer'],
] as const;
const WEIGHTS = [400, 600] as const;

const face = (family: string, file: string, weight: number): string => {
  const content = readFileSync(join(fontFolder(), `${file}-${weight}.ttf`)).toString('base64');
  return `@font-face { font-family: '${family} ${file}'; font-weight: ${weight}; src: url(data:font/ttf;base64,${content}) }`;
};

let rules: string | undefined;

/** The product's letters inside a document that reaches no network; `font-family: ${FONT_STACK}`. */
export const fontRules = (): string =>
  (rules ??= FACES.flatMap(([family, file]) => WEIGHTS.map((weight) => face(family, file, weight))).join('\n'));

/** Each file is a family of its own, because their letters complete each other. Khmer is never first. */
export const FONT_STACK = FACES.map(([family, file]) => `'${family} ${file}'`).join(', ');
