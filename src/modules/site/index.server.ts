export { contactOf, type SiteContact } from './actions/contact.server.ts';
export { shellOf } from './actions/shell.server.ts';
export { answerOpenApi, answerPuzzle, endpoints } from './actions/open-api.server.ts';
export { answerSearch, readSearch, type SearchPage } from './actions/search.server.ts';
export { readPuzzleQuery, siteApi } from './input/endpoints.ts';
export { readSearchPage, readSearchQuery } from './input/search.ts';
