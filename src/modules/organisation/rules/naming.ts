import type { Naming } from '#platform/dated/browse.ts';
import { compareVi } from '#platform/text/collation.ts';
import { KINDS, type BodyVersion } from './bodies.ts';

const numbers = new Intl.Collator('vi', { numeric: true });

/** How pages of the tree call bodies and put them in order: "Chi bộ thôn 2" stands before "Chi bộ thôn 10". */
export const bodyNaming: Naming<BodyVersion> = {
  nameOf: ({ name }) => name,
  kindOf: ({ kind }) => kind,
  codeOf: ({ symbol }) => symbol,
  compare: (a, b) => numbers.compare(a.name, b.name) || compareVi(a.name, b.name) || a.id - b.id,
  kinds: KINDS,
};
