/**
 * Copies the font files that the pages use from the @fontsource packages into `static/fonts/` and writes the
 * matching `@font-face` rules to `src/fonts.css`. Run by hand after a font package was updated; both results
 * are checked in, so a build needs neither this script nor the network.
 *
 *   node scripts/build-fonts.ts
 */
import { copyFileSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const target = join(root, 'static/fonts');

/**
 * Our own ranges instead of the packages': theirs overlap ("đ" is both Vietnamese and Latin Extended), and a
 * browser then loads 13 KB of Latin Extended for every Vietnamese page. Here each character has one owner.
 */
const LATIN =
  'U+0-FF,U+131,U+152-153,U+2BB-2BC,U+2C6,U+2DA,U+2DC,U+2000-200B,U+200E-206F,U+20AC,U+2122,' +
  'U+2190-2193,U+2212,U+2215,U+FEFF,U+FFFD';
const VIETNAMESE =
  'U+102-103,U+110-111,U+128-129,U+168-169,U+1A0-1A1,U+1AF-1B0,U+300-301,U+303,U+309,U+323,U+1EA0-1EF9,U+20AB';
/** Letters of S'tiêng and other languages of the province that Be Vietnam Pro does not draw: ƀ ĕ ŏ and relatives. */
const EXTENDED =
  'U+100-101,U+104-10F,U+112-127,U+12A-130,U+132-151,U+154-167,U+16A-19F,U+1A2-1AE,U+1B1-2BA,U+302,U+304-308,' +
  'U+30A-322,U+324-36F,U+1E00-1E9F';
const KHMER = 'U+1780-17FF,U+19E0-19FF,U+200C-200D,U+25CC';

type Face = { family: string; package: string; subset: string; range: string };

const faces: Face[] = [
  { family: 'Be Vietnam Pro', package: 'be-vietnam-pro', subset: 'latin', range: LATIN },
  { family: 'Be Vietnam Pro', package: 'be-vietnam-pro', subset: 'vietnamese', range: VIETNAMESE },
  { family: 'Noto Sans', package: 'noto-sans', subset: 'latin', range: LATIN },
  { family: 'Noto Sans', package: 'noto-sans', subset: 'vietnamese', range: VIETNAMESE },
  { family: 'Noto Sans', package: 'noto-sans', subset: 'latin-ext', range: EXTENDED },
  { family: 'Noto Sans Khmer', package: 'noto-sans-khmer', subset: 'khmer', range: KHMER },
];

/**
 * Two weights: 400 for text and 600 for everything strong (it also answers for 700). A third would cost each
 * first view 34 KB of its 120.
 */
const weights = [
  { file: 400, range: '400 500' },
  { file: 600, range: '600 900' },
];

function rule(face: Face, weight: (typeof weights)[number]): string {
  const name = `${face.package}-${face.subset}-${weight.file}.woff2`;
  copyFileSync(
    join(root, `node_modules/@fontsource/${face.package}/files`,
      `${face.package}-${face.subset}-${weight.file}-normal.woff2`),
    join(target, name),
  );
  return `@font-face {
  font-family: '${face.family}';
  font-weight: ${weight.range};
  font-display: swap;
  src: url('/fonts/${name}') format('woff2');
  unicode-range: ${face.range};
}
`;
}

rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
const rules = faces.flatMap((face) => weights.map((weight) => rule(face, weight)));
writeFileSync(join(root, 'src/fonts.css'), `/* Written by scripts/build-fonts.ts. */\n${rules.join('')}`);
for (const font of ['be-vietnam-pro', 'noto-sans', 'noto-sans-khmer'])
  copyFileSync(join(root, `node_modules/@fontsource/${font}/LICENSE`), join(target, `${font}-LICENSE.txt`));
for (const file of readdirSync(target)) console.log(`${file}  ${statSync(join(target, file)).size} bytes`);
