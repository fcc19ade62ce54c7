import type { StartRequest } from '../client/start-request.ts';
import type { Kind } from './kinds.ts';
import type { Random } from './random.ts';

/** One verification of a run. */
export interface Subject {
  readonly verificationId: string;
  readonly kind: Kind;
  readonly request: StartRequest & { readonly verificationId: string };
}

/** The verifications of a run: each kind as often as its share says, in an order that the seed decides. */
export function populate(count: number, kinds: readonly Kind[], random: Random, notifyUrl: string): readonly Subject[] {
  const round = kinds.flatMap((kind) => Array.from({ length: kind.share }, () => kind));
  const order: Kind[] = [];
  while (order.length < count) order.push(...shuffled(round, random));
  return order.slice(0, count).map((kind, index) => {
    const serial = String(index + 1).padStart(4, '0');
    const verificationId = `chaos-${serial}-${kind.name}`;
    const { idInfo } = kind.request;
    const idNumber = kind.idNumberDigits === undefined ? undefined : `${serial}0`.padStart(kind.idNumberDigits, '1');
    return {
      verificationId,
      kind,
      request: {
        ...kind.request,
        verificationId,
        userId: `chaos-person-${serial}`,
        skipIdCheck: true,
        notifyUrl,
        ...(idNumber === undefined ? {} : { idInfo: { ...idInfo, idNumber } }),
      },
    };
  });
}

export function shuffled<T>(items: readonly T[], random: Random): T[] {
  const rest = [...items];
  const mixed: T[] = [];
  while (rest.length > 0) mixed.push(...rest.splice(random.below(rest.length), 1));
  return mixed;
}
