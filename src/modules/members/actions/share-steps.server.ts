/** Every form on the page of a body that is divided, by its name: what it reads, then the action. */
import type { Result } from '#platform/result.ts';
import type { Chosen, TypedLists } from '../input/share.ts';
import type { Heir, Row } from '../rules/share.ts';
import type { Ground } from './ground.server.ts';
import type { Officer } from './import.server.ts';
import { saveChoices, saveFile, saveLists, saveRest, type Divided } from './share.server.ts';

type Readers = {
  readTypedLists(form: FormData): TypedLists;
  readLists(typed: TypedLists, heirs: readonly Heir[]): Result<Row[]>;
  readListFile(form: FormData): Result<File>;
  readChoices(form: FormData): Chosen[];
  readRest(form: FormData): string;
};
export type ShareStep = (ground: Ground, at: Divided, form: FormData, officer: Officer) => Promise<Result<unknown>>;

export const shareStepsWith = (read: Readers): Readonly<Record<string, ShareStep>> => ({
  lists: (ground, at, form, officer) => saveLists(ground, at, (heirs) => read.readLists(read.readTypedLists(form), heirs), officer),
  async file(ground, at, form, officer) {
    const file = read.readListFile(form);
    return file.ok ? saveFile(ground, at, file.value, officer) : file;
  },
  choices: (ground, at, form, officer) => saveChoices(ground, at, read.readChoices(form), officer),
  rest: (ground, at, form, officer) => saveRest(ground, at, read.readRest(form), officer),
});
