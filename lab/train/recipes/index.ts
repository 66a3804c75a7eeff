import type { Recipe } from '../recipe';
import { knee } from './knee';
import { kneeFixed, kneeFixedLong } from './knee-fixed';
import { kneeMemory } from './knee-memory';
import { legs } from './legs';
import { synergy } from './synergy';

const RECIPES: readonly Recipe[] = [knee, kneeMemory, kneeFixed, kneeFixedLong, legs, synergy];

/** Throws Error, naming those there are, for an unknown one. */
export function recipeOf(id: string): Recipe {
  const found = RECIPES.find((r) => r.id === id);
  if (!found) throw new Error(`No model ${id}; there are: ${RECIPES.map((r) => r.id).join(', ')}`);
  return found;
}
