import type { SessionAbout } from '../about';
import type { SessionTable } from '../session-table';
import { zipOf, type ZipEntry } from '../zip';
import { namesOf } from './labels';
import { motionFiles } from './motion';

const BIDS_VERSION = '1.10.0';

const README = `# Gait in a lower-limb exoskeleton

Recorded with Stridecast. Research use only.

Signals are those of the model rate: calibrated, low-pass filtered causally, resampled on the clock of the device.
Angles are in degrees: flexion and dorsiflexion positive. Channel names follow OpenSim; \`_r\` is the right side, \`_l\` the left.
The first column of each motion file is the time since its first row. Marks of the therapist and of the device are events.
`;

/**
 * One session as a data set of the Brain Imaging Data Structure (motion, version 1.10), zipped:
 * https://bids-specification.readthedocs.io/en/v1.10.0/modality-specific-files/motion.html
 */
export async function bidsOf(
  table: SessionTable,
  about: SessionAbout,
  onShare?: (share: number) => void,
): Promise<Blob> {
  const { subject, folder, stem, recording } = namesOf(about);
  const { motion, events, channels, sidecar } = await motionFiles(table, about, onShare);
  const at = (name: string): string => `${folder}/motion/${recording}_${name}`;
  const side = about.affectedSide === 'l' ? 'left' : 'right';
  const entries: ZipEntry[] = [
    file('dataset_description.json', json(description())),
    file('README', README),
    file('participants.tsv', `participant_id\taffected_side\n${subject}\t${side}\n`),
    file('participants.json', json(PARTICIPANTS)),
    file(
      `${folder}/${stem}_scans.tsv`,
      `filename\tacq_time\nmotion/${recording}_motion.tsv\t${about.startedAt}\n`,
    ),
    file(at('motion.json'), json(sidecar)),
    file(at('channels.tsv'), channels),
    { path: at('motion.tsv'), content: motion },
    { path: at('events.tsv'), content: events },
    file(at('events.json'), json(EVENTS)),
  ];
  return zipOf(entries);
}

const description = () => ({
  Name: 'Gait in a lower-limb exoskeleton',
  BIDSVersion: BIDS_VERSION,
  DatasetType: 'raw',
  GeneratedBy: [{ Name: 'Stridecast' }],
});

const PARTICIPANTS = {
  participant_id: { Description: 'Pseudonym of the patient.' },
  affected_side: {
    Description: 'Side of the body that is affected.',
    Levels: { left: 'left side', right: 'right side' },
  },
};

const EVENTS = {
  trial_type: { Description: 'What was marked by the therapist or by the device, in their words.' },
};

const file = (path: string, text: string): ZipEntry => ({ path, content: new Blob([text]) });
const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
