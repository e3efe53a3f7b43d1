import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/**
 * Bundles the script of public pages into `static/enhance/`, under names that change with their content, so that
 * browsers keep them for ever. @returns the address of the first file
 */
export async function bundleEnhance(): Promise<string> {
  const folder = join(ROOT, 'static/enhance');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const bundle = await rolldown({ input: join(ROOT, 'src/enhance/index.ts'), logLevel: 'silent' });
  const { output } = await bundle.write({
    dir: folder,
    format: 'esm',
    minify: true,
    entryFileNames: '[name]-[hash].js',
    chunkFileNames: '[name]-[hash].js',
  });
  await bundle.close();
  const entry = output.find((file) => file.type === 'chunk' && file.isEntry);
  if (!entry) throw new Error('src/enhance/index.ts gave no file');
  return `/enhance/${entry.fileName}`;
}
