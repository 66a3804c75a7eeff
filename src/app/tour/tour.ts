import { create } from 'zustand';
import { hashOf } from '../routes';
import { useApp } from '../store/store';
import { STEPS } from './steps';

interface TourState {
  /** Which step is shown, or null while there is no tour. */
  step: number | null;
}

export const useTour = create<TourState>()(() => ({ step: null }));

/** Shows a step on its own screen; past the last one the tour is over. */
export function goToStep(index: number): void {
  if (index < 0 || index >= STEPS.length) return endTour();
  useTour.setState({ step: index });
  const hash = hashOf(STEPS[index].screen);
  if (location.hash !== hash) location.hash = hash;
}

export const startTour = (): void => goToStep(0);

/** Over, or not wanted: either is remembered. */
export function endTour(): void {
  useTour.setState({ step: null });
  useApp.getState().changeSettings({ tourDone: true });
}
