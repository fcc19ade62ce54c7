import type { Payload, PayloadCodec } from '@temporalio/common';

const MARK = 'reversed';

/** Turns payloads around: whoever does without it can read nothing of them. What others wrote stays as it is. */
export const reversingCodec: PayloadCodec = {
  encode: async (payloads) =>
    payloads.map((payload) => ({ ...reversed(payload), metadata: { ...payload.metadata, [MARK]: new Uint8Array() } })),
  decode: async (payloads) =>
    payloads.map((payload) => (payload.metadata && MARK in payload.metadata ? reversed(payload) : payload)),
};

function reversed(payload: Payload): Payload {
  return { ...payload, data: payload.data?.toReversed() ?? null };
}
