export { shellOf } from './actions/shell.server.ts';
