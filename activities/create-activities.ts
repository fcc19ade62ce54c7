import { withHeartbeat } from './attempt.ts';
import type { Activities } from './contract.ts';
import { deliverNotification } from './deliver-notification.ts';
import type { Dependencies } from './dependencies.ts';
import { pollJobStatus } from './poll-job-status.ts';
import { prepareUpload } from './prepare-upload.ts';
import { submitRequest } from './submit-request.ts';
import { uploadPackage } from './upload-package.ts';

export function createActivities(dependencies: Dependencies): Activities {
  return {
    prepareUpload: (input) => withHeartbeat((attempt) => prepareUpload(dependencies, input, attempt)),
    uploadPackage: (input) => withHeartbeat((attempt) => uploadPackage(dependencies, input, attempt)),
    submitRequest: (input) => withHeartbeat((attempt) => submitRequest(dependencies, input, attempt)),
    pollJobStatus: (input) => withHeartbeat((attempt) => pollJobStatus(dependencies, input, attempt)),
    deliverNotification: (input) => withHeartbeat((attempt) => deliverNotification(dependencies, input, attempt)),
  };
}
