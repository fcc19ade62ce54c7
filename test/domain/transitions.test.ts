import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { createRandom } from '../../chaos/random.ts';
import { advance, printMatrix } from '../../domain/transitions.ts';
import {
  EVENT_KINDS,
  type EventKind,
  isTerminal,
  type OpenState,
  STATE_KINDS,
  type StateKind,
  type Verification,
  type VerificationEvent,
} from '../../domain/verification.ts';
import {
  confirmed,
  EVENTS,
  HOUR,
  verificationIn as inState,
  NOW,
  result,
  START,
  STATES,
  withState,
} from './verifications.ts';

const MATRIX = `
                   upload-prepared  job-adopted  uploaded  upload-expired  accepted  answer-lost  result-confirmed  claim-unconfirmed  responses-untrusted  blocked  pause-over  resumed  operator-decided  operator-reminder-due  operator-overdue  refused  stalled  review-overdue  deadline-passed  cancelled
preparing          x                x            .         .               .         .            .                 .                  x                    x        .           .        .                 .                      .                 x        .        .               x                x
uploading          .                x            x         x               .         .            .                 .                  x                    x        .           .        .                 .                      .                 x        .        .               x                x
submitting         .                x            .         .               x         x            x                 .                  .                    x        .           .        .                 .                      .                 x        .        .               x                x
awaiting-result    .                .            .         .               .         .            x                 x                  x                    x        .           .        .                 .                      .                 x        x        .               x                x
in-vendor-review   .                .            .         .               .         .            x                 x                  x                    x        .           .        .                 .                      .                 x        .        x               x                x
awaiting-operator  .                .            .         .               .         .            x                 x                  .                    x        .           x        x                 x                      x                 x        .        .               x                x
parked             .                .            .         .               .         .            x                 .                  .                    .        x           x        .                 .                      .                 .        .        .               x                x
approved           .                .            .         .               .         .            .                 .                  .                    .        .           .        .                 .                      .                 .        .        .               .                .
rejected           .                .            .         .               .         .            .                 .                  .                    .        .           .        .                 .                      .                 .        .        .               .                .
expired            .                .            .         .               .         .            .                 .                  .                    .        .           .        .                 .                      .                 .        .        .               .                .
cancelled          .                .            .         .               .         .            .                 .                  .                    .        .           .        .                 .                      .                 .        .        .               .                .
failed             .                .            .         .               .         .            .                 .                  .                    .        .           .        .                 .                      .                 .        .        .               .                .
`.slice(1, -1);

const DOCUMENT = readFileSync(new URL('../../docs/state-machine.md', import.meta.url), 'utf8');

/** Where the representative event takes the representative verification. */
const LEADS_TO: { readonly [S in StateKind]: { readonly [E in EventKind]?: StateKind } } = {
  preparing: {
    'upload-prepared': 'uploading',
    'job-adopted': 'awaiting-result',
    'responses-untrusted': 'awaiting-operator',
    blocked: 'parked',
    refused: 'failed',
    'deadline-passed': 'expired',
    cancelled: 'cancelled',
  },
  uploading: {
    'job-adopted': 'awaiting-result',
    uploaded: 'awaiting-result',
    'upload-expired': 'preparing',
    'responses-untrusted': 'awaiting-operator',
    blocked: 'parked',
    refused: 'failed',
    'deadline-passed': 'expired',
    cancelled: 'cancelled',
  },
  submitting: {
    accepted: 'awaiting-result',
    'answer-lost': 'awaiting-result',
    'job-adopted': 'awaiting-result',
    'result-confirmed': 'approved',
    blocked: 'parked',
    refused: 'failed',
    'deadline-passed': 'expired',
    cancelled: 'cancelled',
  },
  'awaiting-result': {
    stalled: 'awaiting-operator',
    'result-confirmed': 'approved',
    'claim-unconfirmed': 'awaiting-operator',
    'responses-untrusted': 'awaiting-operator',
    blocked: 'parked',
    refused: 'failed',
    'deadline-passed': 'expired',
    cancelled: 'cancelled',
  },
  'in-vendor-review': {
    'result-confirmed': 'approved',
    'claim-unconfirmed': 'awaiting-operator',
    'responses-untrusted': 'awaiting-operator',
    blocked: 'parked',
    refused: 'failed',
    'review-overdue': 'awaiting-operator',
    'deadline-passed': 'expired',
    cancelled: 'cancelled',
  },
  'awaiting-operator': {
    'result-confirmed': 'approved',
    'claim-unconfirmed': 'awaiting-operator',
    blocked: 'parked',
    refused: 'failed',
    'operator-decided': 'approved',
    'operator-reminder-due': 'awaiting-operator',
    'operator-overdue': 'awaiting-operator',
    resumed: 'preparing',
    'deadline-passed': 'expired',
    cancelled: 'cancelled',
  },
  parked: {
    'result-confirmed': 'approved',
    'pause-over': 'awaiting-result',
    resumed: 'awaiting-result',
    'deadline-passed': 'expired',
    cancelled: 'cancelled',
  },
  approved: {},
  rejected: {},
  expired: {},
  cancelled: {},
  failed: {},
};

