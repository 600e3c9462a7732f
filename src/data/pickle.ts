/**
 * Reads a pickle without executing anything: only what the Python versions of CIFAR hold is known — numbers, texts, bytes, lists, tuples,
 * dictionaries, and numpy arrays of bytes or whole numbers. Opcodes by CPython's `pickletools`.
 * @throws Error whose message says what is wrong, as in "holds a pickle that …"
 */
export function readPickle(bytes: Uint8Array): Pickled {
  return new Unpickler(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)).run();
}

/** Texts of Python 2 are bytes. */
export type Pickled = number | string | boolean | null | Buffer | NumpyArray | Pickled[] | Map<string, Pickled>;

/** A numpy array of bytes; of other types only as far as to be passed over. */
export interface NumpyArray {
  readonly shape: readonly number[];
  readonly type: string;
  readonly data: Buffer;
}

/** Callables that these files name; each is known by what it makes, none is called. */
type Known = 'reconstruct' | 'ndarray' | 'dtype' | 'encode';

const KNOWN: Readonly<Record<string, Known>> = {
  'numpy.core.multiarray _reconstruct': 'reconstruct',
  'numpy._core.multiarray _reconstruct': 'reconstruct',
  'numpy ndarray': 'ndarray',
  'numpy dtype': 'dtype',
  '_codecs encode': 'encode',
};

/** On the stack besides values: a callable's name, an array or a type whose content comes later, the mark of a list's begin. */
class Callable {
  constructor(readonly kind: Known) {}
}
class Unfinished {
  result: NumpyArray | undefined;
  constructor(readonly type: string) {}
}
const MARK = Symbol('mark');
type Item = Pickled | Callable | Unfinished | typeof MARK | undefined;

class Unpickler {
  private at = 0;
  private stack: Item[] = [];
  private readonly memo = new Map<number, Item>();

  constructor(private readonly bytes: Buffer) {}

  run(): Pickled {
    for (;;) {
      const opcode = this.take(1)[0]!;
      if (opcode === 0x2e) return this.value(this.pop());
      this.step(opcode);
    }
  }

