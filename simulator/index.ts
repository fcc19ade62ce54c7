export type { SimulatorOptions } from './options.ts';
export { type Simulator, startSimulator } from './start-simulator.ts';
