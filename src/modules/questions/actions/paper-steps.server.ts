import type { Result } from '#platform/result.ts';
import type { Heading, ItemLine, RowLine, TypedPaper } from '../input/paper.ts';
import type { BlueprintRow } from '../rules/blueprint.ts';
import type { Ground, Officer } from './change.server.ts';
import {
  addItems, addRow, approvePaper, changeRows, copyPaper, givePaperBack, orderItems, renewItem, retirePaper, submitPaper, withDraft,
} from './paper.server.ts';

/** @returns the id of the paper to show next */
export type PaperStep = (ground: Ground, id: number, typed: TypedPaper, officer: Officer) => Promise<Result<number>>;
export type PaperReaders = {
  heading(typed: TypedPaper): Result<Heading>;
  items(typed: TypedPaper): Result<ItemLine[]>;
  rows(typed: TypedPaper): Result<RowLine[]>;
  row(typed: TypedPaper): Result<BlueprintRow>;
  chosen(typed: TypedPaper): Result<number[]>;
  note(typed: TypedPaper): Result<string>;
};

type Change<T> = (open: Parameters<Parameters<typeof withDraft>[4]>[0], value: T, officer: Officer) => Promise<Result<Heading | void>>;

/** A form that changes the draft: what it reads, then what it does. */
const changing = <T>(read: (typed: TypedPaper) => Result<T>, work: Change<T>): PaperStep => async (ground, id, typed, officer) => {
  const value = read(typed);
  return value.ok ? withDraft(ground, id, typed.seen, officer, (open) => work(open, value.value, officer)) : value;
};

/** Every form on the page of a paper by its name. */
export function paperStepsWith(read: PaperReaders): Readonly<Record<string, PaperStep>> {
  return {
    save: changing(read.heading, async (_open, heading) => ({ ok: true, value: heading })),
    add: changing(read.chosen, addItems),
    order: changing(read.items, orderItems),
    renew: (ground, id, typed, officer) =>
      withDraft(ground, id, typed.seen, officer, (open) => renewItem(open, Number(typed.renew) || 0)),
    addRow: changing(read.row, addRow),
    rows: changing(read.rows, changeRows),
    submit: (ground, id, typed, officer) => submitPaper(ground, id, typed.stale, officer),
    approve: (ground, id, typed, officer) => approvePaper(ground, id, typed.stale, officer),
    async giveBack(ground, id, typed, officer) {
      const note = read.note(typed);
      return note.ok ? givePaperBack(ground, id, note.value, officer) : note;
    },
    retire: (ground, id, _typed, officer) => retirePaper(ground, id, officer),
    copy: (ground, id, _typed, officer) => copyPaper(ground, id, officer),
  };
}
