/** What a list of bodies would do to the tree: all rows together, because they stand below one another. */
import type { Day } from '#platform/clock.ts';
import { fold } from '#platform/text/fold.ts';
import type { Finding, Outcome } from './import.ts';
import { bodyKey, type BodyFinder, type KnownBody } from './lookup.ts';

const KINDS: readonly [RegExp, string][] = [
  [/^chi bo\b/, 'chi bộ'],
  [/^dang bo bo phan\b/, 'đảng bộ bộ phận'],
  [/^dang bo\b/, 'đảng bộ cơ sở'],
  [/^(dang uy|thanh uy|tinh uy|huyen uy|thi uy)\b/, 'cấp ủy'],
  [/^(chi doan|doan)\b/, 'mặt trận, đoàn thể'],
  [/^(chi hoi|hoi)\b/, 'hội'],
];

/** What kind a body is by its name, when the list does not say; a branch is by far the most common. */
export const kindOfName = (name: string): string =>
  KINDS.find(([form]) => form.test(fold(name)))?.[1] ?? 'chi bộ';

export type BodySaid = {
  number: number;
  code: string;
  name: string;
  kind: string | null;
  parent: string | null;
  from: Day | null;
  basis: string | null;
};
export type BodyNow = KnownBody & { kind: string; from: Day };

export type Parent = { id: number } | { row: number };
export type BodyPlan = {
  number: number;
  outcome: Outcome;
  findings: Finding[];
  /** Founded before the body above it is known: counts from that. */
  shortened?: boolean;
  /** Absent when nothing is to be done. */
  enter?: { parent: Parent; from: Day; kind: string };
  change?: { id: number; parent: Parent; name: string; fullName: string; kind: string };
};

export type BodyContext = {
  bodies: readonly BodyNow[];
  finder: BodyFinder;
  root: number;
  asOf: Day;
};

type Node = { said: BodySaid; plan: BodyPlan; known: BodyNow | undefined; parent: Parent | undefined };

/** A plan for every row. A row that cannot be done keeps those below it out too, and says so. */
export function planBodies(rows: readonly BodySaid[], context: BodyContext): BodyPlan[] {
  const nodes = new Map<number, Node>();
  const byCode = groupByCode(rows);
  const byId = new Map(context.bodies.map((body) => [body.id, body]));
  for (const said of rows) {
    const plan: BodyPlan = { number: said.number, outcome: 'unchanged', findings: [] };
    nodes.set(said.number, { said, plan, known: undefined, parent: undefined });
  }
  for (const group of byCode.values()) judgeRepeats(group, nodes);
  for (const node of nodes.values()) {
    if (isSettled(node)) continue;
    node.known = knownBody(node, context, byId);
    node.parent = parentOf(node, context, byCode);
  }
  const inSheet = new Map([...nodes.values()].flatMap((node) => (node.known ? [[node.known.id, node] as const] : [])));
  for (const node of nodes.values()) if (inCircle(node, nodes, inSheet, byId)) stop(node, 'parent', 'body.cycle');
  for (const node of nodes.values()) settle(node, nodes, context, byId);
  return [...nodes.values()].map(({ plan }) => plan);
}

const isSettled = ({ plan }: Node): boolean => plan.outcome === 'problem' || plan.outcome === 'ignored';

function stop(node: Node, field: Finding['field'], code: string, values?: Finding['values']): void {
  node.plan.outcome = 'problem';
  node.plan.findings.push({ code, stop: true, ...(field ? { field } : {}), ...(values ? { values } : {}) });
}

function groupByCode(rows: readonly BodySaid[]): Map<string, BodySaid[]> {
  const groups = new Map<string, BodySaid[]>();
  for (const said of rows) {
    const key = bodyKey(said.code);
    const group = groups.get(key);
    if (group) group.push(said);
    else groups.set(key, [said]);
  }
  return groups;
}

/** The same row twice is one; two bodies with one code are both kept out: nobody here can say which is right. */
function judgeRepeats(group: readonly BodySaid[], nodes: ReadonlyMap<number, Node>): void {
  const [first] = group;
  if (!first || group.length === 1) return;
  const content = ({ name, kind, parent, from }: BodySaid) => JSON.stringify([fold(name), kind, parent, from]);
  const same = group.every((said) => content(said) === content(first));
  for (const said of group) {
    const node = nodes.get(said.number)!;
    const other = said === first ? group[1]! : first;
    if (!same) stop(node, 'code', 'code.twice', { row: other.number });
    else if (said !== first) {
      node.plan.outcome = 'ignored';
      node.plan.findings.push({ code: 'row.repeated', field: 'code', values: { row: first.number }, stop: false });
    }
  }
}

