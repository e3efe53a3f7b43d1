/** The operator's command line: `npm run -s caunoi -- <command>`. */
import { ConfigRefused } from '#platform/config.server.ts';
import { commands } from './commands/index.ts';
import { Refusal, UsageError } from './commands/refusal.ts';

/** sysexits(3): a wrong call, wrong settings, everything else. */
const EXIT = { refused: 1, usage: 64, failed: 70, config: 78 };
const out = (line: string) => process.stdout.write(`${line}\n`);

function help(): void {
  out('Usage: npm run -s caunoi -- <command> [options]\n');
  for (const command of commands) out(`  ${command.usage.padEnd(76)} ${command.does}`);
  out('\nSettings come from the environment, as for npm start; see README.md.');
}

async function run(argv: string[]): Promise<number> {
  if (argv.length === 0 || argv[0] === '--help' || argv[0] === '-h' || argv[0] === 'help') {
    help();
    return argv.length === 0 ? EXIT.usage : 0;
  }
  const command = commands.find(({ name }) => name.every((word, at) => argv[at] === word));
  if (!command) throw new UsageError(`There is no command "${argv.join(' ')}". See: npm run -s caunoi -- --help`);
  const rest = argv.slice(command.name.length);
  if (rest.includes('--help')) {
    out(`npm run -s caunoi -- ${command.usage}\n${command.does}`);
    return 0;
  }
  return (await command.run(rest, out)) ?? 0;
}

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  if (error instanceof UsageError) process.exitCode = EXIT.usage;
  else if (error instanceof Refusal) process.exitCode = EXIT.refused;
  else process.exitCode = error instanceof ConfigRefused ? EXIT.config : EXIT.failed;
}
