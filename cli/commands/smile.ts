import type { Command } from 'commander';
import type { Context } from '../context.ts';
import type { Run } from '../run-command.ts';
import { addJobStatusCommand } from '../smile/job-status.ts';
import { addRateLimitResetCommand } from '../smile/rate-limit-reset.ts';
import { addSecKeyCommands } from '../smile/sec-key.ts';
import { addServicesCommand } from '../smile/services.ts';
import { addSignatureCommands } from '../smile/signature.ts';
import { addSubmitCommands } from '../smile/submit.ts';
import { addSupportedDocumentsCommand } from '../smile/supported-documents.ts';
import { addValidateIdInfoCommand } from '../smile/validate-id-info.ts';
import { addValidatePartnerParamsCommand } from '../smile/validate-partner-params.ts';
import { addWebTokenCommand } from '../smile/web-token.ts';

const ACCOUNT = `
The account comes from the environment, and nothing secret from the command line:
  SMILE_ID_PARTNER_ID                          with its leading zeros
  SMILE_ID_API_KEY or SMILE_ID_API_KEY_FILE    the key, or the file that holds it
  SMILE_ID_ENVIRONMENT or SMILE_ID_BASE_URL    sandbox or production, or an address
  SMILE_ID_PARTNERS                            further profiles, for --partner

For the simulator of "npm start" or "smileflow simulator":
  export SMILE_ID_PARTNER_ID=085 SMILE_ID_API_KEY=a-test-api-key SMILE_ID_BASE_URL=http://127.0.0.1:8400

A shell's history keeps what is typed: give ID data with --id-info, and signatures with -, from a file or a pipe.`;

const WHERE_FROM = '\nWhere an account is needed, it comes from the environment: see smileflow smile --help';

export function addSmileCommand(program: Command, context: Context, run: Run): void {
  const smile = program
    .command('smile')
    .description('Smile ID without Temporal: one call each.')
    .addHelpText('afterAll', ({ command }) => (command.name() === 'smile' ? ACCOUNT : WHERE_FROM));
  addSubmitCommands(smile, context, run);
  addJobStatusCommand(smile, context, run);
  addWebTokenCommand(smile, context, run);
  addServicesCommand(smile, context, run);
  addSupportedDocumentsCommand(smile, context, run);
  addRateLimitResetCommand(smile, context, run);
  addSignatureCommands(smile, context, run);
  addSecKeyCommands(smile, context, run);
  addValidateIdInfoCommand(smile, context, run);
  addValidatePartnerParamsCommand(smile, context, run);
}
