import type { JsonObject } from './request-fields.ts';
import { type ScenarioName, scenarios } from './scenarios.ts';

/** Outcomes that the official sandbox lets the partner choose, PROTOCOL 19. */
const officialResults: Record<string, ScenarioName> = {
  '0': 'approve',
  '1': 'reject',
  '2': 'provisional-approve',
};

/** What was chosen, and why the partner's wish was not followed if it was not. */
interface Choice {
  scenario: ScenarioName;
  warning?: string;
}

/** Chooses by `sandbox_result`, then `sandbox_scenario`, then approves (PROTOCOL 19). */
export function chooseScenario(partnerParams: JsonObject): Choice {
  const { sandbox_result: result, sandbox_scenario: name } = partnerParams;
  const official = Object.hasOwn(officialResults, String(result)) ? officialResults[String(result)] : undefined;
  if (official) return { scenario: official };
  if (typeof name === 'string' && isScenarioName(name)) return { scenario: name };
  if (name !== undefined) return { scenario: 'approve', warning: `unknown sandbox_scenario ${JSON.stringify(name)}` };
  if (result !== undefined) return { scenario: 'approve', warning: `unknown sandbox_result ${JSON.stringify(result)}` };
  return { scenario: 'approve' };
}

function isScenarioName(name: string): name is ScenarioName {
  return Object.hasOwn(scenarios, name);
}
