import { personNamed, type Person } from '#modules/people/index.server.ts';
import type { Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { bodies, places } from './script.ts';

/** Who writes and who signs in an agency's name, by the sign-in names of the people module's sample. */
const agencies: Readonly<Record<number, { writer: string; leader: string; title: string }>> = {
  [bodies.farming]: { writer: 'traloi.nnmt', leader: 'lanhdao.nnmt', title: 'Giám đốc' },
  [bodies.construction]: { writer: 'traloi.xaydung', leader: 'lanhdao.xaydung', title: 'Phó Giám đốc' },
  [bodies.committeeOf(places.dongXoai)]: { writer: 'traloi.dongxoai', leader: 'lanhdao.dongxoai', title: 'Chủ tịch' },
  [bodies.health]: { writer: 'traloi.yte', leader: 'lanhdao.yte', title: 'Phó Giám đốc' },
  [bodies.schools]: { writer: 'traloi.gddt', leader: 'lanhdao.gddt', title: 'Giám đốc' },
  [bodies.culture]: { writer: 'traloi.vhttdl', leader: 'lanhdao.vhttdl', title: 'Phó Giám đốc' },
  [bodies.services]: { writer: 'traloi.ttpvhcc', leader: 'lanhdao.ttpvhcc', title: 'Giám đốc' },
};

export type Agency = { writer: Person; leader: Person; title: string };
export type Cast = { officer: Person; reviewer: Person; agencyOf(body: number): Agency };

/** The sample's people; undefined when one of them is missing (a real account may have the name). */
export async function readCast(db: Db, now: Instant): Promise<Cast | undefined> {
  const names = ['canbo.tiepnhan', 'thamtra', ...Object.values(agencies).flatMap(({ writer, leader }) => [writer, leader])];
  const found = new Map<string, Person>();
  for (const name of names) {
    const person = await personNamed(db, name, now);
    if (!person) return undefined;
    found.set(name, { kind: 'person', ...person });
  }
  const person = (name: string) => found.get(name) as Person;
  return {
    officer: person('canbo.tiepnhan'),
    reviewer: person('thamtra'),
    agencyOf(body) {
      const agency = agencies[body];
      if (!agency) throw new Error(`Nobody in the sample answers for body ${body}`);
      return { writer: person(agency.writer), leader: person(agency.leader), title: agency.title };
    },
  };
}
