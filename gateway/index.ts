export { isVerificationFailure, VerificationFailure } from '../domain/failure.ts';
export type { CallbackAnswer } from './callback-handler.ts';
export { type CallbackReceiver, type CallbackReceiverOptions, createCallbackReceiver } from './callback-receiver.ts';
export { type GatewayConfig, readGatewayConfig } from './config.ts';
export type { DeadLetter, DeadLetterStore } from './dead-letters/dead-letter.ts';
export type { ReceiverLogger } from './receiver-logger.ts';
