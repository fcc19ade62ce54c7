import type { Command } from 'commander';
import type { IdField } from '../../domain/id-info.ts';
import { COMPARISON_TYPES } from '../../domain/picture.ts';
import { PRODUCTS, type Product } from '../../domain/product.ts';
import { countsOf } from '../../requests/product-rules.ts';
import { awaitOutcome } from '../await-outcome.ts';
import { catalogueFor } from '../catalogue-for.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { unlessInterrupted } from '../interrupted.ts';
import { flagOf, requestOfOptions, type StartOptions } from '../request-of-options.ts';
import type { Run } from '../run-command.ts';
import { withClient } from '../with-client.ts';

export function addStartCommand(program: Command, context: Context, run: Run): void {
  const start = program.command('start').description('Start a verification, or attach to the one of the same id.');
  for (const product of Object.values(PRODUCTS)) addProduct(start, product, context, run);
}

const ID_FIELD_HELP: { readonly [F in IdField]: string } = {
  country: 'two letters, such as NG',
  idType: "the ID's type, in Smile ID's words, such as PASSPORT or NIN_V2",
  idNumber: 'the number of the ID',
  firstName: 'as on the ID',
  middleName: 'as on the ID',
  lastName: 'as on the ID',
  dateOfBirth: 'as YYYY-MM-DD',
  phoneNumber: 'where the ID type asks for it',
  bankCode: 'where the ID type asks for it',
  citizenship: 'where the ID type asks for it',
  gender: 'M or F',
  businessType: 'bn, co or it, in Nigeria',
};

function addProduct(start: Command, product: Product, context: Context, run: Run): void {
  const command = start
    .command(product.name)
    .description(`${product.title}.`)
    .option('--user-id <id>', 'the person, as your system and Smile ID know them (required)', collect)
    .option('--id <verification>', 'idempotency key: the same id never pays twice (default: a new one)', collect)
    .option('--partner <name>', 'the partner profile it is for (default: the one without a name)', collect)
    .option('--partner-param <key=value>', 'comes back with the result; repeatable', collect)
    .option('--deadline <duration>', 'when it expires, such as 90s, 30m, 12h, 3d', collect)
    .option(
      '--review-time <duration>',
      'how long Smile ID has for a result and a review; then an operator is asked',
      collect,
    )
    .option('--four-eyes', "an operator's decision counts once a second person confirms it")
    .option('--operator-time <duration>', 'how long the first level of operators has', collect)
    .option('--notify-url <url>', 'where your backend is told what happens: https, or http on this machine', collect)
    .option('--wait', 'wait for the outcome, and tell what happens meanwhile')
    .option('--json', 'print JSON');
  for (const field of product.idFields) {
    const need = product.requiredIdFields.includes(field) ? ' (required)' : '';
    command.option(`${flagOf(field)} <text>`, `${ID_FIELD_HELP[field]}${need}`, collect);
  }
  if (product.idFields.length > 0)
    command.option('--skip-id-check', 'do not compare the ID data with what Smile ID is known to ask for');
  if (product.selfie === 'required') {
    command.option('--selfie <file>', 'a JPEG (required)', collect);
    command.option('--liveness <files...>', `liveness pictures, ${countsOf(product)} JPEGs`);
  }
  if (product.comparison === 'required') {
    command.option('--comparison <file>', 'the JPEG that the selfie is compared with (required)', collect);
    command.option('--comparison-type <type>', `what it is: ${COMPARISON_TYPES.join(', ')} (required)`, collect);
  }
  if (product.canAnswerByCallback)
    command.option('--answer-by-callback', 'let the result come by callback, for authorities that take their time');
  if (product.openResults.some((kind) => kind === 'provisional'))
    command.option('--provisional <policy>', 'a provisional result: accept, wait (default) or ask-operator', collect);
  if (product.openResults.some((kind) => kind === 'attention'))
    command.option(
      '--attention <policy>',
      'approved with attention, or a partial match: accept or ask-operator (default)',
      collect,
    );
  if (product.document !== 'none') {
    const need = product.document === 'required' ? ' (required)' : ', instead of the ID number';
    command.option('--document-front <file>', `a JPEG of the ID document${need}`, collect);
    command.option('--document-back <file>', 'a JPEG of its back', collect);
  }
  if (product.canUseEnrolledImage)
    command.option('--use-enrolled-image', 'compare with the selfie that the user was enrolled with; no --selfie then');
  if (product.enrolment === 'creates') command.option('--allow-new-enroll', 'enrol the user again if enrolled already');

  command.action((options: StartOptions & { wait?: boolean; json?: boolean }) =>
    run(async () => {
      const { request, warnings } = await unlessInterrupted(
        context,
        requestOfOptions(product, options, catalogueFor(context)),
      );
      for (const warning of warnings) context.err.write(`smileflow: a warning: ${warning}.\n`);
      return withClient(
        context,
        async (smileflow) => {
          const { verificationId } = request;
          const handle = await unlessInterrupted(
            context,
            // The ID data have been checked above.
            smileflow.start({ ...request, skipIdCheck: true }),
            `interrupted while verification ${verificationId} was being started; the same command with --id ${verificationId} starts it or attaches to it.`,
          );
          const { workflowId, isNew } = handle;
          const named = `${verificationId} (workflow ${workflowId})`;
          const attached = `Attached to verification ${named}, which exists already.\n`;
          if (options.wait) {
            context.err.write(isNew ? `Verification ${named}\n` : attached);
            return awaitOutcome(handle, context, options.json ?? false);
          }
          context.out.write(
            options.json
              ? `${JSON.stringify({ verificationId, workflowId, isNew })}\n`
              : `${isNew ? `Started verification ${named}.\n` : attached}Its outcome: smileflow result ${verificationId} --wait\n`,
          );
          return EXIT.ok;
        },
        { startsVerifications: true },
      );
    }, options),
  );
}

function collect(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}
