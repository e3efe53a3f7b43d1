import { findBodyBySymbol } from '#modules/organisation/index.server.ts';
import type { Db } from '#platform/database/client.ts';
import { readModel } from '#platform/database/read-model.server.ts';
import { defaultClock, type ClockSettings } from '../rules/deadlines.ts';
import { allSettings, settingsRevision, writeSetting } from '../store/settings.server.ts';

/** Body that receives ideas when nothing else was chosen: Ban Tuyên giáo và Dân vận Thành ủy. */
const USUAL_RECEPTION = 'BTGDVTU';

/** In memory: every idea that comes in needs two of them, and they change once a year. */
const settings = readModel({ revision: settingsRevision, load: allSettings });
/** After a write, so that this process sees it at once; the others do within seconds. */
export const forgetSettings = (db: Db): void => settings.forget(db);

export const readClock = async (db: Db): Promise<ClockSettings> => ({
  ...defaultClock,
  ...((await settings(db)).get('clock') as Partial<ClockSettings> | undefined),
});

export const readReceptionBody = async (db: Db): Promise<number> =>
  ((await settings(db)).get('reception_body') as number | undefined) ?? 0;

/** Called at the operator's command line, which is allowed everything on its own machine. */
export async function chooseReceptionBody(db: Db, body: number): Promise<void> {
  await writeSetting(db, 'reception_body', body);
  forgetSettings(db);
}

/** At the first start the reception body is looked up by its symbol; an administrator may choose another. */
export async function prepareSettings(db: Db, today: string): Promise<void> {
  if (await readReceptionBody(db)) return;
  const body = await findBodyBySymbol(db, USUAL_RECEPTION, today);
  if (body !== undefined) await chooseReceptionBody(db, body);
}
