import type { Command } from 'commander';
import { concernsCatalogue } from '../../domain/id-types.ts';
import { PRODUCTS, type Product } from '../../domain/product.ts';
import { validateIdInfo } from '../../requests/validate-id-info.ts';
import type { Context } from '../context.ts';
import type { ExitCode } from '../exit-codes.ts';
import { addIdInfoOptions, type IdInfoOptions, idInfoOfOptions } from '../id-info-options.ts';
import { collect, pairs, type Typed } from '../read-options.ts';
import { refuseInput } from '../refuse-input.ts';
import type { Run } from '../run-command.ts';
import { inWordsOf } from '../words-of-options.ts';
import { accountOf } from './account.ts';
import { printFindings } from './print-findings.ts';
import { withSmileId } from './with-smile-id.ts';

interface ValidateOptions extends IdInfoOptions {
  readonly partnerParam?: Typed;
  readonly partner?: Typed;
  readonly hasIdCard?: boolean;
  readonly json?: boolean;
}

export function addValidateIdInfoCommand(smile: Command, context: Context, run: Run): void {
  const validate = smile
    .command('validate-id-info')
    .description("What keeps ID data from being sent, by their form and by Smile ID's public list. Needs no key.");
  for (const product of Object.values(PRODUCTS).filter(({ idFields }) => idFields.length > 0))
    addProduct(validate.command(product.name), product, context, run);
}

function addProduct(command: Command, product: Product, context: Context, run: Run): void {
  command.description(`What keeps ID data from being sent for ${product.title}.`);
  addIdInfoOptions(command, product.idFields, product.requiredIdFields);
  if (product.document === 'optional')
    command.option('--has-id-card', 'a picture of the ID card stands in for the number');
  command
    .option(
      '--partner-param <key=value>',
      "where Smile ID's list asks for more than the fields above; repeatable",
      collect,
    )
    .option('--partner <name>', "at the partner profile's address", collect)
    .option('--json', 'print JSON')
    .action((options: ValidateOptions) => run(() => validate(product, options, context), options));
}

/** In a claim, a picture of the ID card is only said to be there. */
const FLAGS = { partnerParams: '--partner-param', documentFront: '--has-id-card' };

const UNASKED =
  "Smile ID's list of ID types was not asked: set SMILE_ID_ENVIRONMENT to sandbox or production, or SMILE_ID_BASE_URL";

async function validate(product: Product, options: ValidateOptions, context: Context): Promise<ExitCode> {
  const { env } = context;
  const { hasIdCard = false, json = false } = options;
  const problems: string[] = [];
  const { idInfo = {}, flags } = await idInfoOfOptions(product.idFields, options, context, problems);
  const partnerParams = pairs('--partner-param', options.partnerParam, problems) ?? {};
  const asks = concernsCatalogue(product, idInfo);
  const hasAddress = Boolean(env.SMILE_ID_ENVIRONMENT || env.SMILE_ID_BASE_URL || options.partner);
  const account = asks && hasAddress ? await accountOf(context, options.partner, problems, 'address') : undefined;
  refuseInput('Nothing was looked at', problems);
  const claim = { product: product.name, idInfo, partnerParams, hasIdCard };
  const found =
    account === undefined
      ? await validateIdInfo(claim)
      : await withSmileId(context, account, (ask) =>
          ask('Asking Smile ID for its list …', (smileId) => smileId.validateIdInfo(claim)),
        );
  const words = (problem: string): string => inWordsOf({ ...FLAGS, ...flags }, problem);
  const warnings = [...found.warnings.map(words), ...(asks && !hasAddress ? [UNASKED] : [])];
  return printFindings({ problems: found.problems.map(words), warnings }, context, json);
}
