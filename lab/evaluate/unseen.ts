/** Weights that may judge some people. */
interface Weights {
  readonly card: { readonly trainingPeople: readonly string[] };
}

/**
 * Who is judged by which weights: the first that never saw him. `refused` are those whom all have seen.
 */
export function byUnseenWeights<P extends { readonly id: string }, W extends Weights>(
  people: readonly P[],
  models: readonly W[],
): { judged: { model: W; people: P[] }[]; refused: P[] } {
  const judgeOf = (person: P) => models.find((m) => !m.card.trainingPeople.includes(person.id));
  const judged = models
    .map((model) => ({ model, people: people.filter((p) => judgeOf(p) === model) }))
    .filter((group) => group.people.length > 0);
  return { judged, refused: people.filter((p) => judgeOf(p) === undefined) };
}
