export { hello } from './workflows.ts';

export async function notification(): Promise<void> {}
