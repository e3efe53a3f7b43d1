import type { Result } from '#platform/result.ts';
import type { QuestionForm, TypedQuestion } from '../input/question.ts';
import type { Ground, Officer } from './change.server.ts';
import { addCites, confirmCites, dropCites, type CiteForm } from './cites.server.ts';
import { approveItem, giveItemBack, retire, saveItem, submitItem } from './item.server.ts';

export type QuestionStep = (ground: Ground, id: number, typed: TypedQuestion, officer: Officer) => Promise<Result<number>>;
export type Readers = { form(typed: TypedQuestion): Result<QuestionForm>; note(typed: TypedQuestion): Result<string>; cites(typed: TypedQuestion): CiteForm };

/** Every form on the page of a question by its name: what it reads, then the action. */
export function questionStepsWith(read: Readers): Readonly<Record<string, QuestionStep>> {
  return {
    async save(ground, id, typed, officer) {
      const form = read.form(typed);
      return form.ok ? saveItem(ground, id, form.value, officer) : form;
    },
    submit: (ground, id, _typed, officer) => submitItem(ground, id, officer),
    approve: (ground, id, _typed, officer) => approveItem(ground, id, officer),
    async giveBack(ground, id, typed, officer) {
      const note = read.note(typed);
      return note.ok ? giveItemBack(ground, id, note.value, officer) : note;
    },
    cite: (ground, id, typed, officer) => addCites(ground, id, read.cites(typed), officer),
    uncite: (ground, id, typed, officer) => dropCites(ground, id, read.cites(typed), officer),
    confirm: (ground, id, typed, officer) => confirmCites(ground, id, typed.seen, officer),
    retire: (ground, id, _typed, officer) => retire(ground, id, officer),
  };
}
