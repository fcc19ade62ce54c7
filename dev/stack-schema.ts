import { z } from 'zod';

const text = (allowed: string) => z.string({ error: allowed }).min(1, { error: allowed });
const wholeNumber = (least: number, most: number, allowed: string) =>
  z.int({ error: allowed }).min(least, { error: allowed }).max(most, { error: allowed });

const port = wholeNumber(0, 65_535, 'a port from 1 to 65535, or 0 for any free one');
const searchAttributeTypes = ['Keyword', 'Text', 'Int', 'Double', 'Bool', 'Datetime', 'KeywordList'] as const;

/** What temporal-dev.yml may say. Each message completes the sentence "must be …". */
export const stackSchema = z.strictObject({
  namespace: text('the name of a namespace'),
  temporal: z.strictObject({
    host: text('an address of this machine, like 127.0.0.1'),
    port,
    uiPort: port,
    database: text('a path like .smileflow/temporal.db'),
    retentionDays: wholeNumber(1, 3650, 'a number of days from 1 to 3650'),
    searchAttributes: z.record(
      z.string(),
      z.enum(searchAttributeTypes, { error: `one of ${searchAttributeTypes.join(', ')}` }),
      { error: 'a map of names to types' },
    ),
    dynamicConfig: z.record(z.string(), z.json({ error: 'a value that JSON knows' }), {
      error: 'a map of setting names to values',
    }),
    sqlitePragmas: z.record(z.string(), z.union([z.string(), z.number()], { error: 'text or a number' }), {
      error: 'a map of pragma names to values',
    }),
    flags: z.array(z.string().startsWith('--', { error: 'a flag that begins with --' }), {
      error: 'a list of flags, each beginning with --',
    }),
  }),
  simulator: z.strictObject({
    port,
    timeScale: z.number({ error: 'a number above 0' }).positive({ error: 'a number above 0' }),
    partnerId: text("text in quotes, like '085', because leading zeros count"),
    apiKey: text('text, in quotes if it looks like a number'),
  }),
  gateway: z.strictObject({ port }),
  worker: z.strictObject({
    count: wholeNumber(1, 16, 'a number of processes from 1 to 16'),
    maxConcurrentActivities: wholeNumber(1, 1000, 'a number from 1 to 1000'),
    notificationKeys: text('"whsec_" and base64, or several of these with commas between them').optional(),
  }),
  media: z.strictObject({ directory: text('a path like .smileflow/media') }),
});

export type StackConfig = z.infer<typeof stackSchema>;
