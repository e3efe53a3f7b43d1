import * as people from '#modules/people/index.server.ts';
import type { Result } from '#platform/result.ts';
import { runtime } from '#platform/runtime.server.ts';

type Act = { run: (own: people.Own, form: FormData) => Promise<Result<{ codes: string[] } | void>>; done: string };
const textOf = (form: FormData, name: string) => String(form.get(name) ?? '').slice(0, 500);
const idOf = (form: FormData) => Number(textOf(form, 'id')) || 0;

/** Every form of the page: what it runs, and what the page then says is done. */
export const acts: Record<string, Act> = {
  beginApp: { run: (own) => people.beginApp(runtime(), own), done: 'set' },
  confirmApp: { run: (own, form) => people.confirmApp(runtime(), own, textOf(form, 'code')), done: 'app.set' },
  removeApp: { run: (own) => people.removeApp(runtime(), own), done: 'app.removed' },
  codes: { run: (own) => people.renewCodes(runtime(), own), done: 'codes' },
  namePasskey: {
    run: (own, form) => people.callPasskey(runtime(), own, idOf(form), people.readPasskeyName(textOf(form, 'name'))),
    done: 'passkey.renamed',
  },
  removePasskey: { run: (own, form) => people.removePasskey(runtime(), own, idOf(form)), done: 'passkey.removed' },
  unlink: { run: (own) => people.unlinkProvider(runtime(), own), done: 'provider.unlinked' },
};
