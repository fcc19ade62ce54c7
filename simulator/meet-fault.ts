import type { FastifyInstance, FastifyReply } from 'fastify';
import { breakBefore } from './break-before.ts';
import { chooseFault, mayFail } from './choose-fault.ts';
import type { Endpoint } from './endpoints.ts';
import type { ChosenFault } from './fault-kinds.ts';
import { peekCall } from './peek-call.ts';
import type { Simulation } from './simulation.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    endpoint?: Endpoint;
  }
  interface FastifyRequest {
    /** What this exchange met, and still has before it. */
    fault: ChosenFault | undefined;
  }
}

/** The options of a route that may meet faults, under this name. */
export function named(endpoint: Endpoint): { config: { endpoint: Endpoint } } {
  return { config: { endpoint } };
}

/** Lets every named route meet a fault when its call has arrived and nothing of it is processed. Before the routes. */
export function addFaults(app: FastifyInstance, simulation: Simulation): void {
  app.decorateRequest('fault', undefined);
  app.addHook('preHandler', async (request, reply): Promise<FastifyReply | undefined> => {
    const { endpoint } = request.routeOptions.config;
    if (endpoint === undefined || !mayFail(simulation)) return undefined;
    const { partnerId, ...about } = peekCall(simulation, request, endpoint);
    const fault = await chooseFault(simulation, { endpoint, ...about }, partnerId);
    if (!fault) return undefined;
    request.fault = fault;
    return breakBefore(reply, simulation, endpoint, fault);
  });
}
