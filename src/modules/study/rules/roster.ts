/** Where a roster and the memberships about its day disagree, and what is to be done about it. */

export type RosterChange = {
  memberId: number;
  /** Absent: not on the roster yet. */
  oldBody: number | null;
  oldExempt: boolean | null;
  /** Absent: does not belong there. */
  newBody: number | null;
  newExempt: boolean | null;
  /** Something was recorded about the member. */
  marked: boolean;
};

/** What is to be done about each difference; nothing in a branch that has signed, and nobody with a mark goes. */
export function sortChanges(changes: readonly RosterChange[], signed: ReadonlySet<number>) {
  const locked = ({ oldBody, newBody }: RosterChange) =>
    (oldBody !== null && signed.has(oldBody)) || (newBody !== null && signed.has(newBody));
  const free = changes.filter((each) => !locked(each));
  const stays = free.filter(({ oldBody, newBody }) => oldBody !== null && newBody !== null);
  const gone = free.filter(({ newBody }) => newBody === null);
  return {
    added: free.filter(({ oldBody }) => oldBody === null),
    changed: stays,
    moved: stays.filter(({ oldBody, newBody }) => oldBody !== newBody),
    exempt: stays.filter(({ oldExempt, newExempt }) => oldExempt !== newExempt),
    removed: gone.filter(({ marked }) => !marked),
    kept: gone.filter(({ marked }) => marked),
    signed: changes.length - free.length,
  };
}
