/**
 * Lets all who ask while an answer is on its way share the next one. What each of them gets was asked after they did, and however many
 * they are, one question is under way.
 */
export function shareAnswers<T>(ask: () => Promise<T>): () => Promise<T> {
  let underWay: Promise<T> | null = null;
  let next: Promise<T> | null = null;
  const begin = () => {
    const asked = ask().finally(() => {
      if (underWay === asked) underWay = null;
    });
    underWay = asked;
    return asked;
  };
  return () => {
    if (!underWay) return begin();
    next ??= underWay
      // Its failure is told to those who asked it.
      .then(
        () => undefined,
        () => undefined,
      )
      .then(() => {
        next = null;
        return begin();
      });
    return next;
  };
}
