/** How often the kernel looks whether the process that started it still lives. */
const INTERVAL_MS = 2000;

/**
 * Ends the kernel when the process that started it is gone, killed perhaps, and so can no longer ask it to shut down.
 * Jupyter names that process in `JPY_PARENT_PID`.
 */
export function endWithParent(): void {
  const parent = process.ppid;
  if (process.env.JPY_PARENT_PID !== String(parent)) return;
  setInterval(() => {
    if (process.ppid !== parent) process.exit(1);
  }, INTERVAL_MS).unref();
}
