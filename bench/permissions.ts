/**
 * What a permission check costs on a warm cache: does one of an officer's roles reach a body of a province with 3,000
 * branches? CPU time of this process, of checks that are granted and of checks that are not.
 */
import { buildTree } from '#platform/dated/tree.ts';
import { holds, type ActingPerson } from '#platform/policy.ts';
import { isWithin, type BodyEvent, type BodyVersion } from '#src/modules/organisation/rules/bodies.ts';
import { rounded, type Figure, type Scenario } from './figures.ts';

const BRANCHES = 3_000;
const PER_COMMITTEE = 30;
const CHECKS = 200_000;
const TODAY = '2026-11-23';
const BAR = { atMost: 50 };

export const permissions: Scenario = {
  name: 'permissions',
  what: `a permission check among ${BRANCHES} branches, CPU`,
  run: async () => [figure('granted from above', 1), figure('granted in the very body', 0), figure('refused', 2)],
};

/** Every branch has moved once and been renamed twice, as in the reorganisations of 2025 and 2026. */
function province() {
  const committees = BRANCHES / PER_COMMITTEE;
  const version = (id: number, parent: number | null, from: string, until: string | null): BodyVersion => ({
    id, parent, from, until, basis: '', symbol: '', name: `B${id}`, fullName: `B${id}`, kind: 'chi bộ', place: null, sample: false,
  });
  const rows: BodyVersion[] = [version(1, null, '2020-01-01', null), version(2, null, '2020-01-01', null)];
  for (let at = 0; at < committees; at += 1) rows.push(version(100 + at, 1, '2020-01-01', null));
  for (let at = 0; at < BRANCHES; at += 1) {
    const [id, above] = [10_000 + at, 100 + Math.floor(at / PER_COMMITTEE)];
    rows.push(version(id, 1, '2020-01-01', '2025-07-01'), version(id, above, '2025-07-01', '2026-04-30'), version(id, above, '2026-04-30', null));
  }
  return buildTree<BodyVersion, BodyEvent>(rows, []);
}

const tree = province();
const within = (body: number, ancestor: number): boolean => isWithin(tree, body, ancestor, TODAY);

/** `grants`: 0 a role in the branch itself, 1 in the province, 2 in another province. Four roles are held besides. */
function figure(what: string, grants: 0 | 1 | 2): Figure {
  const others = [100, 101, 102, 103].map((bodyId) => ({ role: 'editor', bodyId }));
  const actorOf = (body: number): ActingPerson => {
    const bodyId = [body, 1, 2][grants]!;
    return { kind: 'person', personId: 'x', name: 'x', grants: [...others, { role: 'officer', bodyId }] };
  };
  const check = (at: number): boolean => {
    const body = 10_000 + (at % BRANCHES);
    return holds(actorOf(body), 'officer', body, within);
  };
  for (let at = 0; at < 20_000; at += 1) check(at);
  const from = process.cpuUsage();
  let granted = 0;
  for (let at = 0; at < CHECKS; at += 1) if (check(at)) granted += 1;
  const { user, system } = process.cpuUsage(from);
  if (granted !== (grants === 2 ? 0 : CHECKS)) throw new Error(`${granted} of ${CHECKS} checks were granted`);
  return { what, value: rounded((user + system) / CHECKS), unit: 'µs', bar: BAR, note: `${CHECKS.toLocaleString('en')} checks` };
}

if (import.meta.main) console.log(await permissions.run());
