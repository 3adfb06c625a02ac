import { type IncomingHttpHeaders, request } from 'node:http';
import { connect } from 'node:net';

/** What a server answered. */
export interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Sends a path as it is, without making a URL of it. */
export const send = (
  { port }: { readonly port: number },
  path: string,
  options: { method?: string; headers?: Record<string, string | string[]> } = {},
): Promise<Answer> =>
  new Promise((done, fail) => {
    const sent = request({ host: '127.0.0.1', port, path, ...options, agent: false }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => {
        body += text;
      });
      response.on('end', () => done({ status: response.statusCode, headers: response.headers, body }));
    });
    sent.on('error', fail).end();
  });

/** Sends bytes as they are; all that comes back until the server closes. */
export const sendRaw = ({ port }: { readonly port: number }, text: string): Promise<string> =>
  new Promise((done, fail) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(text, 'latin1'));
    socket.setEncoding('latin1').on('data', (part: string) => {
      answer += part;
    });
    socket.on('error', fail).on('close', () => done(answer));
  });
