import { ascent, descent, type FontStyle } from './font';
import { textWidth } from './text-width';

/**
 * Bounding boxes of SVG elements in the units of their parent, for a document without a layout engine: text is
 * measured, rectangles, circles and images are read, paths are boxed by their points, groups joined. Transforms of
 * descendants count (plotly translates, scales and rotates).
 */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export const emptyBox: Box = { left: 0, top: 0, right: 0, bottom: 0 };
const invisible = new Set(['defs', 'clipPath', 'title', 'desc', 'style']);

export function boxOf(element: Element): Box {
  switch (element.tagName) {
    case 'text':
      return textBox(element);
    case 'rect':
    case 'image':
      return fromCorner(number(element, 'x'), number(element, 'y'), number(element, 'width'), number(element, 'height'));
    case 'circle':
      return around(number(element, 'cx'), number(element, 'cy'), number(element, 'r'));
    case 'path':
      return pathBox(element.getAttribute('d') ?? '');
    default:
      return join(
        [...element.children]
          .filter((child) => !invisible.has(child.tagName))
          .map((child) => placed(boxOf(child), child.getAttribute('transform'))),
      );
  }
}

/** Length in pixels of the text of an element, its longest line. */
export function textLength(element: Element): number {
  return Math.max(0, ...lines(element).map((line) => lineWidth(line)));
}

function textBox(element: Element): Box {
  const size = fontSize(element);
  const width = textLength(element);
  if (width === 0) return emptyBox;
  const anchor = inherited(element, 'text-anchor') ?? 'start';
  const x = number(element, 'x');
  const left = anchor === 'middle' ? x - width / 2 : anchor === 'end' ? x - width : x;
  const rows = lines(element);
  const first = number(element, 'y') + emOffset(rows[0]!, size);
  const last = number(element, 'y') + emOffset(rows.at(-1)!, size);
  return { left, top: first - ascent * size, right: left + width, bottom: last + descent * size };
}

/** plotly puts every line but a single one into a `tspan` of class `line`. */
function lines(element: Element): Element[] {
  const spans = [...element.querySelectorAll('tspan.line')];
  return spans.length > 0 ? spans : [element];
}

/** `dy` of a line, in em as plotly writes it. */
function emOffset(line: Element, size: number): number {
  const dy = /^(-?[\d.]+)em$/.exec(line.getAttribute('dy') ?? '');
  return dy && line.tagName === 'tspan' ? Number(dy[1]) * size : 0;
}

/** Sum over the pieces of a line, each in its own size and style (superscripts, bold). */
function lineWidth(node: Node): number {
  let width = 0;
  for (const child of node.childNodes) {
    if (child.nodeType === child.TEXT_NODE) {
      const parent = child.parentElement!;
      width += textWidth((child.textContent ?? '').replace(/\u200b/g, ''), fontSize(parent), fontStyle(parent));
    } else {
      width += lineWidth(child);
    }
  }
  return width;
}

function fontSize(element: Element): number {
  const own = styleOf(element, 'font-size');
  const parent = (): number => (element.parentElement ? fontSize(element.parentElement) : 12);
  if (own === undefined) return parent();
  if (own.endsWith('%')) return (parseFloat(own) / 100) * parent();
  if (own.endsWith('em')) return parseFloat(own) * parent();
  return parseFloat(own);
}

function fontStyle(element: Element): FontStyle {
  const bold = /^(bold|bolder|[6-9]00)$/.test(inherited(element, 'font-weight') ?? '');
  const italic = inherited(element, 'font-style') === 'italic';
  return bold ? (italic ? 'boldItalic' : 'bold') : italic ? 'italic' : 'regular';
}

function inherited(element: Element | null, property: string): string | undefined {
  return element ? (styleOf(element, property) ?? inherited(element.parentElement, property)) : undefined;
}

function styleOf(element: Element, property: string): string | undefined {
  const style = new RegExp(`(?:^|;)\\s*${property}:\\s*([^;]+)`).exec(element.getAttribute('style') ?? '');
  return style?.[1]?.trim() ?? element.getAttribute(property) ?? undefined;
}

/**
 * Box of the end points and control points of plotly's absolute commands; relative ones are followed by their sums.
 */
function pathBox(d: string): Box {
  const points: Box[] = [];
  let x = 0;
  let y = 0;
  for (const [, command, list] of d.matchAll(/([MLHVCQSTAZ])([^MLHVCQSTAZ]*)/gi)) {
    const values = (list!.match(/-?\d*\.?\d+(?:e[-+]?\d+)?/gi) ?? []).map(Number);
    const relative = command === command!.toLowerCase();
    const step = { h: 1, v: 1, a: 7, c: 6, q: 4, s: 4 }[command!.toLowerCase()] ?? 2;
    for (let i = 0; i + step <= values.length; i += step) {
      const [dx, dy] = step === 1 ? [values[i]!, values[i]!] : [values[i + step - 2]!, values[i + step - 1]!];
      const kind = command!.toLowerCase();
      if (kind !== 'v') x = relative ? x + dx : dx;
      if (kind !== 'h') y = relative ? y + dy : dy;
      points.push({ left: x, top: y, right: x, bottom: y });
    }
  }
  return points.length === 0 ? emptyBox : hull(points);
}

/** The box of a box after the transform of its element, functions applied from the last to the first. */
function placed(box: Box, transform: string | null): Box {
  let corners: [x: number, y: number][] = [
    [box.left, box.top],
    [box.right, box.top],
    [box.left, box.bottom],
    [box.right, box.bottom],
  ];
  const functions = [...(transform ?? '').matchAll(/(translate|scale|rotate)\(([^)]*)\)/g)].reverse();
  for (const [, name, list] of functions) {
    const [a = 0, b, c = 0] = list!
      .trim()
      .split(/[\s,]+/)
      .map(Number);
    corners = corners.map(([x, y]) => {
      if (name === 'translate') return [x + a, y + (b ?? 0)];
      if (name === 'scale') return [x * a, y * (b ?? a)];
      const [cos, sin, cx, cy] = [Math.cos((a * Math.PI) / 180), Math.sin((a * Math.PI) / 180), b ?? 0, c];
      return [cx + cos * (x - cx) - sin * (y - cy), cy + sin * (x - cx) + cos * (y - cy)];
    });
  }
  return hull(corners.map(([x, y]) => ({ left: x, top: y, right: x, bottom: y })));
}

function join(boxes: readonly Box[]): Box {
  const visible = boxes.filter((box) => box.right > box.left || box.bottom > box.top);
  return visible.length === 0 ? emptyBox : hull(visible);
}

function hull(boxes: readonly Box[]): Box {
  return {
    left: Math.min(...boxes.map((box) => box.left)),
    top: Math.min(...boxes.map((box) => box.top)),
    right: Math.max(...boxes.map((box) => box.right)),
    bottom: Math.max(...boxes.map((box) => box.bottom)),
  };
}

function fromCorner(x: number, y: number, width: number, height: number): Box {
  return { left: x, top: y, right: x + width, bottom: y + height };
}

function around(x: number, y: number, radius: number): Box {
  return fromCorner(x - radius, y - radius, 2 * radius, 2 * radius);
}

function number(element: Element, attribute: string): number {
  return Number(element.getAttribute(attribute) ?? 0);
}
