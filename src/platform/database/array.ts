/**
 * A list as PostgreSQL writes arrays, of elements that need no quotes: numbers and ids. The driver would look into each
 * element for what has to be escaped, which costs more than everything else about a short statement (bench `quiz-events`).
 */
export const plainArray = (list: readonly (number | string)[]): string => `{${list.join(',')}}`;
