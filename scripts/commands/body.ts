import { createBody, findBodyBySymbol } from '#modules/organisation/index.server.ts';
import { chooseReceptionBody } from '#modules/ideas/index.server.ts';
import { dayOf } from '#platform/clock.ts';
import { translator } from '#platform/words/translate.ts';
import { readOptions, withApplication, type Command } from './command.ts';
import { Refusal, UsageError } from './refusal.ts';

const text = { type: 'string' } as const;

export const bodyCreate: Command = {
  name: ['body', 'create'],
  usage: 'body create --symbol X --name X --kind X [--parent SYMBOL]',
  does: 'enters a body from today on; the first ones of an installation without sample',
  async run(args, say) {
    const given = readOptions(args, { symbol: text, name: text, kind: text, parent: text });
    await withApplication(async ({ runtime }) => {
      const { symbol = '', name = '', kind = '', parent = null } = given;
      const draft = { symbol, name, kind, parentSymbol: parent, basis: 'caunoi body create' };
      const made = await createBody(runtime.db, draft, dayOf(new Date()));
      const t = translator('en');
      if (!made.ok) throw new Refusal(made.problems.map((one) => t.dynamic(`organisation.problem.${one.code}`)).join(' · '));
      say(`Created ${symbol} (id ${made.value}).`);
    });
  },
};

export const receptionCommand: Command = {
  name: ['ideas', 'reception'],
  usage: 'ideas reception --body SYMBOL',
  does: 'says which body receives ideas',
  async run(args, say) {
    const { body } = readOptions(args, { body: text });
    if (!body) throw new UsageError('Give --body SYMBOL.');
    await withApplication(async ({ runtime }) => {
      const id = await findBodyBySymbol(runtime.db, body, dayOf(new Date()));
      if (id === undefined) throw new Refusal(`No body has the symbol ${body} today.`);
      await chooseReceptionBody(runtime.db, id);
      say(`Ideas are received by ${body}.`);
    });
  },
};