function knownBody(node: Node, { finder, bodies }: BodyContext, byId: ReadonlyMap<number, BodyNow>): BodyNow | undefined {
  const key = bodyKey(node.said.code);
  const bearers = bodies.filter((body) => bodyKey(body.symbol) === key);
  const inside = bearers.filter(({ id }) => finder.allowed(id));
  if (inside.length > 1) stop(node, 'code', 'code.ambiguous');
  else if (inside.length === 0 && bearers.length > 0) stop(node, 'code', 'code.outside');
  return inside.length === 1 ? byId.get(inside[0]!.id) : undefined;
}

function parentOf(
  node: Node,
  { finder, root }: BodyContext,
  byCode: ReadonlyMap<string, BodySaid[]>,
): Parent | undefined {
  const { parent } = node.said;
  if (parent === null) return { id: node.known && node.known.id !== root ? (node.known.parent ?? root) : root };
  const row = byCode.get(bodyKey(parent))?.[0];
  if (row) return { row: row.number };
  const found = finder.find(parent);
  if ('body' in found) return { id: found.body };
  // The body of the import may stand in the list with what is above it.
  if (node.known?.id !== root) stop(node, 'parent', `parent.${found.problem}`, { text: parent });
  return undefined;
}

/** Walks up from a row, by what the list says and else by the tree as it is. */
function inCircle(
  start: Node,
  nodes: ReadonlyMap<number, Node>,
  inSheet: ReadonlyMap<number, Node>,
  byId: ReadonlyMap<number, BodyNow>,
): boolean {
  let at: Node | undefined = start;
  const seen = new Set<Node>();
  while (at?.parent && !seen.has(at)) {
    seen.add(at);
    at = 'row' in at.parent ? nodes.get(at.parent.row) : nearestNode(at.parent.id, inSheet, byId);
    if (at === start) return true;
  }
  return false;
}

function nearestNode(
  id: number,
  inSheet: ReadonlyMap<number, Node>,
  byId: ReadonlyMap<number, BodyNow>,
): Node | undefined {
  for (let at: number | null = id, steps = 0; at !== null && steps < 100; at = byId.get(at)?.parent ?? null) {
    const node = inSheet.get(at);
    if (node) return node;
    steps += 1;
  }
  return undefined;
}

/** Decides what is done with a row, those above it first. @returns the first day of the body; undefined: it is kept out */
function settle(
  node: Node,
  nodes: ReadonlyMap<number, Node>,
  context: BodyContext,
  byId: ReadonlyMap<number, BodyNow>,
): Day | undefined {
  const { plan, said, known, parent } = node;
  if (plan.outcome === 'problem') return undefined;
  if (plan.outcome === 'ignored' || plan.enter || plan.change) return plan.enter?.from ?? known?.from;
  if (known?.id === context.root || !parent) return known?.from;
  const above = 'row' in parent ? nodes.get(parent.row) : undefined;
  const aboveFrom = above ? settle(above, nodes, context, byId) : byId.get((parent as { id: number }).id)?.from;
  if (aboveFrom === undefined) {
    stop(node, 'parent', 'parent.stopped', 'row' in parent ? { row: parent.row } : {});
    return undefined;
  }
  return known ? change(node, known, parent, nodes) : enter(node, parent, { aboveFrom, asOf: context.asOf, nodes, said });
}

/** A row of the list that stands for a body which exists is that body. */
const resolved = (parent: Parent, nodes: ReadonlyMap<number, Node>): Parent => {
  const known = 'row' in parent ? nodes.get(parent.row)?.known : undefined;
  return known ? { id: known.id } : parent;
};

function enter(
  { plan, said }: Node,
  parent: Parent,
  { aboveFrom, asOf, nodes }: { aboveFrom: Day; asOf: Day; nodes: ReadonlyMap<number, Node>; said: BodySaid },
): Day {
  let from = said.from ?? asOf;
  if (from < aboveFrom) {
    from = aboveFrom;
    plan.shortened = true;
  }
  plan.outcome = 'new';
  plan.enter = { parent: resolved(parent, nodes), from, kind: said.kind ?? kindOfName(said.name) };
  return from;
}

function change({ plan, said }: Node, known: BodyNow, parent: Parent, nodes: ReadonlyMap<number, Node>): Day {
  const above = resolved(parent, nodes);
  const kind = said.kind ?? known.kind;
  const moved = 'row' in above || above.id !== known.parent;
  const renamed = said.name !== known.name && said.name !== known.fullName;
  if (!moved && !renamed && kind === known.kind) return known.from;
  plan.outcome = 'changed';
  const names = renamed ? { name: said.name, fullName: said.name } : { name: known.name, fullName: known.fullName };
  plan.change = { id: known.id, parent: above, kind, ...names };
  return known.from;
}
