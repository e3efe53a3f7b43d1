/** Everybody who keeps something about people: the modules, by what they say of themselves. */
import { manifests } from '#platform/manifest.ts';
import type { DataSubject, PersonalData } from '#platform/personal-data.ts';
import type { Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { modules } from '#src/modules.ts';
import type { Part } from '../rules/copy.ts';

export type Source = { module: string; personal: PersonalData };

/** In the order of `modules.ts`. */
export const sources = (): Source[] =>
  manifests().flatMap(({ personal }, at) => (personal ? [{ module: modules[at] ?? '', personal }] : []));

/** Everything that is kept about a person. The caller has checked that whoever asks may see it. */
export async function readAll(db: Db, subject: DataSubject, now: Instant): Promise<Part[]> {
  const parts: Part[] = [];
  for (const { module, personal } of sources()) {
    for (const records of await personal.read(db, subject, now)) parts.push({ module, ...records });
  }
  return parts;
}
