import type { NativeBackend } from '../engine/native-backend';
import type { Graph } from './graph';
import { GraphSession } from './graph-session';

/** Sessions that are kept for the next user of an equal graph; each holds the memory of its variables. */
const KEPT = 2;

const idle: GraphSession[] = [];

/** A session of the graph: one that is no longer in use, whose variables hold anything, or a new one. */
export function openSession(backend: NativeBackend, graph: Graph): GraphSession {
  const at = idle.findIndex((session) => session.graph.digest === graph.digest);
  return at < 0 ? new GraphSession(backend, graph) : idle.splice(at, 1)[0]!;
}

/** Ends the use of a session. */
export function closeSession(session: GraphSession): void {
  idle.push(session);
  if (idle.length > KEPT) idle.shift()!.dispose();
}
