/** Keys of the player: 1–9 and A–L choose, arrows go on and back, F flags. */
export type Keys = { choose(index: number): void; next(): void; back(): void; flag(): void };

const LETTERS = 'ABCDEFGHIJKL';

export function answering(event: KeyboardEvent, keys: Keys): void {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const target = event.target as HTMLElement;
  const typing = target.matches?.('textarea, select, audio, input:not([type=radio], [type=checkbox])') ?? false;
  if (typing) return;
  const key = event.key.toUpperCase();
  // F flags and is the sixth letter; six options are rare, flagging is not: digits choose the sixth.
  const index = /^[1-9]$/.test(key) ? Number(key) - 1 : key === 'F' ? -1 : LETTERS.indexOf(key.length === 1 ? key : ' ');
  if (index >= 0) keys.choose(index);
  else if (key === 'F') keys.flag();
  // Arrows belong to the group of choices while the focus is in it.
  else if (key === 'ARROWRIGHT' && !target.matches('input')) keys.next();
  else if (key === 'ARROWLEFT' && !target.matches('input')) keys.back();
  else return;
  event.preventDefault();
}
