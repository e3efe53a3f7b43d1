import { findBodyBySymbol } from '#modules/organisation/index.server.ts';
import type { Db } from '#platform/database/client.ts';
import { defaultClock, type ClockSettings } from '../rules/deadlines.ts';
import { readSetting, writeSetting } from '../store/settings.server.ts';

/** Body that receives ideas when nothing else was chosen: Ban Tuyên giáo và Dân vận Thành ủy. */
const USUAL_RECEPTION = 'BTGDVTU';

export const readClock = async (db: Db): Promise<ClockSettings> => ({
  ...defaultClock,
  ...(await readSetting<Partial<ClockSettings>>(db, 'clock', {})),
});

export const readReceptionBody = (db: Db): Promise<number> => readSetting<number>(db, 'reception_body', 0);

/** Called at the operator's command line, which is allowed everything on its own machine. */
export const chooseReceptionBody = (db: Db, body: number): Promise<void> => writeSetting(db, 'reception_body', body);

/** At the first start the reception body is looked up by its symbol; an administrator may choose another. */
export async function prepareSettings(db: Db, today: string): Promise<void> {
  if (await readReceptionBody(db)) return;
  const body = await findBodyBySymbol(db, USUAL_RECEPTION, today);
  if (body !== undefined) await writeSetting(db, 'reception_body', body);
}
