import { ideasList } from './ideas-list.ts';
import { ideasApi } from './ideas-api.ts';
import { ideaPage } from './idea-page.ts';
import { serverTime } from './server-time.ts';
import { held } from './figures.ts';
const which = [ideasList, ideasApi, ideaPage, serverTime].filter(s => process.argv.length < 3 || process.argv.includes(s.name));
for (const s of which) for (const f of await s.run()) console.log(f.what, f.value, f.unit, f.bar, held(f), f.note);
