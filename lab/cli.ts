import { note } from './figures';

/** `npm run lab -- <command> ...`: each command is one file in lab/commands. */
const commands: Record<string, { about: string; load: () => Promise<{ run(args: string[]): Promise<void> }> }> = {
  'fit-walker': {
    about: "fit the virtual exoskeleton's walker to the real people",
    load: () => import('./commands/fit-walker'),
  },
};

const [name, ...args] = process.argv.slice(2);
const command = name === undefined ? undefined : commands[name];
if (command === undefined) {
  note(`${name === undefined || name === 'help' ? '' : `Unknown command: ${name}\n`}Commands:`);
  for (const [key, c] of Object.entries(commands)) note(`  ${key.padEnd(10)} ${c.about}`);
  process.exitCode = name === undefined || name === 'help' ? 0 : 2;
} else {
  try {
    await (await command.load()).run(args);
  } catch (error) {
    note(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
