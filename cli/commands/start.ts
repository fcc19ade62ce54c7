import { type Command, InvalidArgumentError } from 'commander';
import type { StartRequest } from '../../client/start-request.ts';
import { PRODUCTS, type Product } from '../../domain/product.ts';
import { awaitOutcome } from '../await-outcome.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { parseDuration } from '../parse-duration.ts';
import type { Run } from '../run-command.ts';
import { withClient } from '../with-client.ts';

interface StartOptions {
  readonly userId: string;
  readonly selfie: string;
  readonly liveness?: string[];
  readonly id?: string;
  readonly partnerParam?: Record<string, string>;
  readonly allowNewEnroll?: boolean;
  readonly deadline?: number;
  readonly reviewTime?: number;
  readonly wait?: boolean;
  readonly json?: boolean;
}

export function addStartCommand(program: Command, context: Context, run: Run): void {
  const start = program.command('start').description('Start a verification, or attach to the one of the same id.');
  for (const product of Object.values(PRODUCTS)) addProduct(start, product, context, run);
}

function addProduct(start: Command, product: Product, context: Context, run: Run): void {
  const command = start
    .command(product.name)
    .description(`${product.title}.`)
    .requiredOption('--user-id <id>', 'the person, as your system and Smile ID know them')
    .requiredOption('--selfie <file>', 'a JPEG')
    .option('--liveness <files...>', `liveness pictures, ${product.livenessCounts.join(' or ')} JPEGs`)
    .option('--id <verification>', 'idempotency key: the same id never pays twice (default: a new one)')
    .option('--partner-param <key=value>', 'comes back with the result; repeatable', collectParam)
    .option('--deadline <duration>', 'when it expires, such as 90s, 30m, 12h, 3d', duration)
    .option('--review-time <duration>', "how long Smile ID's reviewers have before an operator is asked", duration)
    .option('--wait', 'wait for the outcome, and tell what happens meanwhile')
    .option('--json', 'print JSON');
  if (product.enrolment === 'creates') command.option('--allow-new-enroll', 'enrol the user again if enrolled already');

  command.action((options: StartOptions) =>
    run(
      () =>
        withClient(context, async (smileflow) => {
          const handle = await smileflow.start(requestOf(product, options));
          const { verificationId, workflowId } = handle;
          if (options.wait) {
            context.err.write(`Verification ${verificationId} (workflow ${workflowId})\n`);
            return awaitOutcome(handle, context, options.json ?? false);
          }
          context.out.write(
            options.json
              ? `${JSON.stringify({ verificationId, workflowId })}\n`
              : `Started verification ${verificationId} (workflow ${workflowId}).\nIts outcome: smileflow result ${verificationId} --wait\n`,
          );
          return EXIT.ok;
        }),
      options,
    ),
  );
}

function requestOf(product: Product, options: StartOptions): StartRequest {
  const { userId, selfie, liveness, id, partnerParam, allowNewEnroll, deadline, reviewTime } = options;
  return {
    product: product.name,
    userId,
    selfie,
    ...(liveness === undefined ? {} : { liveness }),
    ...(id === undefined ? {} : { verificationId: id }),
    ...(partnerParam === undefined ? {} : { partnerParams: partnerParam }),
    ...(allowNewEnroll === undefined ? {} : { allowNewEnroll }),
    ...(deadline === undefined ? {} : { deadlineMs: deadline }),
    ...(reviewTime === undefined ? {} : { reviewMs: reviewTime }),
  };
}

function collectParam(text: string, before: Record<string, string> = {}): Record<string, string> {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('Give it as key=value.');
  const key = text.slice(0, at);
  if (key in before) throw new InvalidArgumentError(`${key} is given twice.`);
  return { ...before, [key]: text.slice(at + 1) };
}

function duration(text: string): number {
  const ms = parseDuration(text);
  if (ms === undefined) throw new InvalidArgumentError('Give a number with s, m, h or d, such as 90s or 12h.');
  return ms;
}
