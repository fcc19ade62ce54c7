import type { ConnectionLike } from '@temporalio/client';
import { SEARCH_ATTRIBUTES } from '../workflows/messages.ts';

/**
 * Asks once whether the namespace has all search attributes that verifications show themselves by. Where it has not, or
 * does not tell (some managed clusters refuse the question), they are left out.
 */
export function createSearchAttributeCheck(connection: ConnectionLike, namespace: string): () => Promise<boolean> {
  let answer: Promise<boolean> | undefined;
  const ask = async (): Promise<boolean> => {
    try {
      const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
      return Object.values(SEARCH_ATTRIBUTES).every((name) => name in (customAttributes ?? {}));
    } catch {
      return false;
    }
  };
  return () => {
    answer ??= ask();
    return answer;
  };
}
