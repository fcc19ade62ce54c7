import { type Browser, chromium } from 'playwright-core';

/**
 * The Chromium that `CHROMIUM_PATH` names, or the one of an npm package, which runs on 64-bit Linux. The package brings the system's libraries along for machines that lack
 * them, and unpacks those where it believes to be on such a machine.
 */
export async function openBrowser(): Promise<Browser> {
  const { CHROMIUM_PATH: installed } = process.env;
  if (installed) return chromium.launch({ executablePath: installed, args: ['--no-sandbox'] });
  process.env.AWS_LAMBDA_JS_RUNTIME ??= 'nodejs20.x';
  const { default: packaged } = await import('@sparticuz/chromium');
  return chromium.launch({ executablePath: await packaged.executablePath(), args: packaged.args });
}
