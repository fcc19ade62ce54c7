import type { Picture } from './job.ts';
import type { Product } from './products.ts';
import { Refusal, type RefusalCode } from './refusal.ts';

/** What is on file about a user; all but `active` refuse an authentication, PROTOCOL 5.3. */
export const enrolmentStates = ['active', 'disabled', 'deleted', 'must-reenrol', 'no-photo'] as const;

export type EnrolmentState = (typeof enrolmentStates)[number];

interface Enrolment {
  partnerId: string;
  userId: string;
  state: EnrolmentState;
  selfie: Picture | undefined;
}

export interface Enrolments {
  enrol(partnerId: string, userId: string, state?: EnrolmentState, selfie?: Picture): Enrolment;
  find(partnerId: string, userId: string): Enrolment | undefined;
}

export function createEnrolments(): Enrolments {
  const byUser = new Map<string, Enrolment>();
  const keyOf = (partnerId: string, userId: string) => JSON.stringify([partnerId, userId]);
  return {
    enrol(partnerId, userId, state = 'active', selfie) {
      const enrolment = { partnerId, userId, state, selfie };
      byUser.set(keyOf(partnerId, userId), enrolment);
      return enrolment;
    },
    find: (partnerId, userId) => byUser.get(keyOf(partnerId, userId)),
  };
}

const refusedStates: Partial<Record<EnrolmentState, RefusalCode>> = {
  disabled: '2207',
  deleted: '2208',
  'must-reenrol': '2211',
  'no-photo': '2216',
};

/** What a request says about the user. */
interface UserRequest {
  mayReenrol: boolean;
  usesEnrolledImage: boolean;
}

/** Throws a Refusal unless the user may take the product, PROTOCOL 5.3, 5.5 and 16. */
export function checkUser(
  product: Product,
  enrolment: Enrolment | undefined,
  { mayReenrol, usesEnrolledImage }: UserRequest,
): void {
  if (product.user === 'enrolled' || usesEnrolledImage) {
    if (!enrolment) throw new Refusal('2210');
    const refused = refusedStates[enrolment.state];
    if (refused) throw new Refusal(refused);
    return;
  }
  if (product.user === 'any') return;
  // A deleted user is gone, and one who must enrol again has to be able to.
  const isTaken = enrolment && enrolment.state !== 'deleted' && enrolment.state !== 'must-reenrol';
  if (isTaken && !mayReenrol) throw new Refusal('2209');
}
