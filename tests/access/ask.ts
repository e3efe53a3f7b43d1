/** One request: as somebody, for one way, about one subject. */
import { addDays, dayOf } from '#platform/clock.ts';
import { addressOf, type World } from './application.ts';
import { fields } from './fields.ts';
import type { Asker } from './people.ts';
import type { Way } from './routes.ts';
import type { Params } from './subjects.ts';
import type { Rule } from './rule.ts';

export type Answer = { status: number; location: string; text: string };
export type Question = {
  asker: Pick<Asker, 'cookie'>;
  way: Way;
  rule: Rule;
  params: Params;
  /** Instead of the rule's own. */
  query?: string;
  /** In the name of which site; null: the header is left out. */
  origin?: string | null;
  /** Fields that no form of ours has. */
  more?: Readonly<Record<string, string>>;
};

export const writes = ({ method }: Way): boolean => !['GET', 'HEAD', 'OPTIONS', 'fallback'].includes(method);

export async function ask(world: World, { asker, way, rule, params, query = '', origin = world.origin, more = {} }: Question): Promise<Answer> {
  const today = dayOf(new Date());
  const known = { ...world.bodies, ...params, today, later: addDays(today, 20) } as Record<string, string | number>;
  const fill = (text: string) => text.replace(/\{(\w+)\}/g, (_, name: string) => String(known[name]));
  const step = way.action === null ? (rule.query ?? '') : `?/${way.action}`;
  const method = way.method === 'fallback' ? 'DELETE' : way.method;
  const headers: Record<string, string> = { accept: 'text/html', ...(asker.cookie ? { cookie: asker.cookie } : {}) };
  if (origin !== null) headers.origin = origin;
  const init: RequestInit = { method, headers, redirect: 'manual' };
  if (!['GET', 'HEAD', 'OPTIONS'].includes(method)) {
    const own = Object.entries({ ...more, ...fields(world.bodies, world.somebody), ...params, ...rule.form });
    init.body = rule.json ? JSON.stringify({ ...more, ...rule.json }) : formOf(own.map(([name, value]) => [name, fill(String(value))]), rule.file);
    if (rule.json) headers['content-type'] = 'application/json';
  }
  const response = await fetch(world.origin + addressOf(way.route, params) + fill(query || step), init);
  return { status: response.status, location: response.headers.get('location') ?? '', text: await response.text() };
}

function formOf(values: [string, string][], file: string | undefined): URLSearchParams | FormData {
  if (!file) return new URLSearchParams(values);
  const form = new FormData();
  for (const [name, value] of values) form.set(name, value);
  form.set(file, new File(['Mã số,Họ và tên\n1,Thị Bé\n'], 'danh-sach.csv'));
  return form;
}

/** Where somebody is sent who first has to sign in, or to show a second factor. */
const DOORS = /\/(dang-nhap(\?next=.*)?|tai-khoan\/bao-mat\?next=.*)$/;
export const isRefused = ({ status, location }: Answer): boolean =>
  [401, 403, 404].includes(status) || ([302, 303, 307].includes(status) && DOORS.test(location));

/** Many at a time; the server has its pool of connections. */
export async function inTurns<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const left = [...items];
  await Promise.all(Array.from({ length: 6 }, async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item);
  }));
}
