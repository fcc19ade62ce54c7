import http from 'node:http';

/** How an exchange ended, as far as the caller can see. */
export interface Ending {
  /** `ECONNREFUSED`, `ECONNRESET`…; undefined where an answer came in full. */
  error?: string;
  /** RST and FIN are one code at the client: the message says whether the other side reset, or just closed. */
  isReset?: boolean;
  httpStatus?: number;
  headers?: http.IncomingHttpHeaders;
  text?: string;
}

/**
 * One exchange on a connection of its own, which tells what fetch hides. Resolves however it ends. `onHalf` is called
 * when a part of the answer has come.
 */
export function exchange(
  url: string,
  {
    method = 'POST',
    headers = {},
    body = '' as string | Buffer,
    agent = false as http.Agent | false,
    onHalf = () => {},
  } = {},
): Promise<Ending> {
  return new Promise((resolve) => {
    const request = http.request(url, {
      method,
      headers: { 'content-length': Buffer.byteLength(body), ...headers },
      agent,
    });
    let text = '';
    let answer: http.IncomingMessage | undefined;
    const fail = (error: NodeJS.ErrnoException) =>
      resolve({
        error: error.code ?? error.name,
        isReset: error.syscall === 'read' || error.syscall === 'write',
        ...(answer && { httpStatus: answer.statusCode ?? 0, headers: answer.headers, text }),
      });
    request.on('error', fail);
    request.on('response', (response) => {
      answer = response;
      response.setEncoding('utf8');
      response.on('data', (chunk) => {
        text += chunk;
        onHalf();
      });
      response.on('error', fail);
      response.on('end', () => resolve({ httpStatus: response.statusCode ?? 0, headers: response.headers, text }));
    });
    request.end(body);
  });
}
