import { it } from '@jest/globals';
import { type PythonPackage, providePythonPackage } from './python-package.ts';

const provided = await providePythonPackage();

/**
 * A test with the vendor's Python package. Where that cannot be had, it is skipped for the reason in its title.
 * @param without what can be tested all the same
 */
export function itWithPython(
  title: string,
  check: (python: PythonPackage) => Promise<void>,
  without?: () => Promise<void>,
): void {
  if (!('reason' in provided)) {
    it(title, () => check(provided));
    return;
  }
  const { reason } = provided;
  if (without !== undefined) it(title, without);
  it.skip(`${title}: ${reason}`, () => {});
}
