/** Trees and plans for tests of reorganisations. */
import fc from 'fast-check';
import type { Day } from '#platform/clock.ts';
import { buildTree } from '#platform/dated/tree.ts';
import type { BodyTree, BodyVersion } from '../rules/bodies.ts';
import type { NewBody, Plan, Ref, Step } from '../rules/plan.ts';

export const body = (id: number, parent: number | null, more: Partial<BodyVersion> = {}): BodyVersion => ({
  id, parent, symbol: `CB-${id}`, name: `Chi bộ ${id}`, fullName: `Chi bộ ${id}`, kind: 'chi bộ', place: null, sample: false,
  from: '2020-01-01', until: null, basis: 'thử', ...more,
});

/** 1 over 2 and 3; 2 over the branches 4, 5, 6; 3 over 7, 8. */
export const smallTree = (): BodyTree =>
  buildTree([body(1, null), body(2, 1), body(3, 1), body(4, 2), body(5, 2), body(6, 2), body(7, 3), body(8, 3)], []);

export const newBody = (key: string, parent: Ref, more: Partial<NewBody> = {}): NewBody => ({
  key, parent, symbol: `MOI-${key}`, name: `Đơn vị ${key}`, fullName: `Đơn vị ${key}`, type: 'chi bộ', place: null, ...more,
});

export const plan = (on: Day, ...steps: Step[]): Plan => ({ on, basis: { text: 'Quyết định', symbol: '15-QĐ/TU' }, steps });

/** Steps that name bodies by number, whether they make sense or not. */
const id = fc.integer({ min: 1, max: 14 });
const steps: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ key: fc.constantFrom('n1', 'n2', 'n3'), parent: id }).map(({ key, parent }): Step => ({
    kind: 'found', body: newBody(key, parent, { symbol: '', name: `Đơn vị ${key} ${parent}`, fullName: `Đơn vị ${key} ${parent}` }),
  })),
  fc.record({ body: id, n: fc.nat() }).map(({ body: of, n }): Step => ({
    kind: 'rename', body: of, name: `Tên ${n}`, fullName: `Tên ${n}`, symbol: '',
  })),
  fc.record({ body: id, parent: fc.oneof(id, fc.constant('n1')) }).map((each): Step => ({ kind: 'move', ...each })),
  fc.record({ from: fc.array(id, { minLength: 1, maxLength: 3 }), into: fc.oneof(id, fc.constant('n1')) }).map(
    ({ from, into }): Step => ({ kind: 'merge', from: [...new Set(from)], into }),
  ),
  fc.record({ from: id, into: fc.uniqueArray(fc.oneof(id, fc.constantFrom('n1', 'n2')), { minLength: 2, maxLength: 3 }) }).map(
    (each): Step => ({ kind: 'split', heirs: {}, ...each }),
  ),
  fc.record({ body: id }).map((each): Step => ({ kind: 'end', heir: null, ...each })),
);

/** Plans on days that follow one another; most of them are refused, and that is the point. */
export const plans: fc.Arbitrary<Plan[]> = fc
  .array(fc.array(steps, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 12 })
  .map((each) => each.map((some, at) => plan(`2025-${String(at + 1).padStart(2, '0')}-15`, ...some)));
