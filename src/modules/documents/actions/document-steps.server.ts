import { both, type Result } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import type { DocumentForm, TypedDocument, VersionForm } from '../input/document.ts';
import {
  giveBack, publishVersion, saveDraft, startVersion, submitDraft, withdrawFromLibrary, type Officer,
} from './draft.server.ts';

type Ground = Pick<Runtime, 'db' | 'pageCache'>;
export type DocumentStep = (ground: Ground, id: number, typed: TypedDocument, officer: Officer) => Promise<Result<number>>;

export type Readers = {
  document(typed: TypedDocument): Result<DocumentForm>;
  version(typed: TypedDocument): Result<VersionForm>;
  note(typed: TypedDocument): Result<string>;
};

/** Every form on the page of a document by its name: what it reads, then the action. */
export function documentStepsWith(read: Readers): Readonly<Record<string, DocumentStep>> {
  return {
    async save(ground, id, typed, officer) {
      const said = both(read.document(typed), read.version(typed));
      return said.ok ? saveDraft(ground, id, { document: said.value[0], version: said.value[1] }, officer) : said;
    },
    async version(ground, id, typed, officer) {
      const said = read.version(typed);
      return said.ok ? startVersion(ground, id, said.value, officer) : said;
    },
    submit: (ground, id, _typed, officer) => submitDraft(ground, id, officer),
    publish: (ground, id, _typed, officer) => publishVersion(ground, id, officer),
    async giveBack(ground, id, typed, officer) {
      const note = read.note(typed);
      return note.ok ? giveBack(ground, id, note.value, officer) : note;
    },
    async withdraw(ground, id, typed, officer) {
      const reason = read.note(typed);
      return reason.ok ? withdrawFromLibrary(ground, id, reason.value, officer) : reason;
    },
  };
}
