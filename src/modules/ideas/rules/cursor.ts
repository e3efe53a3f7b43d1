/** The place in the list where a page ended. Newest first never changes for an idea, so its id is enough. */
export const writeCursor = (lastId: number): string => btoa(`after ${lastId}`).replace(/=+$/, '');

/** @returns undefined for what was never a cursor */
export function readCursor(cursor: string): number | undefined {
  let text: string;
  try {
    text = atob(cursor);
  } catch {
    return undefined;
  }
  const id = Number(/^after ([1-9]\d{0,14})$/.exec(text)?.[1]);
  return Number.isSafeInteger(id) ? id : undefined;
}
