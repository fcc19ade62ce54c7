/**
 * Smile ID on this machine, for tests of anything that talks to it: `smileflow/simulator`.
 *
 * It shares no code with the rest of the package, and needs no Temporal. docs/simulator.md tells its faults, quirks and
 * scenarios; PROTOCOL in these files means docs/smile-id-protocol.md.
 */
export type { Bill } from './bills.ts';
export type { Endpoint } from './endpoints.ts';
export type { EnrolmentState } from './enrolments.ts';
export type { FaultCall } from './fault-book.ts';
export type { CallbackFault, ChosenFault, Fault, FaultTarget, HttpFault } from './fault-kinds.ts';
export type { FaultPlan, FaultRule } from './fault-rule.ts';
export type { JobView, JobViewUpload } from './job.ts';
export type { JournalEntry, WaitOptions } from './journal.ts';
export type { Exchange, PartnerOptions, SimulatorHooks, SimulatorLogger, SimulatorOptions } from './options.ts';
export type { SimulatorQuirks } from './quirks.ts';
export type { ScenarioName } from './scenarios.ts';
export { type Simulator, startSimulator } from './start-simulator.ts';
