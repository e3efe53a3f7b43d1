import {
  createPersonFromCommandLine,
  newPasswordFromCommandLine,
  operator,
  parsePasswordArguments,
  parsePersonArguments,
  removeFactors,
} from '#modules/people/index.server.ts';
import type { Problem, Result } from '#platform/result.ts';
import { translator } from '#platform/words/translate.ts';
import { readOptions, withApplication, type Command } from './command.ts';
import { Refusal, UsageError } from './refusal.ts';

const text = { type: 'string' } as const;
const say = (problem: Problem) =>
  `${problem.field ? `${problem.field}: ` : ''}${translator('en').dynamic(`people.problem.${problem.code}`, problem.values)}`;

/** @throws Refusal with every problem in one line */
function valueOf<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Refusal(result.problems.map(say).join(' · '));
}

export const userCreate: Command = {
  name: ['user', 'create'],
  usage: 'user create --signInName X --name X [--email X] [--role X --body SYMBOL]',
  does: 'makes an account; without --password one is made and shown once',
  async run(args, out) {
    const options = { signInName: text, name: text, email: text, password: text, role: text, body: text };
    const given = { ...readOptions(args, options) };
    await withApplication(async ({ runtime }) => {
      const created = valueOf(
        await createPersonFromCommandLine(runtime, valueOf(parsePersonArguments(given)), new Date()),
      );
      out(`Created ${given.signInName}.`);
      if (created.madePassword) out(`Password, shown once: ${created.madePassword}`);
    });
  },
};

export const userPassword: Command = {
  name: ['user', 'password'],
  usage: 'user password --signInName X',
  does: 'gives an account a new password and ends its sessions',
  async run(args, out) {
    const given = { ...readOptions(args, { signInName: text, password: text }) };
    await withApplication(async ({ runtime }) => {
      const changed = valueOf(
        await newPasswordFromCommandLine(runtime, valueOf(parsePasswordArguments(given)), new Date()),
      );
      out(`Changed the password of ${given.signInName}.`);
      if (changed.madePassword) out(`Password, shown once: ${changed.madePassword}`);
    });
  },
};

export const userFactors: Command = {
  name: ['user', 'factors'],
  usage: 'user factors --signInName X --remove',
  does: 'removes app, passkeys, recovery codes and linked identity of who lost them; ends all sessions',
  async run(args, out) {
    const { signInName = '', remove } = readOptions(args, { signInName: text, remove: { type: 'boolean' } });
    if (!remove) throw new UsageError('Say --remove: nothing of it comes back.');
    await withApplication(async ({ runtime }) => {
      valueOf(await removeFactors(runtime, signInName, { by: operator, now: new Date() }));
      out(`Removed the second factors of ${signInName}. The next sign-in asks for the password, then to set one up.`);
    });
  },
};
