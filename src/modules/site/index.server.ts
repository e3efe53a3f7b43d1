export { shellOf } from './shell.ts';
