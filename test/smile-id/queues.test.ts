import { expect, it } from '@jest/globals';
import { createQueues } from '../../smile-id/queues.ts';

it('lets those of a key follow one another, also where one leaves before its turn', async () => {
  const placeIn = createQueues();
  const [first, second, third, other] = [placeIn('a'), placeIn('a'), placeIn('a'), placeIn('b')];
  const came: string[] = [];
  const arrivals = [first, second, third].map((place, index) => place.turn.then(() => came.push(`a${index + 1}`)));
  await other.turn;
  await first.turn;
  second.leave();
  // Whatever has to come after that has come by then.
  await new Promise(setImmediate);
  expect(came).toEqual(['a1']);
  first.leave();
  await Promise.all(arrivals);
  expect(came).toEqual(['a1', 'a2', 'a3']);
  third.leave();
  third.leave();
  await placeIn('a').turn;
});
