import { createTheme, type MantineColorsTuple } from '@mantine/core';

/** The controls are of one neutral hue, so that colour means data. */
const slate: MantineColorsTuple = [
  '#f4f6f9',
  '#e6eaf0',
  '#cbd2dc',
  '#aab4c2',
  '#8792a3',
  '#667183',
  '#4b5566',
  '#353e4d',
  '#232b38',
  '#161b24',
];

/** Mantine's dark surfaces in the same hue: text, lines, raised, panel, paper. */
const dark: MantineColorsTuple = [
  '#e3e8f0',
  '#c3cbd8',
  '#a3adbd',
  '#7d8798',
  '#3a4454',
  '#2a323f',
  '#1d2430',
  '#171c24',
  '#10141a',
  '#0b0e13',
];

export const theme = createTheme({
  colors: { slate, dark },
  primaryColor: 'slate',
  primaryShade: { light: 8, dark: 1 },
  autoContrast: true,
  luminanceThreshold: 0.4,
  defaultRadius: 'sm',
  fontFamily:
    'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Liberation Sans", sans-serif',
  cursorType: 'pointer',
  respectReducedMotion: true,
  // Said, so that it stands in the page for tokens.css to see.
  components: { Button: { defaultProps: { variant: 'filled' } } },
});
