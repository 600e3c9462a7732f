import { StringDecoder } from 'node:string_decoder';

export type StreamName = 'stdout' | 'stderr';

/** Sends one message about a cell to every front end. */
export type Publish = (type: string, content: object) => void;

/** Text that is written within this time goes out as one message. */
const JOIN_MS = 20;
/** Text is sent at the latest when this much has gathered, in UTF-16 units. */
const JOIN_LENGTH = 65_536;

/**
 * The outputs of one cell, in the order in which they were made.
 *
 * Streams are joined into few messages, since front ends slow down with each message rather than each line. The first
 * text goes out at once, and a loop that never yields is still heard, because time is looked at in every write.
 */
export class Outputs {
  private stream: StreamName = 'stdout';
  private text = '';
  private lastSent = 0;
  private timer: NodeJS.Timeout | undefined;
  private readonly decoders = { stdout: new StringDecoder('utf8'), stderr: new StringDecoder('utf8') };

  constructor(private readonly send: Publish) {}

  write(stream: StreamName, chunk: string | Uint8Array): void {
    if (stream !== this.stream) this.flush();
    this.stream = stream;
    this.text += typeof chunk === 'string' ? chunk : this.decoders[stream].write(Buffer.from(chunk));
    if (this.text.length >= JOIN_LENGTH || performance.now() - this.lastSent >= JOIN_MS) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), JOIN_MS);
  }

  publish(type: string, content: object): void {
    this.flush();
    this.send(type, content);
  }

  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.text === '') return;
    const { stream: name, text } = this;
    this.text = '';
    this.lastSent = performance.now();
    this.send('stream', { name, text });
  }
}
