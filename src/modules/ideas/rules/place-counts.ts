/** A place of today with the ideas filed there, at anything below it, and under the old names of all that. */
export type PlaceCount = { id: number; name: string; kind: string; count: number; children: PlaceCount[] };

/** The lowest places: where people say they live. */
export const lowest = (nodes: readonly PlaceCount[]): PlaceCount[] =>
  nodes.flatMap((node) => (node.children.length > 0 ? lowest(node.children) : [node]));
