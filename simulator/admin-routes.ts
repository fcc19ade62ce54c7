import type { FastifyInstance } from 'fastify';
import { listBills } from './bills.ts';
import { type EnrolmentState, enrolmentStates } from './enrolments.ts';
import { viewJob } from './job.ts';
import { isObject } from './request-fields.ts';
import type { Simulation } from './simulation.ts';

/** `/_simulator/*`: what the real service has no counterpart for. Never shows a picture, key or signature. */
export function addAdminRoutes(app: FastifyInstance, simulation: Simulation): void {
  const { jobs, journal, enrolments, findPartner, settings } = simulation;

  app.get('/_simulator/health', () => ({ status: 'ok' }));
  app.get('/_simulator/jobs', () => jobs.all().map(viewJob));
  app.get('/_simulator/bills', () => {
    const bills = listBills(jobs.all());
    return { jobs: bills.length, total: bills.reduce((sum, { times }) => sum + times, 0), bills };
  });
  app.get('/_simulator/journal', () => journal.entries());

  app.get<{ Params: { jobId: string } }>('/_simulator/jobs/:jobId', (request, reply) => {
    const found = jobs.all().find((job) => job.jobId === request.params.jobId);
    return found ? viewJob(found) : reply.code(404).send({ message: 'Not Found' });
  });

  app.post('/_simulator/enrolments', (request, reply) => {
    const body = isObject(request.body) ? request.body : {};
    const { user_id: userId, partner_id: partnerId = settings.partners[0]?.partnerId, state = 'active' } = body;
    if (typeof userId !== 'string' || userId === '') return reply.code(400).send({ message: 'user_id must be a text' });
    if (typeof partnerId !== 'string' || !findPartner(partnerId)) {
      return reply.code(400).send({ message: 'partner_id is unknown' });
    }
    if (!isEnrolmentState(state)) {
      return reply.code(400).send({ message: `state must be one of ${enrolmentStates.join(', ')}` });
    }
    enrolments.enrol(partnerId, userId, state);
    journal.write({ kind: 'enrolment', partnerId, userId, state });
    return reply.code(201).send({ partner_id: partnerId, user_id: userId, state });
  });
}

function isEnrolmentState(state: unknown): state is EnrolmentState {
  return enrolmentStates.some((known) => known === state);
}
