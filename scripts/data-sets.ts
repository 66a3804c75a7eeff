/** What is known of the recordings that shipped models learned from; told by their authors or seen in the files. */
interface DataSet {
  /** Beginning of the name in the cards. */
  readonly card: string;
  readonly people: string;
  readonly how: string;
  readonly flaws: readonly string[];
}

export const DATA_SETS: readonly DataSet[] = [
  {
    card: 'EMG Dataset in Lower Limb',
    people:
      'Men, 11 without and 11 with a knee abnormality (named A) in the published set; age, height and weight are not given. 16 of them were used here.',
    how: 'Surface EMG of four thigh muscles and a knee goniometer, one leg, 1000 rows a second (Biometrics DataLOG MWX8, 14 bit): level walking, standing knee flexion, seated knee extension. Models learn from the walking.',
    flaws: [
      'No women, nobody in an exoskeleton.',
      'The walks of people without abnormality are 4 to 6 strides; those with one are longer and hold turns and standing.',
      'In nearly all files of people without abnormality the goniometer was sampled at 50 Hz and interpolated to 1000 Hz, so that up to 20 ms of the future leak into a sample: their errors at 10 and 20 ms are too good.',
      'The direction of the angle differs between files, and there is no common zero; both are mended where the files are read.',
    ],
  },
  {
    card: 'CMU Graphics Lab Motion Capture Database',
    people:
      'Adults of a motion-capture laboratory, walking without a known disorder; age and sex are not given.',
    how: 'Optical motion capture at 120 Hz, joint angles by a skeleton that was fitted to markers. Level walking, mostly two to four seconds a recording.',
    flaws: [
      'One person may hold several subject numbers.',
      'In some recordings the solver holds the knee at 0 degrees; they are marked in docs/synergy.md.',
      'No EMG, no force, no disorder.',
    ],
  },
  {
    card: 'NONAN GaitPrint',
    people: 'Two healthy adults, a young and a middle-aged one, of the sample that its authors publish.',
    how: 'Inertial sensors at 200 Hz, 50 s of overground walking each.',
    flaws: [
      'Offsets of ankle and hip differ from person to person and are removed.',
      'Two people stand for nobody else.',
    ],
  },
  {
    card: 'Generated walkers of the virtual exoskeleton',
    people:
      'Nobody. Gait, EMG and force are made by a program whose coefficients were fitted to the sets above.',
    how: 'src/device/virtual, by preset and seed.',
    flaws: ['What a model learns from it is the program. It says nothing of people.'],
  },
];
