/**
 * The import table of the architecture, as code: for every room, what an import may lead to. Each refusal says
 * what the import does, whom it harms and what to write instead.
 */
import type { Import } from './source.ts';
import { targetOf, type ModuleRoom, type Place } from './rooms.ts';

export type Refusal = { what: string; harm: string; remedy: string };

/** What the table needs to know about the whole project. */
export type House = {
  /** Names in `src/modules.ts`, in order. */
  modules: string[];
  /** Why a file is not pure (it reaches a builtin, a server file or a package), or undefined when it is. */
  impurity(path: string): string | undefined;
};

type Edge = { from: Place; to: Place; imported: Import; house: House };

/** Packages that compute and do nothing else, so that rules and inputs stay testable without a machine around them. */
const purePackages = new Set(['zod', 'intl-messageformat']);
const isKit = (name: string): boolean => /^(@sveltejs\/kit|\$app|\$env|\$service-worker)(\/|$)/.test(name);
export const isPurePackage = (name: string): boolean => purePackages.has(name.split('/')[0] ?? name);

const pureHarm = 'This room must give the same answer everywhere, without a clock, a disk or a database.';

/** `yes`: always; `types`: only `import type`; `no`: never. Own module, column by column. */
const ownModule: Record<ModuleRoom, Partial<Record<ModuleRoom, 'yes' | 'types'>>> = {
  rules: { rules: 'yes' },
  input: { rules: 'yes', input: 'yes' },
  store: { rules: 'types', store: 'yes' },
  actions: { rules: 'yes', input: 'types', store: 'yes', actions: 'yes' },
  door: { rules: 'yes', input: 'yes', store: 'yes', actions: 'yes', hot: 'yes', door: 'yes' },
  hot: { rules: 'yes', input: 'yes', actions: 'yes', hot: 'yes' },
  views: { rules: 'yes', input: 'types', door: 'types', views: 'yes' },
};

const ownRemedy: Partial<Record<ModuleRoom, string>> = {
  rules: 'Pass what the rule needs as a parameter, and let the action fetch it.',
  input: 'Return the typed input, and let the action go on from there.',
  store: 'Let the action call the rule and hand the store plain values; use `import type` for their types.',
  actions: 'Take the input as a parameter (`import type` for its type).',
  hot: 'Call an action, as a route does.',
  views: 'Take it as a prop; export its type from the door and use `import type`.',
};

function withinModule({ from, to, imported }: Edge): Refusal | undefined {
  if (to.room === 'unknown' || !(from.room in ownModule)) return undefined;
  const verdict = ownModule[from.room as ModuleRoom][to.room as ModuleRoom];
  if (verdict === 'yes' || (verdict === 'types' && imported.typeOnly)) return undefined;
  const only = verdict === 'types' ? ' for more than types' : '';
  return {
    what: `${from.room} imports ${to.room}${only}`,
    harm: `Data flows one way, input → action → rules and store; ${from.room} would know what it must not.`,
    remedy: ownRemedy[from.room as ModuleRoom] ?? 'Export it from the room it is in.',
  };
}

function order({ from, to, house }: Edge): Refusal | undefined {
  const [mine, theirs] = [house.modules.indexOf(from.module ?? ''), house.modules.indexOf(to.module ?? '')];
  if (theirs === -1) {
    return {
      what: `imports module ${to.module}, which is not listed in src/modules.ts`,
      harm: 'A module outside the list is not migrated, not navigated and not checked.',
      remedy: `Add '${to.module}' to src/modules.ts, before '${from.module}'.`,
    };
  }
  if (mine === -1 || theirs < mine) return undefined;
  return {
    what: `${from.module} imports ${to.module}, which comes later in src/modules.ts`,
    harm: 'Two modules that need each other can never be changed, tested or removed alone.',
    remedy: `Let ${to.module} call ${from.module}, send an event, or move the lines in src/modules.ts.`,
  };
}

function otherModule(edge: Edge): Refusal | undefined {
  const { from, to, imported } = edge;
  const late = order(edge);
  if (late) return late;
  const byDoor = to.room === 'door' && (from.room === 'actions' || from.room === 'hot' || imported.typeOnly);
  const viewInView = from.room === 'views' && to.room === 'views';
  if (byDoor || viewInView) return undefined;
  const behind = to.room === 'door' ? '' : `, behind its door (${to.room})`;
  return {
    what: `${from.room} of ${from.module} imports module ${to.module}${behind}`,
    harm: `${to.module} could no longer change its inside without breaking ${from.module}.`,
    remedy: `Let the action call #modules/${to.module}/index.server.ts and pass on what it returns (types: \`import type\` from there).`,
  };
}

function platform({ from, to, imported, house }: Edge): Refusal | undefined {
  if (imported.typeOnly || ['actions', 'door', 'hot'].includes(from.room)) return undefined;
  if (from.room === 'store' && to.path.startsWith('src/platform/database/')) return undefined;
  if (from.room === 'views' && to.path.startsWith('src/platform/words/')) return undefined;
  const why = house.impurity(to.path);
  if (why === undefined) return undefined;
  return {
    what: `${from.room} imports ${to.path}, which is not pure (${why})`,
    harm: from.room === 'store' ? 'A statement that also does other work cannot be rolled back with it.' : pureHarm,
    remedy: 'Call it in the action and pass the result in.',
  };
}

