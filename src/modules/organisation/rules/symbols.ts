import type { Day } from '#platform/clock.ts';
import { activeAt, versionAt } from '#platform/dated/tree.ts';
import { fold } from '#platform/text/fold.ts';
import type { BodyTree, BodyVersion } from './bodies.ts';

/**
 * The symbol of a body where it must be the only one beside its siblings; null where it is the mark of a kind, which
 * several bear side by side somewhere on that day ("UBND", "ĐU" of the communes).
 */
export function symbolCode(tree: BodyTree, on: Day): (version: BodyVersion) => string | null {
  const [seen, shared] = [new Set<string>(), new Set<string>()];
  for (const id of activeAt(tree, on)) {
    const { parent, symbol } = versionAt(tree, id, on)!;
    const own = fold(symbol);
    if (seen.has(`${parent} ${own}`)) shared.add(own);
    seen.add(`${parent} ${own}`);
  }
  return ({ parent, symbol }) => (symbol === '' || shared.has(fold(symbol)) ? null : `${parent} ${fold(symbol)}`);
}
