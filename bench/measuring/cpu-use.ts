import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';

const TICKS_PER_SECOND = 100;

/**
 * Processor time that the whole machine has spent so far, in seconds over all cores: everything but idling and waiting
 * for input and output, time stolen by other virtual machines included where the system tells it (Linux).
 */
export function busySeconds(): number {
  if (existsSync('/proc/stat')) return busySecondsOf(readFileSync('/proc/stat', 'utf8'));
  return cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0) / 1000;
}

/** From the text of Linux's /proc/stat (proc(5)); guests' time is within user and nice. */
export function busySecondsOf(procStat: string): number {
  const fields = /^cpu +(.+)$/m.exec(procStat)?.[1]?.split(' ').map(Number);
  if (!fields || fields.length < 8) throw new Error('/proc/stat does not have the fields that proc(5) says.');
  const [user, nice, system, , , irq, softirq, steal] = fields as [number, number, number, number, number, number, number, number];
  return (user + nice + system + irq + softirq + steal) / TICKS_PER_SECOND;
}

/**
 * Share of the machine's processor time that others than the measured process used.
 * @param busy seconds that all processes together were busy
 * @param own seconds of it that the measured process used
 * @param wall seconds that passed
 */
export function foreignShare(busy: number, own: number, wall: number, cores = availableParallelism()): number {
  return Math.max(0, busy - own) / (wall * cores);
}