/** Pairs for which the usual representative of the state is none. */
const OF_ITS_OWN: { readonly [pair: string]: Verification } = {
  'awaiting-operator resumed': withState({ ...STATES['awaiting-operator'], isDoubtful: true }),
};

const PAIRS = STATE_KINDS.flatMap((state) => EVENT_KINDS.map((event) => ({ state, event })));
const ALLOWED = PAIRS.filter(({ state, event }) => event in LEADS_TO[state]);
const FORBIDDEN = PAIRS.filter(({ state, event }) => !(event in LEADS_TO[state]));
const TERMINAL = STATE_KINDS.filter((kind) => isTerminal(STATES[kind]));

function frozen<T>(value: T): T {
  for (const inner of Object.values(value as object)) if (typeof inner === 'object' && inner !== null) frozen(inner);
  return Object.freeze(value);
}

/** The verification after the event; throws where the event is refused. */
function moved(verification: ReturnType<typeof inState>, event: VerificationEvent, nowMs = NOW) {
  const advanced = advance(frozen(verification), frozen(event), nowMs);
  if (advanced.kind === 'refused') throw new Error(`refused: ${advanced.why}`);
  return advanced.verification;
}

describe('The state machine', () => {
  it('prints exactly this matrix of states and events', () => {
    expect(printMatrix()).toBe(MATRIX);
  });

  it('is documented with the matrix that it prints', () => {
    const block = /```text\n([\s\S]*?)\n```/.exec(DOCUMENT)?.[1];
    expect(block).toBe(printMatrix());
  });

  it.each([...STATE_KINDS])('has the state %s explained in docs/state-machine.md, once', (kind) => {
    expect(explanations('States', kind)).toHaveLength(1);
  });

  it.each([...EVENT_KINDS])('has the event %s explained in docs/state-machine.md, once', (kind) => {
    expect(explanations('Events', kind)).toHaveLength(1);
  });

  it('has no state or event in docs/state-machine.md that the code does not know', () => {
    expect(explained('States').sort()).toEqual([...STATE_KINDS].sort());
    expect(explained('Events').sort()).toEqual([...EVENT_KINDS].sort());
  });

  it('lists every state and every event', () => {
    expect([...STATE_KINDS].sort()).toEqual(Object.keys(STATES).sort());
    expect([...EVENT_KINDS].sort()).toEqual(Object.keys(EVENTS).sort());
  });

  it.each(ALLOWED)('$state moves on $event', ({ state, event }) => {
    const from = OF_ITS_OWN[`${state} ${event}`] ?? inState(state);
    expect(moved(from, EVENTS[event]).state.kind).toBe(LEADS_TO[state][event]);
  });

  it.each(FORBIDDEN)('$state refuses $event and stays as it is', ({ state, event }) => {
    const verification = inState(state);
    const before = structuredClone(verification);
    const advanced = advance(frozen(verification), EVENTS[event], NOW);
    expect(advanced).toEqual({ kind: 'refused', why: `${event} does not concern ${state}` });
    expect(verification).toEqual(before);
  });

  it('marks as moving exactly the pairs that were executed', () => {
    const [header = '', ...rows] = printMatrix().split('\n');
    const columns = EVENT_KINDS.map((event) => header.indexOf(event));
    const marked = rows.map((row) => columns.map((column) => row[column]));
    const executed = STATE_KINDS.map((state) => EVENT_KINDS.map((event) => (event in LEADS_TO[state] ? 'x' : '.')));
    expect(marked).toEqual(executed);
  });

  it('never changes an ended verification, whatever comes in whatever order', () => {
    const random = createRandom(20240301);
    for (let round = 0; round < 5_000; round += 1) {
      const verification = frozen(inState(random.pick(TERMINAL)));
      for (let step = 0; step < 8; step += 1) {
        const event = EVENTS[random.pick(EVENT_KINDS)];
        expect(advance(verification, event, NOW + random.below(100) * HOUR).kind).toBe('refused');
      }
    }
  });

  it('ends for good: from any start, nothing moves after the first end, and every open state can still end', () => {
    const random = createRandom(7);
    for (let round = 0; round < 3_000; round += 1) {
      let verification = inState('preparing');
      for (let step = 0; step < 30; step += 1) {
        const advanced = advance(verification, EVENTS[random.pick(EVENT_KINDS)], START + step * HOUR);
        if (advanced.kind === 'refused') continue;
        expect(isTerminal(verification.state)).toBe(false);
        verification = advanced.verification;
      }
      if (isTerminal(verification.state)) continue;
      expect(moved(verification, { kind: 'cancelled' }).state.kind).toBe('cancelled');
      expect(moved(verification, { kind: 'deadline-passed' }).state.kind).toBe('expired');
    }
  });

  it('remembers after an expired upload URL that the job may exist', () => {
    expect(moved(inState('uploading'), { kind: 'upload-expired' }).state).toEqual({
      kind: 'preparing',
      sinceMs: NOW,
      mayExist: true,
    });
  });

  it('pauses, longer each time, where one upload URL after the other is of no use', () => {
    let verification = inState('uploading');
    const pauses: number[] = [];
    for (let round = 0; round < 12; round += 1) {
      verification = moved(verification, { kind: 'upload-expired' });
      if (verification.state.kind === 'parked') {
        pauses.push(lengthOf(verification.state));
        expect(verification.state).toMatchObject({ cause: 'upload-url-unusable', resume: { mayExist: true } });
        verification = moved(verification, { kind: 'pause-over' });
      }
      expect(verification.state.kind).toBe('preparing');
      verification = moved(verification, EVENTS['upload-prepared']);
    }
    expect(pauses).toHaveLength(11);
    expect(pauses.slice(0, 3)).toEqual([30_000, 60_000, 120_000]);
    expect(pauses.at(-1)).toBe(900_000);
    expect(moved(verification, { kind: 'uploaded' }).expiredUrls).toBe(0);
  });

  it.each(['uploaded', 'job-adopted'] as const)('knows after %s that the job is paid for', (event) => {
    expect(inState('uploading').isSubmitted).toBe(false);
    expect(moved(inState('uploading'), EVENTS[event]).isSubmitted).toBe(true);
  });

  it('reads the status of an adopted job at once, and gives a fresh upload a moment', () => {
    expect(moved(inState('uploading'), { kind: 'uploaded' }).state).toMatchObject({ justUploaded: true });
    expect(moved(inState('uploading'), { kind: 'job-adopted' }).state).toMatchObject({ justUploaded: false });
  });

  it.each(['preparing', 'uploading', 'awaiting-result', 'in-vendor-review', 'awaiting-operator'] as const)(
    'continues %s after a pause exactly where it was',
    (kind) => {
      const before = inState(kind);
      const parked = moved(before, EVENTS.blocked);
      // But for the doubt whether the pictures have arrived meanwhile.
      const state = kind === 'uploading' ? { ...before.state, mayHaveArrived: true } : before.state;
      expect(moved(parked, { kind: 'pause-over' }, NOW + HOUR)).toEqual({ ...before, state, pausesInARow: 1 });
    },
  );

  it('pauses longer with each pause in a row, and counts anew after progress', () => {
    const first = moved(inState('preparing'), EVENTS.blocked);
    const second = moved(moved(first, { kind: 'pause-over' }), EVENTS.blocked);
    expect(lengthOf(second.state as OpenState)).toBe(2 * lengthOf(first.state as OpenState));
    const prepared = moved(moved(second, { kind: 'pause-over' }), EVENTS['upload-prepared']);
    expect(moved(prepared, EVENTS.blocked).state).toMatchObject({ untilMs: NOW + lengthOf(first.state as OpenState) });
  });

  it('remembers over a pause that the job may have been created before it', () => {
    const parked = moved(inState('preparing'), { ...EVENTS.blocked, jobMayExist: true });
    expect(moved(parked, { kind: 'pause-over' }).state).toMatchObject({ kind: 'preparing', mayExist: true });
  });

  it('asks an operator about an unconfirmed claim only where the claim would have been final', () => {
    const claim = { code: '0842', fromReviewer: false };
    expect(advance(inState('awaiting-result'), { kind: 'claim-unconfirmed', claim }, NOW).kind).toBe('refused');
    const decisive = { code: '1241', fromReviewer: true };
    expect(moved(inState('awaiting-result'), { kind: 'claim-unconfirmed', claim: decisive }).state).toEqual({
      kind: 'awaiting-operator',
      sinceMs: NOW,
      escalatesAtMs: NOW + 24 * HOUR,
      reason: 'unconfirmed-claim',
      claim: decisive,
    });
  });

  it('keeps the reason and the time of a question to an operator when a claim is added to it', () => {
    expect(moved(inState('awaiting-operator'), EVENTS['claim-unconfirmed']).state).toEqual({
      ...STATES['awaiting-operator'],
      claim: EVENTS['claim-unconfirmed'].claim,
    });
  });

  it('gives the review its own due time from the provisional result on', () => {
    expect(moved(inState('awaiting-result'), confirmed(result('0842'))).state).toEqual({
      kind: 'in-vendor-review',
      sinceMs: NOW,
      dueAtMs: NOW + 24 * HOUR,
    });
  });

  it('does not start the review time again for a further provisional result', () => {
    const verification = inState('in-vendor-review');
    const further = moved(verification, confirmed(result('0844')));
    expect(further.state).toEqual(verification.state);
    expect(further.results.map(({ code }) => code)).toEqual(['0842', '0844']);
  });

  it('lets a provisional result change nothing in what an operator is asked', () => {
    const verification = withState({ ...STATES['awaiting-operator'], reason: 'unknown-code' }, { results: [] });
    expect(moved(verification, confirmed(result('0842'))).state).toEqual(verification.state);
  });

  it('keeps the pictures of an earlier result where a later one brings none', () => {
    const pictures = [
      { role: 'selfie', media: { store: 's', key: 'k', sha256: 'h', bytes: 1, mediaType: 'image/jpeg' } },
    ];
    const known = moved(inState('awaiting-result'), { ...confirmed(result('0842')), pictures });
    expect(moved(known, confirmed(result('0840'))).returnedPictures).toEqual(pictures);
  });
});

function lengthOf(state: OpenState): number {
  return state.kind === 'parked' ? state.untilMs - state.sinceMs : Number.NaN;
}

/** Names that begin an explanation ("- `name`: sentence.") in a section of the document. */
function explained(section: string): string[] {
  return [...sectionOf(section).matchAll(/^- `([a-z-]+)`: .+/gm)].map(([, name]) => name as string);
}

function explanations(section: string, kind: string): string[] {
  return explained(section).filter((name) => name === kind);
}

function sectionOf(title: string): string {
  return DOCUMENT.split(/^## /m).find((part) => part.startsWith(`${title}\n`)) ?? '';
}
