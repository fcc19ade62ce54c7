/**
 * Lets a few callers on in each turn of the event loop, in the order in which they came. What begins together, as dozens of
 * jobs do, would otherwise end together as well and do each of its steps in one go, which holds up everything else.
 */
export function createTurns(mostATurn = 4): () => Promise<void> {
  const waiting: (() => void)[] = [];
  const admit = (): void => {
    for (const goOn of waiting.splice(0, mostATurn)) goOn();
    if (waiting.length > 0) setImmediate(admit);
  };
  return () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      if (waiting.length === 1) setImmediate(admit);
    });
}
