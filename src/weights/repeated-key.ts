/**
 * The first key that an object of a valid JSON text has twice, at whatever depth; undefined if there is none.
 * `JSON.parse` would keep the last of them without a word.
 */
export function repeatedKey(json: string): string | undefined {
  const keysOfOpen: Set<string>[] = [];
  let last = '';
  for (let at = 0; at < json.length; at++) {
    switch (json[at]) {
      case '{':
      case '[':
        keysOfOpen.push(new Set());
        break;
      case '}':
      case ']':
        keysOfOpen.pop();
        break;
      case '"': {
        const end = endOfString(json, at);
        last = json.slice(at, end);
        at = end - 1;
        break;
      }
      case ':': {
        // What stands before a colon is a key.
        const key = JSON.parse(last) as string;
        const keys = keysOfOpen[keysOfOpen.length - 1]!;
        if (keys.has(key)) return key;
        keys.add(key);
      }
    }
  }
  return undefined;
}

/** Where the string that begins at `start` has ended. */
function endOfString(json: string, start: number): number {
  let at = start + 1;
  while (json[at] !== '"') at += json[at] === '\\' ? 2 : 1;
  return at + 1;
}
