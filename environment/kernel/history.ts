/** One entry of a history reply: session (0, the present one), line number, input. */
export type HistoryEntry = [session: number, line: number, input: string];

/** A `history_request` of the protocol; `output` is not kept, so it is ignored. */
export interface HistoryRequest {
  readonly hist_access_type?: unknown;
  /** Number of the last entries, for `tail` and `search`. */
  readonly n?: unknown;
  /** First line and line after the last, for `range`. */
  readonly start?: unknown;
  readonly stop?: unknown;
  /** Shell pattern with `*` and `?`, for `search`. */
  readonly pattern?: unknown;
  readonly unique?: unknown;
}

/** The cells of this session that were run, for front ends that recall earlier input. */
export class History {
  private readonly entries: HistoryEntry[] = [];

  add(line: number, input: string): void {
    this.entries.push([0, line, input]);
  }

  find(request: HistoryRequest): HistoryEntry[] {
    const { start, stop, pattern, unique } = request;
    const last = (entries: HistoryEntry[]) => (typeof request.n === 'number' ? entries.slice(-request.n || entries.length) : entries);
    switch (request.hist_access_type) {
      case 'tail':
        return last(this.entries);
      case 'range':
        return this.entries.filter(
          ([, line]) => (typeof start !== 'number' || line >= start) && (typeof stop !== 'number' || line < stop),
        );
      case 'search': {
        const matches = shellPattern(typeof pattern === 'string' ? pattern : '*');
        const found = this.entries.filter(([, , input]) => matches.test(input));
        return last(unique === true ? latestOfEach(found) : found);
      }
      default:
        return [];
    }
  }
}

function shellPattern(pattern: string): RegExp {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replace(/\*/g, '.*').replace(/\?/g, '.')}$`, 's');
}

function latestOfEach(entries: HistoryEntry[]): HistoryEntry[] {
  return entries.filter(([, , input], index) => !entries.slice(index + 1).some((later) => later[2] === input));
}
