import { FormatError } from '../errors.ts';
import { PickleReader } from './pickle-reader.ts';
import {
  buildState,
  byteText,
  damagedPickle,
  finishedValue,
  globalNamed,
  type Pickled,
  type PickleValue,
  reduceCall,
} from './pickle-values.ts';

/**
 * Reads the part of Python's pickle format (protocols 2 to 4) that plain data is written in: numbers, text, lists,
 * tuples, dictionaries with names as keys, and NumPy arrays of bytes. It constructs no objects and calls nothing: a pickle
 * that asks for anything else is refused.
 *
 * @throws FormatError when the pickle is cut short, damaged, or holds anything else.
 */
export function decodePickle(bytes: Uint8Array): Pickled {
  return finishedValue(new Unpickler(bytes).run(), 0, new Map());
}

class Unpickler {
  readonly #reader: PickleReader;
  #stack: PickleValue[] = [];
  readonly #marks: PickleValue[][] = [];
  readonly #memo = new Map<number, PickleValue>();

  constructor(bytes: Uint8Array) {
    this.#reader = new PickleReader(bytes);
  }

  /** Runs the instructions up to STOP (Lib/pickletools.py of CPython describes each). */
  run(): PickleValue {
    const reader = this.#reader;
    for (;;) {
      const at = reader.position;
      const opcode = String.fromCharCode(reader.uint8());
      if (opcode === '.') return this.#pop();
      if (!this.#value(opcode) && !this.#structure(opcode)) {
        throw new FormatError(
          `The pickle has the instruction 0x${opcode.charCodeAt(0).toString(16).padStart(2, '0')} at byte ${at}, ` +
            'which plain data and arrays of bytes do not need. It is damaged, or holds other objects; these are not read.',
        );
      }
    }
  }

  /** Instructions that push a value. */
  #value(opcode: string): boolean {
    const reader = this.#reader;
    switch (opcode) {
      case 'N':
        return this.#push(null);
      case '\x88':
        return this.#push(true);
      case '\x89':
        return this.#push(false);
      case 'K':
        return this.#push(reader.uint8());
      case 'M':
        return this.#push(reader.uint16());
      case 'J':
        return this.#push(reader.int32());
      case 'G':
        return this.#push(reader.float64());
      case 'U':
      case 'C':
        return this.#push(reader.take(reader.uint8()));
      case 'T':
      case 'B':
        return this.#push(reader.take(reader.uint32()));
      case '\x8e':
        return this.#push(reader.take(reader.uint64()));
      case '\x8c':
        return this.#push(reader.text(reader.uint8()));
      case 'X':
        return this.#push(reader.text(reader.uint32()));
      case '\x8d':
        return this.#push(reader.text(reader.uint64()));
      case 'c':
        return this.#push(globalNamed(reader.line(), reader.line()));
      case 'h':
        return this.#push(this.#recall(reader.uint8()));
      case 'j':
        return this.#push(this.#recall(reader.uint32()));
      case ']':
      case ')':
        return this.#push([]);
      case '}':
        return this.#push(new Map());
      default:
        return false;
    }
  }

  /** Instructions that change what is on the stack. */
  #structure(opcode: string): boolean {
    const reader = this.#reader;
    switch (opcode) {
      case '\x80': {
        const protocol = reader.uint8();
        if (protocol >= 2 && protocol <= 4) return true;
        throw new FormatError(`The pickle is of protocol ${protocol}; 2 to 4 are read.`);
      }
      case '\x95':
        reader.take(8);
        return true;
      case 'q':
        return this.#remember(reader.uint8());
      case 'r':
        return this.#remember(reader.uint32());
      case '\x94':
        return this.#remember(this.#memo.size);
      case '(':
        this.#marks.push(this.#stack);
        this.#stack = [];
        return true;
      case 't':
        return this.#push(this.#sinceMark());
      case '\x85':
        return this.#push(this.#popSeveral(1));
      case '\x86':
        return this.#push(this.#popSeveral(2));
      case '\x87':
        return this.#push(this.#popSeveral(3));
      case 'a':
        return this.#append([this.#pop()]);
      case 'e':
        return this.#append(this.#sinceMark());
      case 's':
        return this.#setItems(this.#popSeveral(2));
      case 'u':
        return this.#setItems(this.#sinceMark());
      case '\x93': {
        const [module, name] = this.#popSeveral(2);
        return this.#push(globalNamed(String(module), String(name)));
      }
      case 'R': {
        const [callable, given] = this.#popSeveral(2);
        return this.#push(reduceCall(callable, given));
      }
      case 'b': {
        const state = this.#pop();
        buildState(this.#top(), state);
        return true;
      }
      default:
        return false;
    }
  }

  #push(value: PickleValue): true {
    this.#stack.push(value);
    return true;
  }

  #pop(): PickleValue {
    const value = this.#stack.pop();
    if (value === undefined) throw damagedPickle('an instruction finds no value');
    return value;
  }

  #popSeveral(count: number): PickleValue[] {
    if (this.#stack.length < count) throw damagedPickle('an instruction finds no value');
    return this.#stack.splice(-count);
  }

  #top(): PickleValue {
    const value = this.#stack.at(-1);
    if (value === undefined) throw damagedPickle('an instruction finds no value');
    return value;
  }

  #sinceMark(): PickleValue[] {
    const values = this.#stack;
    const below = this.#marks.pop();
    if (!below) throw damagedPickle('a mark is missing');
    this.#stack = below;
    return values;
  }

  #remember(index: number): true {
    this.#memo.set(index, this.#top());
    return true;
  }

  #recall(index: number): PickleValue {
    const value = this.#memo.get(index);
    if (value === undefined) throw damagedPickle(`value ${index} is used before it is there`);
    return value;
  }

  #append(values: readonly PickleValue[]): true {
    const list = this.#top();
    if (!Array.isArray(list)) throw damagedPickle('values are appended to what is no list');
    for (const value of values) list.push(value);
    return true;
  }

  #setItems(values: readonly PickleValue[]): true {
    const map = this.#top();
    if (!(map instanceof Map) || values.length % 2 !== 0) throw damagedPickle('items are set in what is no dictionary');
    for (let i = 0; i < values.length; i += 2) {
      const key = values[i];
      if (typeof key !== 'string' && !(key instanceof Uint8Array)) throw damagedPickle('a key is no name');
      map.set(typeof key === 'string' ? key : byteText(key), values[i + 1] as PickleValue);
    }
    return true;
  }
}
