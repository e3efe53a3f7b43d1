import type { Naming } from '#platform/dated/browse.ts';
import { compareVi } from '#platform/text/collation.ts';
import { nameOf, type PlaceVersion } from './places.ts';

/** Kinds of places from the largest down. A province may use others; they come last. */
export const KINDS = ['tỉnh', 'thành phố', 'thị xã', 'huyện', 'quận', 'xã', 'phường', 'thị trấn', 'đặc khu'] as const;

/** How pages of the tree call places and put them in order. */
export const placeNaming: Naming<PlaceVersion> = {
  nameOf,
  kindOf: ({ kind }) => kind,
  codeOf: ({ code }) => code,
  compare: (a, b) => compareVi(a.name, b.name) || a.id - b.id,
  kinds: KINDS,
};
