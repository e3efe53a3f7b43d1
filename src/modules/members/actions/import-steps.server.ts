import type { Result } from '#platform/result.ts';
import type { MappingSaid } from '../input/import.ts';
import type { ImportKind } from '../rules/fields.ts';
import type { Ground } from './ground.server.ts';
import { beginApplying, cancelImport, importFor, mapImport, resumeImport, type Officer } from './import.server.ts';

type Step = (ground: Ground, id: number, officer: Officer, form: FormData) => Promise<Result<number>>;

/** Buttons on the page of an import that need nothing else said, by the name of their form action. */
export const importSteps: Readonly<Record<string, Step>> = {
  apply: beginApplying,
  cancel: cancelImport,
  resume: resumeImport,
};

/** The form of the columns: what it may say depends on what the import is a list of. */
export const mappingStep =
  (read: (form: FormData, kind: ImportKind) => Result<MappingSaid>): Step =>
  async (ground, id, officer, form) => {
    const it = await importFor(ground.db, id, officer);
    if (!it.ok) return it;
    const said = read(form, it.value.kind);
    return said.ok ? mapImport(ground, id, said.value, officer) : said;
  };
