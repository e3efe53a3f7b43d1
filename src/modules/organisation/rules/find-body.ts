import { fold } from '#platform/text/fold.ts';
import type { BodyVersion } from './bodies.ts';

/** A body as a search box sends it: the id that was chosen, and the words that stand in the field. */
export type BodyText = { id: number | null; text: string };

/**
 * The one body that is meant: the chosen one while the field still shows its name, else the only one whose symbol or name
 * is what was typed. `ambiguous`: several are.
 */
export function bodyMeant(bodies: readonly BodyVersion[], { id, text }: BodyText): number | 'unknown' | 'ambiguous' {
  const key = fold(text);
  const named = ({ name, fullName }: BodyVersion) => fold(fullName) === key || fold(name) === key;
  const chosen = bodies.find((body) => body.id === id);
  if (chosen && (key === '' || named(chosen))) return chosen.id;
  if (key === '') return 'unknown';
  const exact = bodies.filter((body) => fold(body.fullName) === key);
  const found = exact.length > 0 ? exact : bodies.filter((body) => fold(body.symbol) === key || named(body));
  if (found.length === 0) return 'unknown';
  return found.length === 1 ? found[0]!.id : 'ambiguous';
}
