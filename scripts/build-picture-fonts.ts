/**
 * Makes the font files with which the server draws text into pictures: the ones of the pages (`static/fonts`, see
 * build-fonts.ts) as plain TrueType, because Pango passes over WOFF. Run by hand after those have changed; the results
 * are checked in.
 *
 *   node scripts/build-picture-fonts.ts
 */
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import subsetFont from 'subset-font';

const root = join(import.meta.dirname, '..');
const source = join(root, 'static/fonts');
const target = join(root, 'src/platform/pictures/fonts');

/**
 * One owner for each character: `language-names` holds half of the Khmer script, and a word drawn from two files is not
 * shaped (the sign below a letter then stands beside it).
 */
const wanted = /^(be-vietnam-pro-(latin|vietnamese)|noto-sans-latin-ext|noto-sans-khmer-khmer)-(400|600)\.woff2$/;
/** Everything in those files: they are subsets already. */
const everything = Array.from({ length: 0x2300 - 0x20 }, (_, at) => String.fromCodePoint(0x20 + at)).join('');

rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
for (const name of readdirSync(source).filter((file) => wanted.test(file))) {
  const file = join(target, name.replace(/woff2$/, 'ttf'));
  writeFileSync(file, await subsetFont(readFileSync(join(source, name)), everything, { targetFormat: 'sfnt' }));
  console.log(`${name} → ${statSync(file).size} bytes`);
}
for (const licence of readdirSync(source).filter((file) => /^(be|noto).*LICENSE/.test(file))) {
  copyFileSync(join(source, licence), join(target, licence));
}
