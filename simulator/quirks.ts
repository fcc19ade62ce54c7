/** Behaviour that PROTOCOL leaves open or lists as switchable. Every default is what section 20 says to emit. */
export interface SimulatorQuirks {
  /** Refuse timestamps that are not `yyyy-MM-ddTHH:mm:ss.fffZ` with 2204 (2.3). */
  strictTimestampFormat: boolean;
  /** Refuse timestamps further from now than this with 2205/2305; null: any age is fine (U3). */
  maxSkewMs: number | null;
  /** The PUT must carry exactly `Content-Type: application/zip` (6). */
  strictContentType: boolean;
  /** Sign 2314 answers with the bare legacy hash over an epoch timestamp, as seen in 2023 (2.4, U8). */
  legacyHashOn2314: boolean;
  /** How long a received zip waits, answered with 2314 "No zip uploaded", before it is processed (9.3). Divided by timeScale. */
  zipLagMs: number;
  /** `IsFinalResult` is "true" on every result, as in all published samples (10.5). */
  alwaysFinal: boolean;
  /** Callbacks also carry ResultType, JSONVersion, IsFinalResult, IsMachineResult (10.3 "often"). */
  finalityInCallbacks: boolean;
  /** A reviewer's result also shows in job_status; false: in the callback only (U21). */
  reviewerResultInJobStatus: boolean;
  /** What `result` is while the job is processed (U6). */
  resultWhileProcessing: 'string' | 'absent';
  /** Whose results `history` lists: this job's, or also those of the user's other jobs (D9). */
  historyScope: 'job' | 'user';
  /** `retry:true` on a job whose zip was processed is 2215; false: it is prepared, and paid for, again (5.4, U7). */
  retryKnowsProcessed: boolean;
  /** What a job_id gets that was answered before, by an endpoint that answers at once: 2215, or the answer, billed again (U19). */
  repeatedDirectJob: 'answered' | 'refused';
  /** job_status tells about jobs of types 3, 5 and 7; false: 2314 for ever (U20). */
  directJobsInJobStatus: boolean;
  /** A PUT after processing began is ignored, or starts, and bills, a second run (U22). */
  secondPut: 'ignored' | 'processed-again';
  /** A retried prep upload answers with the job's smile_job_id; false: with a new one, which the job has from then on (U7). */
  retryKeepsSmileJobId: boolean;
  /** Each delivery attempt of a callback is signed anew; false: all are the very same bytes (U17). */
  resignRedeliveries: boolean;
  /** The HTTP status of a Compare without a clear face, 0941 (U14). */
  compareNoFaceStatus: 200 | 400;
  /** job_complete and job_success are both true on a provisional result; false: both false until the final one (U5). */
  provisionalIsComplete: boolean;
  /** Whether two users of a partner may have the same job_id (U15). */
  jobIdScope: 'partner' | 'user';
  /** Where an info.json that cannot be used, 2203 or 2213, is told: everywhere, only by callback, or nowhere (U9). */
  archiveErrors: 'result' | 'callback-only' | 'none';
  /** `code` of refusals is a JSON number (D2). */
  numericErrorCodes: boolean;
}

export const defaultQuirks: SimulatorQuirks = {
  strictTimestampFormat: false,
  maxSkewMs: null,
  strictContentType: true,
  legacyHashOn2314: false,
  zipLagMs: 0,
  alwaysFinal: false,
  finalityInCallbacks: false,
  reviewerResultInJobStatus: true,
  resultWhileProcessing: 'string',
  historyScope: 'job',
  retryKnowsProcessed: true,
  repeatedDirectJob: 'answered',
  directJobsInJobStatus: true,
  secondPut: 'ignored',
  retryKeepsSmileJobId: true,
  resignRedeliveries: true,
  compareNoFaceStatus: 200,
  provisionalIsComplete: true,
  jobIdScope: 'partner',
  archiveErrors: 'result',
  numericErrorCodes: false,
};
