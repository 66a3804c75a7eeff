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

export const theme = createTheme({
  colors: { slate },
  primaryColor: 'slate',
  primaryShade: { light: 8, dark: 1 },
  autoContrast: true,
  luminanceThreshold: 0.4,
  defaultRadius: 'sm',
  fontFamily:
    'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Liberation Sans", sans-serif',
  cursorType: 'pointer',
  respectReducedMotion: true,
});
