import { readFileSync } from 'node:fs';
import type * as ZeroMQ from 'zeromq';
import { ExecutionQueue } from './execution-queue';
import type { ExecuteReply, Kernel } from './kernel';
import { log } from './log';
import { Wire, type Header, type Message } from './wire';

interface Connection {
  readonly transport: string;
  readonly ip: string;
  readonly key: string;
  readonly shell_port: number;
  readonly iopub_port: number;
  readonly stdin_port: number;
  readonly control_port: number;
  readonly hb_port: number;
}

/** Time for the last messages to leave before the process ends. */
const LINGER_MS = 100;

/** Serves a kernel on the five sockets of Jupyter's protocol. */
export class Server {
  private readonly wire: Wire;
  private readonly shell: ZeroMQ.Router;
  private readonly control: ZeroMQ.Router;
  private readonly stdin: ZeroMQ.Router;
  private readonly iopub: ZeroMQ.Publisher;
  private readonly heartbeat: ZeroMQ.Reply;
  private readonly queue = new ExecutionQueue();
  private executing: Header | undefined;

  private constructor(
    zmq: typeof ZeroMQ,
    private readonly connection: Connection,
  ) {
    this.wire = new Wire(connection.key);
    // ZeroMQ drops publications beyond 1000 that wait to be sent, "idle" among them, unless the mark is lifted.
    this.iopub = new zmq.Publisher({ sendHighWaterMark: 0, linger: LINGER_MS });
    this.shell = new zmq.Router({ sendHighWaterMark: 0, linger: LINGER_MS });
    this.control = new zmq.Router({ sendHighWaterMark: 0, linger: LINGER_MS });
    this.stdin = new zmq.Router({ linger: 0 });
    this.heartbeat = new zmq.Reply({ linger: 0 });
  }

  /**
   * Opens the sockets; what front ends send waits in them until {@link serve}.
   *
   * @throws Error where the connection file cannot be read or one of its ports is taken
   */
  static async open(zmq: typeof ZeroMQ, connectionFile: string): Promise<Server> {
    const server = new Server(zmq, readConnection(connectionFile));
    await server.bind();
    return server;
  }

  serve(kernel: Kernel): void {
    void this.listen(this.shell, kernel);
    void this.listen(this.control, kernel);
    void this.echo();
  }

  private async bind(): Promise<void> {
    const { transport, ip, shell_port, iopub_port, stdin_port, control_port, hb_port } = this.connection;
    const sockets = [
      [this.shell, shell_port],
      [this.iopub, iopub_port],
      [this.stdin, stdin_port],
      [this.control, control_port],
      [this.heartbeat, hb_port],
    ] as const;
    for (const [socket, port] of sockets) {
      const address = transport === 'ipc' ? `ipc://${ip}-${port}` : `${transport}://${ip}:${port}`;
      await socket.bind(address).catch((error: unknown) => {
        throw new Error(`The kernel cannot listen on ${address} (${String(error)}): start it again, Jupyter then picks other ports.`, { cause: error });
      });
    }
  }

  private async listen(socket: ZeroMQ.Router, kernel: Kernel): Promise<void> {
    for await (const frames of socket) {
      try {
        this.receive(socket, kernel, this.wire.decode(frames));
      } catch (error) {
        log(error);
      }
    }
  }

  private async echo(): Promise<void> {
    for await (const frames of this.heartbeat) await this.heartbeat.send(frames);
  }

  private receive(socket: ZeroMQ.Router, kernel: Kernel, message: Message): void {
    if (message.header.msg_type === 'execute_request') this.execute(socket, kernel, message);
    else this.answer(socket, kernel, message);
  }

  private execute(socket: ZeroMQ.Router, kernel: Kernel, { identities, header, content }: Message): void {
    const finish = (reply: ExecuteReply | undefined): void => {
      this.send(socket, this.wire.encode(identities, 'execute_reply', reply ?? { status: 'aborted' }, header));
      this.executing = undefined;
      this.publish('status', { execution_state: 'idle' }, header);
    };
    this.queue.add({
      run: () => {
        this.executing = header;
        this.publish('status', { execution_state: 'busy' }, header);
        return kernel.execute(content, (type, body) => this.publish(type, body, header));
      },
      stops: (reply) => reply.status === 'error' && content.stop_on_error !== false,
      finish,
    });
  }

  private answer(socket: ZeroMQ.Router, kernel: Kernel, { identities, header, content }: Message): void {
    this.publish('status', { execution_state: 'busy' }, header);
    const reply = kernel.answer(header.msg_type, content);
    if (reply) this.send(socket, this.wire.encode(identities, header.msg_type.replace(/_request$/, '_reply'), reply, header));
    this.publish('status', { execution_state: 'idle' }, header);
    if (header.msg_type === 'shutdown_request') this.close();
    // Front ends show the newest state, whichever request it belongs to.
    else if (this.executing) this.publish('status', { execution_state: 'busy' }, this.executing);
  }

  private publish(type: string, content: object, parent: Header): void {
    this.send(this.iopub, this.wire.encode([type], type, content, parent));
  }

  private send(socket: ZeroMQ.Router | ZeroMQ.Publisher, frames: (Buffer | string)[]): void {
    if (socket.closed) return;
    // Not awaited: with no high-water mark a message is handed over at once, also from a cell that never yields.
    socket.send(frames).catch((error: unknown) => log(`a message was lost: ${String(error)}`));
  }

  /** Ends the process, even if a cell left timers, loops or processes behind. */
  private close(): void {
    for (const socket of [this.shell, this.control, this.stdin, this.iopub, this.heartbeat]) socket.close();
    setTimeout(() => process.exit(0), LINGER_MS);
  }
}

function readConnection(file: string): Connection {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Connection;
  } catch (error) {
    throw new Error(`The connection file ${file} cannot be read (${String(error)}): it is written by Jupyter when it starts a kernel.`, { cause: error });
  }
}
