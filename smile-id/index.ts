export { readSmileIdConfig, type SmileIdConfig } from './config.ts';
export { createSmileIdClient, type SmileIdClient, type SmileIdClientParts } from './smile-id-client.ts';
