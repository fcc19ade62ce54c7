import Sequencer from '@jest/test-sequencer';

/**
 * On a clean checkout jest knows no durations and begins with the largest files, so that a long test of few lines would begin
 * last and run alone.
 */
const SLOWEST = [
  'test/chaos/chaos.test.ts',
  'test/integration/exactly-once.test.ts',
  'test/integration/scenarios.test.ts',
  'test/integration/one-request.test.ts',
  'test/integration/in-doubt.test.ts',
  'test/docs/migrating.test.ts',
];

export default class SlowestFirst extends Sequencer {
  sort(tests) {
    const rank = ({ path }) => {
      const at = SLOWEST.findIndex((name) => path.replaceAll('\\', '/').endsWith(name));
      return at === -1 ? SLOWEST.length : at;
    };
    return super.sort(tests).sort((one, other) => rank(one) - rank(other));
  }
}
