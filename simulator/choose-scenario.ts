import type { JsonObject } from './request-fields.ts';
import { findScenario, type ScenarioName, scenarios } from './scenarios.ts';

/** Outcomes that the official sandbox lets the partner choose, PROTOCOL 19. */
const officialResults: Record<string, ScenarioName> = {
  '0': 'approve',
  '1': 'reject',
  '2': 'provisional-approve',
};

/** What was chosen, and why the partner's wish was not followed if it was not. */
interface Choice {
  scenario: ScenarioName;
  /** The partner said nothing, so that the ID number may still choose. */
  isDefault?: true;
  warning?: string;
}

/** Test numbers of the official sandbox by their last digit, PROTOCOL 19. 4 is like 0: partner_params give the data. */
const testNumbers: Record<string, ScenarioName> = {
  '1': 'id-not-found',
  '2': 'bad-id-number',
  '3': 'issuer-unavailable',
};

/** The scenario of an ID number, for jobs whose partner_params choose none. */
export function chooseByIdNumber(idNumber: string): ScenarioName {
  return testNumbers[idNumber.slice(-1)] ?? 'approve';
}

/** Chooses by `sandbox_result`, then `sandbox_scenario`, then approves (PROTOCOL 19). */
export function chooseScenario(partnerParams: JsonObject, jobType: number): Choice {
  const { sandbox_result: result, sandbox_scenario: name } = partnerParams;
  const official = Object.hasOwn(officialResults, String(result)) ? officialResults[String(result)] : undefined;
  if (official) return { scenario: official };
  if (typeof name === 'string' && isScenarioName(name)) {
    if (findScenario(name).onlyFor?.includes(jobType) ?? true) return { scenario: name };
    return { scenario: 'approve', warning: `sandbox_scenario ${name} does not exist for job type ${jobType}` };
  }
  if (name !== undefined) return { scenario: 'approve', warning: `unknown sandbox_scenario ${JSON.stringify(name)}` };
  if (result !== undefined) return { scenario: 'approve', warning: `unknown sandbox_result ${JSON.stringify(result)}` };
  return { scenario: 'approve', isDefault: true };
}

function isScenarioName(name: string): name is ScenarioName {
  return Object.hasOwn(scenarios, name);
}