/** An import whose importer is in a module. */
export function fromModule(edge: Edge): Refusal | undefined {
  const { from, to, imported } = edge;
  if (to.module !== undefined) return to.module === from.module ? withinModule(edge) : otherModule(edge);
  if (to.room === 'platform') return platform(edge);
  if (to.room === 'ui' && (from.room === 'views' || imported.typeOnly)) return undefined;
  if (to.path === 'src/modules.ts' && from.room !== 'rules') return undefined;
  return {
    what: `${from.room} imports ${to.path}`,
    harm: 'A module that reaches up to what uses it cannot be used anywhere else.',
    remedy: 'Take it as a parameter or a prop, or move the shared piece into src/platform or src/ui.',
  };
}

/** An import whose importer is a route. */
export function fromRoute({ to, imported }: Edge): Refusal | undefined {
  if (to.room === 'store') {
    return {
      what: `a route imports the store of ${to.module}`,
      harm: 'It would read or write without the permission check and the event that the action adds.',
      remedy: `Call a named export of #modules/${to.module}/index.server.ts.`,
    };
  }
  if (to.path.startsWith('src/platform/database/') && !imported.typeOnly) {
    return {
      what: 'a route imports the database',
      harm: 'SQL in a route is SQL nobody finds again, and nobody checked the permission.',
      remedy: "Write a function in the module's store, an action around it, and export it from the door.",
    };
  }
  if (to.module === undefined || to.room === 'door' || to.room === 'views') return undefined;
  return {
    what: `a route imports ${to.room} of ${to.module}`,
    harm: 'The route would depend on how the module works inside.',
    remedy: `Export it from #modules/${to.module}/index.server.ts, or use it inside a view.`,
  };
}

/** An import whose importer is in `platform`, `ui`, `enhance` or the service worker. */
export function fromGround({ from, to, imported, house }: Edge): Refusal | undefined {
  const free = to.room === from.room || (from.room === 'platform' && imported.typeOnly && to.room === 'app');
  if (free) return undefined;
  const words = to.path.startsWith('src/platform/words/');
  const pure = to.room === 'platform' && (imported.typeOnly || words || house.impurity(to.path) === undefined);
  if (from.room !== 'platform' && pure) return undefined;
  if (from.room === 'platform' && to.path === 'src/env.ts') return undefined;
  return {
    what: `${from.room} imports ${to.path}`,
    harm: `Everything stands on ${from.room}; what it imports can never be removed, and every module drags it along.`,
    remedy: 'Turn it round: take a parameter or a prop, or let the module register itself.',
  };
}

/** An import whose importer ties the house together: server, hooks, site. */
export function fromApp({ from, to }: Edge): Refusal | undefined {
  if (to.module === undefined || ['door', 'hot', 'views'].includes(to.room)) return undefined;
  if (/\/words\/\w+\.json$/.test(to.path)) return undefined;
  return {
    what: `${from.path} imports ${to.room} of ${to.module}`,
    harm: 'It goes round the permission checks and events of the module.',
    remedy: `Call a named export of #modules/${to.module}/index.server.ts.`,
  };
}

/** An import of a package or a builtin of Node. */
export function ofPackage(from: Place, name: string, builtin: boolean, typeOnly: boolean): Refusal | undefined {
  const { room } = from;
  if (typeOnly) return undefined;
  if ((room === 'rules' || room === 'input') && (builtin || !isPurePackage(name) || room === 'rules')) {
    return {
      what: `${room} imports ${name}`,
      harm: pureHarm,
      remedy: 'Do that in the action, and pass the result in.',
    };
  }
  const kitAllowed = ['routes', 'app', 'platform', 'service-worker'].includes(room);
  if (isKit(name) && !kitAllowed && !(room === 'views' && name === '$app/paths')) {
    return {
      what: `${room} imports ${name}`,
      harm: 'It could no longer run in a job, in a test or on the command line, only inside a page.',
      remedy: 'Return a value; the route turns it into a page, a redirect or an error.',
    };
  }
  if (name === 'kysely' && !['store', 'platform'].includes(room)) {
    return {
      what: `${room} imports kysely`,
      harm: 'SQL outside the store is SQL nobody finds when the table changes.',
      remedy: "Write a small function in the module's store; for the types use `import type`.",
    };
  }
  return undefined;
}

/** The table: undefined when the import is allowed. */
export function refuse(from: Place, imported: Import, house: House): Refusal | undefined {
  const target = targetOf(imported.specifier, from.path);
  if (target.kind !== 'file') return ofPackage(from, target.name, target.kind === 'builtin', imported.typeOnly);
  const edge = { from, to: target.place, imported, house };
  if (from.module !== undefined) return fromModule(edge);
  if (from.room === 'routes') return fromRoute(edge);
  if (from.room === 'app') return fromApp(edge);
  return fromGround(edge);
}
