import { sql } from 'kysely';
import type { Application } from '#src/open-application.ts';

/**
 * Loads every module's sample into a system that has none yet. @returns the lines to print, such as sample sign-ins;
 * none with `SAMPLE=none`
 */
export async function loadSampleOnce({ runtime, manifests }: Application, say: (line: string) => void) {
  if (runtime.config.sample === 'none') return [];
  const { rows } = await sql`select 1 from platform.seed where name = 'sample'`.execute(runtime.db);
  if (rows.length === 0) say('Loading the sample province …');
  const lines: string[] = [];
  for (const manifest of manifests) lines.push(...((await manifest.sample?.(runtime)) ?? []));
  if (rows.length === 0) await sql`insert into platform.seed (name, stamp) values ('sample', 'province')`.execute(runtime.db);
  return lines;
}
