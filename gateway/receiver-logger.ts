/** What a receiver tells: pino and fastify's logger fit. No line holds anything of a callback but its verdict. */
export interface ReceiverLogger {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Verdicts are for whoever asked for a logger; what has to be mended is told in any case. */
export const TROUBLE_ONLY: ReceiverLogger = {
  info: () => undefined,
  warn: (_fields, message) => console.warn(message),
  error: (_fields, message) => console.error(message),
};
