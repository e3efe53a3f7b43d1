/** What a verification found, in the order in which it was found. */
export type Difference = {
  /**
   * `entry` changed, missing or out of order · `node` a stored subtree is wrong, missing or superfluous ·
   * `checkpoint` forged, or not the head of this tree · `opening` the salt of a commitment is missing or
   * belongs elsewhere · `content` a row is not (any more) what was committed to · `pending` a queued leaf was
   * altered · `file` a public file is missing or malformed.
   */
  what: 'entry' | 'node' | 'checkpoint' | 'opening' | 'content' | 'pending' | 'file';
  /** Place in the tree, where there is one. */
  index?: number;
  /** For an operator: what was expected and what is there. */
  detail: string;
};

/** A damaged tree differs in thousands of places; the first ones show where it began. */
const SHOWN = 20;

export class Findings {
  readonly differences: Difference[] = [];
  count = 0;

  add(what: Difference['what'], detail: string, index?: number): void {
    this.count += 1;
    if (this.differences.length < SHOWN) {
      this.differences.push(index === undefined ? { what, detail } : { what, index, detail });
    }
  }
}
