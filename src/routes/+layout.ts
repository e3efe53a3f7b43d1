/** Public pages are HTML and CSS; a page that needs Svelte in the browser switches it on itself. */
export const csr = false;
export const ssr = true;
