import type { FastifyInstance } from 'fastify';
import { type FaultPlan, problemsOfFaultPlan } from './fault-rule.ts';
import type { Simulation } from './simulation.ts';

/** `/_simulator/faults`: what goes wrong, to be read, replaced and ended while the simulator runs. */
export function addFaultRoutes(app: FastifyInstance, { faults }: Simulation): void {
  app.get('/_simulator/faults', () => faults.plan());

  app.put('/_simulator/faults', (request, reply) => {
    const problems = problemsOfFaultPlan(request.body);
    if (problems.length > 0) return reply.code(400).send({ message: 'These faults cannot be', problems });
    faults.replace(request.body as FaultPlan);
    return reply.send(faults.plan());
  });

  app.delete('/_simulator/faults', () => {
    faults.replace({ rules: [] });
    return faults.plan();
  });
}
