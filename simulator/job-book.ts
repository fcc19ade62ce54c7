import { randomBytes } from 'node:crypto';
import type { Job } from './job.ts';
import type { SimulatorQuirks } from './quirks.ts';

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

/** All jobs of all partners. A job_id is unique per partner, or per partner and user (PROTOCOL U15). */
export interface JobBook {
  /** The user counts only where a job_id is unique per user. */
  find(partnerId: string, jobId: string, userId: string): Job | undefined;
  /** By any ref_id the job ever had: `job.refId` says whether it is still in force. */
  findByRef(refId: string): Job | undefined;
  create(job: NewJob): Job;
  /** Gives a job a new ref_id, and so a new upload URL. */
  renewRef(job: Job): void;
  /** Gives a job the partner's next SmileJobID. */
  renumber(job: Job): void;
  all(): Job[];
}

export function createJobBook(scope: SimulatorQuirks['jobIdScope']): JobBook {
  // Maps keep their order and stay fast under a load test.
  const byId = new Map<string, Job>();
  const byRef = new Map<string, Job>();
  const counters = new Map<string, number>();
  const keyOf = (partnerId: string, jobId: string, userId: string) =>
    JSON.stringify(scope === 'user' ? [partnerId, jobId, userId] : [partnerId, jobId]);

  /** One counter per partner, ten digits (PROTOCOL 5.2). */
  function nextSmileJobId(partnerId: string): string {
    const count = (counters.get(partnerId) ?? 0) + 1;
    counters.set(partnerId, count);
    return String(count).padStart(10, '0');
  }

  return {
    find: (partnerId, jobId, userId) => byId.get(keyOf(partnerId, jobId, userId)),
    findByRef: (refId) => byRef.get(refId),
    all: () => [...byId.values()],

    create(fields) {
      const smileJobId = nextSmileJobId(fields.partnerId);
      const job: Job = {
        ...fields,
        smileJobId,
        refId: newRefId(fields.partnerId, smileJobId),
        issuedUrls: 1,
        isUrlDead: false,
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
      byId.set(keyOf(job.partnerId, job.jobId, job.userId), job);
      byRef.set(job.refId, job);
      return job;
    },

    renewRef(job) {
      job.refId = newRefId(job.partnerId, job.smileJobId);
      byRef.set(job.refId, job);
      job.issuedUrls += 1;
      job.isUrlDead = false;
    },

    renumber(job) {
      job.smileJobId = nextSmileJobId(job.partnerId);
    },
  };
}

/** `<partner_id>-<smile_job_id>-<30 lower-case alphanumerics>`, PROTOCOL 5.2. */
function newRefId(partnerId: string, smileJobId: string): string {
  const tail = [...randomBytes(30)].map((byte) => (byte % 36).toString(36)).join('');
  return `${partnerId}-${smileJobId}-${tail}`;
}