  private step(opcode: number): void {
    switch (String.fromCharCode(opcode)) {
      case '\x80': // PROTO
        this.take(1);
        break;
      case '\x95': // FRAME
        this.take(8);
        break;
      case '(':
        this.push(MARK);
        break;
      case '0':
        this.pop();
        break;
      case 'N':
        this.push(null);
        break;
      case '\x88':
        this.push(true);
        break;
      case '\x89':
        this.push(false);
        break;
      case 'I': {
        const text = this.line();
        this.push(text === '00' ? false : text === '01' ? true : this.whole(text));
        break;
      }
      case 'L':
        this.push(this.whole(this.line().replace(/L$/, '')));
        break;
      case 'J':
        this.push(this.take(4).readInt32LE());
        break;
      case 'K':
        this.push(this.take(1)[0]);
        break;
      case 'M':
        this.push(this.take(2).readUInt16LE());
        break;
      case 'U':
      case 'C':
        this.push(this.take(this.take(1)[0]!));
        break;
      case 'T':
      case 'B':
        this.push(this.take(this.take(4).readUInt32LE()));
        break;
      case 'X':
        this.push(this.take(this.take(4).readUInt32LE()).toString());
        break;
      case '\x8c':
        this.push(this.take(this.take(1)[0]!).toString());
        break;
      case 'S':
        this.push(Buffer.from(this.line().replace(/^(['"])(.*)\1$/, '$2'), 'latin1'));
        break;
      case ']':
        this.push([]);
        break;
      case '}':
        this.push(new Map());
        break;
      case ')':
        this.push([]);
        break;
      case 'l':
      case 't':
        this.push(this.sinceMark().map((item) => this.element(item)));
        break;
      case 'd':
        this.push(this.fill(new Map(), this.sinceMark()));
        break;
      case '\x85':
      case '\x86':
      case '\x87': {
        const count = opcode - 0x84;
        this.push(this.stack.splice(-count).map((item) => this.element(item)));
        break;
      }
      case 'a': {
        const item = this.element(this.pop());
        this.list().push(item);
        break;
      }
      case 'e': {
        const items = this.sinceMark().map((item) => this.element(item));
        this.list().push(...items);
        break;
      }
      case 's': {
        const pair = this.stack.splice(-2);
        this.fill(this.dictionary(), pair);
        break;
      }
      case 'u': {
        const pairs = this.sinceMark();
        this.fill(this.dictionary(), pairs);
        break;
      }
      case 'q':
        this.memo.set(this.take(1)[0]!, this.top());
        break;
      case 'r':
        this.memo.set(this.take(4).readUInt32LE(), this.top());
        break;
      case 'p':
        this.memo.set(this.whole(this.line()), this.top());
        break;
      case '\x94':
        this.memo.set(this.memo.size, this.top());
        break;
      case 'h':
        this.push(this.recalled(this.take(1)[0]!));
        break;
      case 'j':
        this.push(this.recalled(this.take(4).readUInt32LE()));
        break;
      case 'g':
        this.push(this.recalled(this.whole(this.line())));
        break;
      case 'c': {
        const module = this.line();
        this.push(this.callable(`${module} ${this.line()}`));
        break;
      }
      case '\x93': {
        const [module, name] = this.stack.splice(-2);
        this.push(this.callable(`${textOf(module)} ${textOf(name)}`));
        break;
      }
      case 'R':
        this.reduce();
        break;
      case 'b':
        this.build();
        break;
      default:
        throw new Error(`holds a pickle with the opcode 0x${opcode.toString(16)}, which is not read here`);
    }
  }

  /** What the few known callables would make of their arguments. */
  private reduce(): void {
    const values = this.pop();
    const callable = this.pop();
    if (!(callable instanceof Callable) || !Array.isArray(values)) throw new Error('holds a pickle that calls something');
    if (callable.kind === 'reconstruct') {
      this.push(new Unfinished('ndarray'));
      return;
    }
    if (callable.kind === 'dtype') {
      this.push(new Unfinished(textOf(values[0])));
      return;
    }
    if (callable.kind === 'encode' && typeof values[0] === 'string') {
      this.push(Buffer.from(values[0], 'latin1'));
      return;
    }
    throw new Error('holds a pickle that calls something');
  }

  /** The state of an array: version, shape, type, order, bytes; that of a type is passed over. */
  private build(): void {
    const state = this.pop();
    const target = this.top();
    if (!(target instanceof Unfinished) || !Array.isArray(state)) throw new Error('holds a pickle that builds something');
    if (target.type !== 'ndarray') return;
    const [, shape, type, columnsFirst, data] = state as unknown as Item[];
    if (!(type instanceof Unfinished) || !Buffer.isBuffer(data) || !Array.isArray(shape) || columnsFirst === true) throw new Error('holds an array that is not read here');
    target.result = { shape: shape.map(Number), type: type.type, data };
  }

  private callable(name: string): Callable {
    const kind = KNOWN[name];
    if (!kind) throw new Error(`holds a pickle that calls ${name.slice(0, 80).replace(' ', '.')}, which is not done here`);
    return new Callable(kind);
  }

  private value(item: Item): Pickled {
    if (item instanceof Unfinished && item.result) return item.result;
    if (item === undefined || item === MARK || item instanceof Callable || item instanceof Unfinished) throw new Error('holds a pickle that ends in nothing');
    return item;
  }

  /** Elements of lists may be unfinished: the types and arrays whose content comes later. */
  private element(item: Item): Pickled {
    if (item === MARK) throw new Error('holds a damaged pickle');
    return item as Pickled;
  }

  private fill(map: Map<string, Pickled>, pairs: readonly Item[]): Map<string, Pickled> {
    for (let i = 0; i + 1 < pairs.length; i += 2) map.set(textOf(pairs[i]), this.value(pairs[i + 1]));
    return map;
  }

  private push(item: Item): void {
    this.stack.push(item);
  }

  private pop(): Item {
    if (this.stack.length === 0) throw new Error('holds a damaged pickle');
    return this.stack.pop();
  }

  private top(): Item {
    return this.stack[this.stack.length - 1];
  }

  private sinceMark(): Item[] {
    const from = this.stack.lastIndexOf(MARK);
    if (from < 0) throw new Error('holds a damaged pickle');
    return this.stack.splice(from).slice(1);
  }

  private list(): Pickled[] {
    const list = this.top();
    if (!Array.isArray(list)) throw new Error('holds a damaged pickle');
    return list;
  }

  private dictionary(): Map<string, Pickled> {
    const map = this.top();
    if (!(map instanceof Map)) throw new Error('holds a damaged pickle');
    return map;
  }

  private recalled(place: number): Item {
    if (!this.memo.has(place)) throw new Error('holds a damaged pickle');
    return this.memo.get(place);
  }

  private take(count: number): Buffer {
    if (this.at + count > this.bytes.length) throw new Error('is cut short');
    this.at += count;
    return this.bytes.subarray(this.at - count, this.at);
  }

  private line(): string {
    const end = this.bytes.indexOf(0x0a, this.at);
    if (end < 0) throw new Error('is cut short');
    const text = this.bytes.toString('latin1', this.at, end);
    this.at = end + 1;
    return text;
  }

  private whole(text: string): number {
    if (!/^-?\d{1,15}$/.test(text)) throw new Error('holds a damaged pickle');
    return Number(text);
  }
}

function textOf(item: unknown): string {
  return Buffer.isBuffer(item) ? item.toString('latin1') : typeof item === 'string' ? item : '';
}
