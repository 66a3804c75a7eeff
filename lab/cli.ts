import { note } from './figures';

/** `npm run lab -- <command> ...`: each command is one file in lab/commands. */
const commands: Record<
  string,
  { about: string; load: () => Promise<{ run(args: string[]): Promise<void> }> }
> = {
  train: {
    about: 'train a model from the data sets and write it with its card',
    load: () => import('./commands/train'),
  },
  evaluate: {
    about: 'judge a model on people that it has never seen',
    load: () => import('./commands/evaluate'),
  },
  intervals: {
    about: 'judge the 90 % intervals person by person, and put their start into the cards',
    load: () => import('./commands/intervals'),
  },
  trust: {
    about: 'judge the signal that hides a forecast: sensor faults, standing, turns, good gait',
    load: () => import('./commands/trust'),
  },
  evidence: {
    about: 'put the tables of the model cards into docs/evidence.md',
    load: () => import('./commands/evidence'),
  },
  tables: {
    about: 'the same as evidence',
    load: () => import('./commands/evidence'),
  },
  adapt: {
    about: 'adapt a model to people by a few strides, and judge model and gate on later strides',
    load: () => import('./commands/adapt'),
  },
  score: {
    about: 'score forecasts on recorded wire bytes, as the Live screen does',
    load: () => import('./commands/score'),
  },
  streaming: {
    about: 'judge networks whose state is carried on for ever beside windowed ones',
    load: () => import('./commands/streaming'),
  },
  synergy: {
    about: "the study of joint synergy: the paper's networks and inputs, beside baselines",
    load: () => import('./commands/synergy'),
  },
  'fit-walker': {
    about: "fit the virtual exoskeleton's walker to the real people",
    load: () => import('./commands/fit-walker'),
  },
  virtual: {
    about: 'judge the virtual exoskeleton against real people, or record its wire bytes',
    load: () => import('./commands/virtual'),
  },
  strides: {
    about: 'how well gait events and cycles are found in real recordings',
    load: () => import('./commands/strides'),
  },
  transfer: {
    about:
      'the transfer study: EMG and force beside knee history, adapted on a few strides; makes their models',
    load: () => import('./commands/transfer'),
  },
  wire: {
    about: 'write a recording as the wire bytes of a device',
    load: () => import('./commands/wire'),
  },
};

const [name, ...args] = process.argv.slice(2);
const command = name === undefined ? undefined : commands[name];
if (command === undefined) {
  note(`${name === undefined || name === 'help' ? '' : `Unknown command: ${name}\n`}Commands:`);
  for (const [key, c] of Object.entries(commands)) note(`  ${key.padEnd(10)} ${c.about}`);
  process.exitCode = name === undefined || name === 'help' ? 0 : 2;
} else if (args.includes('--help')) {
  note(`${name}: ${command.about}\nIts options stand at the head of its file in lab/commands.`);
} else {
  try {
    await (await command.load()).run(args);
  } catch (error) {
    note(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
