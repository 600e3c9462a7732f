import type { Start } from './environment';

/** Where data lay on the machine that computed is nobody's business. */
export function withoutPaths(start: Start): Start {
  return { ...start, data: { ...start.data, source: start.data.source.replace(/ \([^)]*[/\\][^)]*\)/, '') } };
}
