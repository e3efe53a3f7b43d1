import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { drawable, fitText, paintText } from './text.server.ts';

const folder = mkdtempSync(join(tmpdir(), 'caunoi-pictures-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const style = { size: 48, colour: '#0b5544', width: 1_000 };

/** Share of the picture that is inked. */
async function ink(png: Buffer): Promise<number> {
  const { data, info } = await sharp(png).extractChannel('alpha').raw().toBuffer({ resolveWithObject: true });
  return data.reduce((sum, value) => sum + value, 0) / 255 / (info.width * info.height);
}

describe('text in pictures', () => {
  it('leaves out what the fonts lack and keeps what people here write', () => {
    const kept = 'Lắp đèn “213-QĐ/TW” ƀĕŏ ភ្លើង → 5 %';
    expect(drawable(`😀 ${kept}\u0000 漢字 `)).toBe(kept);
    expect(drawable('nga\u0303 ba'.normalize('NFD'))).toBe('ngã ba');
  });

  it('shapes Khmer: the sign below a letter takes no room of its own', async () => {
    const word = await paintText('ភ្លើង', style, folder);
    const apart = await paintText('ភ ល ើ ង', style, folder);
    // With the visible sign of an unshaped text the word is a third wider.
    expect(word.width).toBeLessThan(apart.width * 0.8);
    const tofu = await paintText('ភ្\u200cលើង', style, folder);
    expect(word.width).toBeLessThan(tofu.width);
  });

  it('draws Vietnamese in one font and bold as bold', async () => {
    const plain = await paintText('Trường Tiểu học Tân Thành, ngã ba', style, folder);
    const bold = await paintText('Trường Tiểu học Tân Thành, ngã ba', { ...style, bold: true }, folder);
    expect(plain.height).toBeLessThan(80);
    expect(await ink(bold.png)).toBeGreaterThan((await ink(plain.png)) * 1.1);
  });

  it('breaks Khmer lines between words, and cuts at the end of a text that is too long', async () => {
    const khmer = 'ដំឡើងភ្លើងបំភ្លឺផ្លូវនៅមុខសាលារៀន'.repeat(3);
    const lines = await paintText(khmer, { ...style, width: 500 }, folder);
    expect(lines.width).toBeLessThanOrEqual(500);
    const fitted = await fitText('Một câu rất dài '.repeat(60), { ...style, sizes: [60, 40], height: 220 }, folder);
    expect(fitted.height).toBeLessThanOrEqual(220);
    expect(fitted.height).toBeGreaterThan(120);
  });

  it('takes markup for text', async () => {
    const hostile = await paintText('<span size="900000">&amp;</span> ]]> <b>', style, folder);
    expect(hostile.height).toBeLessThan(160);
    expect((await paintText('', style, folder)).height).toBeGreaterThan(0);
  });

  it('draws the same on a machine without any font', () => {
    const script = `import { paintText } from ${JSON.stringify(join(import.meta.dirname, 'text.server.ts'))};
      const { width, height } = await paintText('Ngã ba ភ្លើង', { size: 48, colour: '#000000', width: 900 }, process.argv[1]);
      console.log(JSON.stringify({ width, height, left: process.env.FONTCONFIG_FILE ?? null }));`;
    const env = { PATH: process.env.PATH, FONTCONFIG_PATH: '/nonexistent', HOME: '/nonexistent', XDG_DATA_HOME: '/nonexistent' };
    const run = spawnSync(process.execPath, ['--input-type=module', '-e', script, folder], { encoding: 'utf8', env });
    expect(run.stderr).toBe('');
    expect(JSON.parse(run.stdout)).toMatchObject({ left: null });
    return paintText('Ngã ba ភ្លើង', { size: 48, colour: '#000000', width: 900 }, folder).then(({ width, height }) =>
      expect(JSON.parse(run.stdout)).toMatchObject({ width, height }),
    );
  });
});
