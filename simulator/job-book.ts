import { randomBytes } from 'node:crypto';
import type { Job } from './job.ts';

type NewJob = Pick<
  Job,
  | 'partnerId'
  | 'jobId'
  | 'userId'
  | 'jobType'
  | 'product'
  | 'partnerParams'
  | 'callbackUrl'
  | 'scenario'
  | 'scenarioIsDefault'
  | 'usesEnrolledImage'
  | 'idNumberIsCounted'
  | 'selfie'
>;

/** All jobs of all partners. A job_id is unique per partner (PROTOCOL U15). */
export interface JobBook {
  find(partnerId: string, jobId: string): Job | undefined;
  /** By any ref_id the job ever had: `job.refId` says whether it is still in force. */
  findByRef(refId: string): Job | undefined;
  create(job: NewJob): Job;
  /** Gives a job a new ref_id. */
  renewRef(job: Job): void;
  all(): Job[];
}

export function createJobBook(): JobBook {
  // Maps keep their order and stay fast under a load test.
  const byId = new Map<string, Job>();
  const byRef = new Map<string, Job>();
  const counters = new Map<string, number>();

  return {
    find: (partnerId, jobId) => byId.get(keyOf(partnerId, jobId)),
    findByRef: (refId) => byRef.get(refId),
    all: () => [...byId.values()],

    create(fields) {
      const count = (counters.get(fields.partnerId) ?? 0) + 1;
      counters.set(fields.partnerId, count);
      const smileJobId = String(count).padStart(10, '0');
      const job: Job = {
        ...fields,
        smileJobId,
        refId: newRefId(fields.partnerId, smileJobId),
        issuedUrls: 1,
        state: 'awaiting-zip',
        zip: undefined,
        zipSha256: undefined,
        paidRuns: 0,
        language: undefined,
        hasLivenessPictures: false,
        idInfo: undefined,
        isByIdCard: false,
        documentFront: undefined,
        documentBack: undefined,
        completedWithText: undefined,
        results: [],
      };
      byId.set(keyOf(job.partnerId, job.jobId), job);
      byRef.set(job.refId, job);
      return job;
    },

    renewRef(job) {
      job.refId = newRefId(job.partnerId, job.smileJobId);
      byRef.set(job.refId, job);
      job.issuedUrls += 1;
    },
  };
}

function keyOf(partnerId: string, jobId: string): string {
  return JSON.stringify([partnerId, jobId]);
}

/** `<partner_id>-<smile_job_id>-<30 lower-case alphanumerics>`, PROTOCOL 5.2. */
function newRefId(partnerId: string, smileJobId: string): string {
  const tail = [...randomBytes(30)].map((byte) => (byte % 36).toString(36)).join('');
  return `${partnerId}-${smileJobId}-${tail}`;
}
