import { createEnrolments } from './enrolments.ts';
import { createFaultBook } from './fault-book.ts';
import { createFrontDoor } from './front-door.ts';
import { createHeldCallbacks } from './held-callbacks.ts';
import { createIdNumberLimit } from './id-number-limit.ts';
import { createJobBook } from './job-book.ts';
import { createJournal } from './journal.ts';
import { createLinkSigner } from './link-signer.ts';
import type { PartnerOptions, Settings, SimulatorLogger } from './options.ts';
import { createTimers } from './timers.ts';
import { createTokenMint } from './web-token.ts';

/** The state of one simulator and what its parts share. */
export type Simulation = ReturnType<typeof createSimulation>;

/** `origin` is asked for late: a free port is known only after listening. */
export function createSimulation(settings: Settings, logger: SimulatorLogger | undefined, origin: () => string) {
  const partners = new Map(settings.partners.map((partner) => [partner.partnerId, partner]));
  const journal = createJournal(logger);
  const timers = createTimers();
  return {
    settings,
    origin,
    jobs: createJobBook(settings.quirks.jobIdScope),
    enrolments: createEnrolments(),
    idNumberLimit: createIdNumberLimit(),
    journal,
    links: createLinkSigner(),
    tokens: createTokenMint(),
    timers,
    door: createFrontDoor(timers, journal),
    faults: createFaultBook(settings.faults),
    heldCallbacks: createHeldCallbacks(timers),
    /** Aborts deliveries in flight when the simulator closes. */
    closing: new AbortController(),
    findPartner: (partnerId: string): PartnerOptions | undefined => partners.get(partnerId),
  };
}
