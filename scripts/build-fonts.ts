/**
 * Makes the font files of the pages: subsets of the @fontsource packages in `static/fonts/`, and the matching
 * `@font-face` rules in `src/fonts.css`. Run by hand after a font package was updated; the results are checked
 * in, so a build needs neither this script nor the network.
 *
 *   node scripts/build-fonts.ts
 */
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import subsetFont from 'subset-font';

const root = join(import.meta.dirname, '..');
const target = join(root, 'static/fonts');

type Face = {
  family: string;
  /** Package and file part, for example `noto-sans` and `latin-ext`. */
  source: [name: string, subset: string];
  /** File name without weight, where the source's own name would not be unique. */
  name?: string;
  /** Inclusive code point ranges, as in CSS but without `U+`. */
  range: string;
};

/**
 * Our own ranges instead of the packages': theirs overlap ("đ" is both Vietnamese and Latin Extended), and a
 * browser then loads 13 KB of Latin Extended for every Vietnamese page. Here each character has one owner.
 */
const latin =
  '20-7E A0-FF 131 152-153 2C6 2DA 2DC 2010-2015 2018-201E 2020-2022 2026 2030 2039-203A 2044 20AC 2122 2190-2193 2212';
const vietnamese = '102-103 110-111 128-129 168-169 1A0-1A1 1AF-1B0 300-301 303 309 323 1EA0-1EF9 20AB';
/** Letters of S'tiêng and its neighbours that Be Vietnam Pro lacks or that no first view needs: ƀ ĕ ŏ and relatives. */
const rareLatin =
  '100-101 104-10F 112-127 12A-130 132-151 154-167 16A-19F 1A2-1AE 1B1-24F 302 306 31B 324-331';
const khmer = '1780-17FF 19E0-19FF 200B-200D 25CC';

const faces: Face[] = [
  { family: 'Be Vietnam Pro', source: ['be-vietnam-pro', 'latin'], range: latin },
  { family: 'Be Vietnam Pro', source: ['be-vietnam-pro', 'vietnamese'], range: vietnamese },
  { family: 'Noto Sans', source: ['noto-sans', 'latin'], range: latin },
  { family: 'Noto Sans', source: ['noto-sans', 'vietnamese'], range: vietnamese },
  { family: 'Noto Sans', source: ['noto-sans', 'latin-ext'], range: rareLatin },
  { family: 'Noto Sans Khmer', source: ['noto-sans-khmer', 'khmer'], range: khmer },
  // The name of the language in the switch of every page: 2 KB in place of the whole script.
  {
    family: 'Language Names',
    source: ['noto-sans-khmer', 'khmer'],
    name: 'language-names',
    range: '1781 1797-1798 179A 179F 17B6 17C2 17D2',
  },
];

/**
 * Two weights: 400 for text and 600 for everything strong (it also answers for 700). A third would cost each
 * first view 34 KB of its 120.
 */
const weights = [
  { file: 400, range: '400 500' },
  { file: 600, range: '600 900' },
];

/**
 * Stands in until Be Vietnam Pro has arrived: a font of the device, stretched to the same width and line so that
 * nothing jumps. Measured in Chromium over 200 characters of Vietnamese text: 1.085 × Arial, ascent 1.0, descent
 * 0.265 of the size.
 */
const standIns = [
  { weight: '400 500', local: ['Arial', 'Roboto', 'Roboto-Regular', 'Liberation Sans'], adjust: 1.085 },
  {
    weight: '600 900',
    local: ['Arial Bold', 'Roboto Bold', 'Roboto-Bold', 'Liberation Sans Bold'],
    adjust: 1.06,
  },
];

const cssRange = (range: string): string =>
  range
    .split(' ')
    .map((part) => `U+${part}`)
    .join(', ');
const percent = (share: number): string => `${(share * 100).toFixed(1)}%`;

const standIn = ({ weight, local, adjust }: (typeof standIns)[number]): string => `@font-face {
  font-family: 'Be Vietnam Stand-in';
  font-weight: ${weight};
  src: ${local.map((name) => `local('${name}')`).join(', ')};
  size-adjust: ${percent(adjust)};
  ascent-override: ${percent(1 / adjust)};
  descent-override: ${percent(0.265 / adjust)};
  line-gap-override: 0%;
  unicode-range: ${cssRange(`${latin} ${vietnamese}`)};
}
`;

function charactersOf(range: string): string {
  return range
    .split(' ')
    .map((part) => {
      const [first, last = first] = part.split('-').map((point) => parseInt(point, 16)) as [number, number?];
      return Array.from({ length: last - first + 1 }, (_, offset) =>
        String.fromCodePoint(first + offset),
      ).join('');
    })
    .join('');
}

async function build(face: Face, weight: (typeof weights)[number]): Promise<string> {
  const [font, subset] = face.source;
  const path = join(
    root,
    `node_modules/@fontsource/${font}/files/${font}-${subset}-${weight.file}-normal.woff2`,
  );
  const name = `${face.name ?? `${font}-${subset}`}-${weight.file}.woff2`;
  const bytes = await subsetFont(readFileSync(path), charactersOf(face.range), { targetFormat: 'woff2' });
  writeFileSync(join(target, name), bytes);
  return `@font-face {
  font-family: '${face.family}';
  font-weight: ${weight.range};
  font-display: swap;
  src: url('/fonts/${name}') format('woff2');
  unicode-range: ${cssRange(face.range)};
}
`;
}

rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
const rules: string[] = standIns.map(standIn);
for (const face of faces)
  for (const weight of weights)
    if (face.name === undefined || weight.file === 400) rules.push(await build(face, weight));
writeFileSync(join(root, 'src/fonts.css'), `/* Written by scripts/build-fonts.ts. */\n${rules.join('')}`);
for (const font of ['be-vietnam-pro', 'noto-sans', 'noto-sans-khmer'])
  copyFileSync(join(root, `node_modules/@fontsource/${font}/LICENSE`), join(target, `${font}-LICENSE.txt`));
for (const file of readdirSync(target)) console.log(`${file}  ${statSync(join(target, file)).size} bytes`);
