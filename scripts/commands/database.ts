import { loadSampleOnce } from '../sample.ts';
import { readOptions, withApplication, type Command } from './command.ts';

export const migrateCommand: Command = {
  name: ['migrate'],
  usage: 'migrate',
  does: 'brings the database up to date; also done by every start',
  async run(args, say) {
    readOptions(args, {});
    await withApplication(async () => say('The database is up to date.'));
  },
};

export const sampleCommand: Command = {
  name: ['sample'],
  usage: 'sample',
  does: 'loads the invented sample province into an empty system',
  async run(args, say) {
    readOptions(args, {});
    await withApplication(async (application) => {
      const lines = await loadSampleOnce(application, say);
      say(lines.length > 0 ? lines.join('\n') : 'SAMPLE=none: nothing was loaded.');
    });
  },
};
