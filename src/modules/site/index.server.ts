export { contactOf, type SiteContact } from './actions/contact.server.ts';
export { shellOf } from './actions/shell.server.ts';
