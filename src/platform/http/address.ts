/** An address with these choices. What is null or empty is left out, so that addresses stay short. */
export function addressWith(path: string, choices: Record<string, string | number | null>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(choices)) if (value !== null && value !== '') params.set(name, String(value));
  return params.size > 0 ? `${path}?${params}` : path;
}

/** A list begins at its first page without saying so. */
export const pageChoice = (page: number): number | null => (page > 1 ? page : null);
