/**
 * Draws the icons of the home screen from `static/logo.svg`. Run by hand when the logo changed; the results are
 * checked in.
 *
 *   node scripts/build-icons.ts
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';

const root = join(import.meta.dirname, '..');
const logo = readFileSync(join(root, 'static/logo.svg'));
const target = join(root, 'static/icons');
const LEAF = '#0b5544';

/** `share`: how much of the side the logo takes; masks cut up to 20 % off each edge. */
async function draw(name: string, side: number, share: number): Promise<void> {
  const inner = Math.round(side * share);
  const drawing = await sharp(logo, { density: (72 * inner) / 48 })
    .resize(inner, inner)
    .png()
    .toBuffer();
  const background = share < 1 ? LEAF : '#00000000';
  await sharp({ create: { width: side, height: side, channels: 4, background } })
    .composite([{ input: drawing, gravity: 'centre' }])
    .png({ compressionLevel: 9, palette: true })
    .toFile(join(target, name));
}

mkdirSync(target, { recursive: true });
await draw('192.png', 192, 1);
await draw('512.png', 512, 1);
await draw('maskable-512.png', 512, 0.78);
// iOS rounds the corners itself and shows black where a picture is transparent.
await draw('apple-180.png', 180, 0.94);
