/** `npm run check`: every route and every action of a page says who may ask for it, in tests/access/table.ts. */
import { ways } from '../tests/access/routes.ts';
import { differences } from '../tests/access/table.ts';

const keys = (await ways()).map(({ key }) => key);
const { missing, stale } = differences(keys);
for (const key of missing) {
  console.log(`error    ${key} says nowhere who may ask for it`);
  console.log('    harm:   A page that nobody thought about is open to everybody who finds its address.');
  console.log('    remedy: Add a line to tests/access/table.ts: open, self, or by(roles…).of(subject); then run the matrix.');
}
for (const key of stale) {
  console.log(`error    ${key} stands in tests/access/table.ts and cannot be asked any more`);
  console.log('    remedy: Delete the line.');
}
console.log(`access: ${keys.length} ways, ${missing.length} without a rule, ${stale.length} rules without a way`);
process.exit(missing.length + stale.length > 0 ? 1 : 0);
