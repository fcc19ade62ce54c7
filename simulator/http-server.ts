import http from 'node:http';
import https from 'node:https';
import fastify, { type FastifyInstance } from 'fastify';
import { addAdminRoutes } from './admin-routes.ts';
import { addDirectRoutes } from './direct-routes.ts';
import { addFaultRoutes } from './fault-routes.ts';
import { addFaults } from './meet-fault.ts';
import type { SimulatorOptions } from './options.ts';
import { addReceiptRoute, addS3Routes } from './s3-routes.ts';
import type { Simulation } from './simulation.ts';
import { addVendorRoutes } from './vendor-routes.ts';

/**
 * The simulator's routes on one server, HTTPS with a certificate. Each group is a plugin of its own: they read bodies
 * differently. fastify's request log stays off, because it prints URLs, and these are signed.
 */
export function buildServer(simulation: Simulation, tls: SimulatorOptions['tls']): FastifyInstance {
  const app = fastify({
    forceCloseConnections: true,
    serverFactory: (handle) => {
      const server = tls ? https.createServer(tls, handle) : http.createServer(handle);
      simulation.door.watch(server);
      return server;
    },
  });
  app.setNotFoundHandler((_request, reply) => reply.code(404).send({ message: 'Not Found' }));
  // Shaped like the API gateway in front of the real service (PROTOCOL 5.3).
  app.setErrorHandler<Error & { statusCode?: number }>((error, _request, reply) => {
    const status = error.statusCode ?? 500;
    return reply.code(status).send({ message: status < 500 ? error.message : 'Internal server error' });
  });
  addFaults(app, simulation);
  app.register(async (group) => addVendorRoutes(group, simulation));
  app.register(async (group) => addDirectRoutes(group, simulation));
  app.register(async (group) => addS3Routes(group, simulation));
  app.register(async (group) => addReceiptRoute(group, simulation));
  app.register(async (group) => addAdminRoutes(group, simulation));
  app.register(async (group) => addFaultRoutes(group, simulation));
  return app;
}
