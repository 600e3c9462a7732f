import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';

/** Version of Jupyter's messaging protocol that the kernel speaks. */
export const PROTOCOL_VERSION = '5.3';

export interface Header {
  readonly msg_id: string;
  readonly msg_type: string;
  readonly session: string;
  readonly username: string;
  readonly date: string;
  readonly version: string;
}

export interface Message {
  /** Routing prefix of ZeroMQ, to be repeated in the reply. */
  readonly identities: readonly Buffer[];
  readonly header: Header;
  readonly content: Readonly<Record<string, unknown>>;
}

const DELIMITER = '<IDS|MSG>';

/** Jupyter's wire protocol: signed messages of several frames. */
export class Wire {
  private readonly session = randomUUID();

  /** @param key of the connection file; an empty one means that messages are not signed */
  constructor(private readonly key: string) {}

  /** @throws Error where the frames are no message or the signature is not that of the key */
  decode(frames: readonly Buffer[]): Message {
    const at = frames.findIndex((frame) => frame.toString('latin1') === DELIMITER);
    const [signature, ...body] = frames.slice(at + 1);
    if (at === -1 || signature === undefined || body.length < 4) throw new Error('A message lacks its delimiter or a part.');
    const parts = body.slice(0, 4);
    const expected = Buffer.from(this.sign(parts));
    if (signature.length !== expected.length || !timingSafeEqual(signature, expected)) throw new Error('A message has a wrong signature.');
    const [header, , , content] = parts.map((part) => JSON.parse(part.toString()) as unknown);
    return { identities: frames.slice(0, at), header: header as Header, content: content as Message['content'] };
  }

  /** @param prefix the identities of the addressee or, for a publication, its topic */
  encode(prefix: readonly (Buffer | string)[], type: string, content: object, parent: Header | undefined): (Buffer | string)[] {
    const header: Header = {
      msg_id: randomUUID(),
      msg_type: type,
      session: this.session,
      username: parent?.username ?? 'kernel',
      date: new Date().toISOString(),
      version: PROTOCOL_VERSION,
    };
    const parts = [header, parent ?? {}, {}, content].map((part) => JSON.stringify(part));
    return [...prefix, DELIMITER, this.sign(parts), ...parts];
  }

  private sign(parts: readonly (Buffer | string)[]): string {
    if (this.key === '') return '';
    const hash = createHmac('sha256', this.key);
    for (const part of parts) hash.update(part);
    return hash.digest('hex');
  }
}
