/** One entry of a history reply: session (0, the present one), line number, and the input, or input and output. */
type Entry = [session: number, line: number, input: string | [input: string, output: string | null]];

/** A `history_request` of the protocol. */
export interface HistoryRequest {
  readonly hist_access_type?: unknown;
  /** Whether the outputs are wanted too. */
  readonly output?: unknown;
  /** Number of the last entries, for `tail` and `search`. */
  readonly n?: unknown;
  /** First line and line after the last, for `range`. */
  readonly start?: unknown;
  readonly stop?: unknown;
  /** Shell pattern with `*` and `?`, for `search`. */
  readonly pattern?: unknown;
  readonly unique?: unknown;
}

interface Recalled {
  readonly line: number;
  readonly input: string;
  output: string | null;
}

/** The cells of this session that were run, for front ends that recall earlier input. */
export class History {
  private readonly entries: Recalled[] = [];

  /** Notes a cell that is about to run; what it comes to is added to the entry returned. */
  add(line: number, input: string): { output: string | null } {
    const entry = { line, input, output: null };
    this.entries.push(entry);
    return entry;
  }

  find(request: HistoryRequest): Entry[] {
    const withOutput = request.output === true;
    return this.select(request).map(({ line, input, output }) => [0, line, withOutput ? [input, output] : input]);
  }

  private select({ hist_access_type, n, start, stop, pattern, unique }: HistoryRequest): Recalled[] {
    const last = (entries: Recalled[]) => (typeof n === 'number' && n > 0 ? entries.slice(-n) : entries);
    switch (hist_access_type) {
      case 'tail':
        return last(this.entries);
      case 'range':
        return this.entries.filter(({ line }) => (typeof start !== 'number' || line >= start) && (typeof stop !== 'number' || line < stop));
      case 'search': {
        const matches = shellPattern(typeof pattern === 'string' ? pattern : '*');
        const found = this.entries.filter(({ input }) => matches.test(input));
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

function latestOfEach(entries: Recalled[]): Recalled[] {
  return entries.filter(({ input }, index) => !entries.slice(index + 1).some((later) => later.input === input));
}
