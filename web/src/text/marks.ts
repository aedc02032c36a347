/**
 * WhatsApp's own marks: *bold*, _italic_, ~strike~, `code`, ```mono```, lists and quotes. Pure: from a text to a tree
 * of plain facts, which is drawn by elements and never as HTML. What is no well-formed mark stays text. The work
 * grows with the length of the text, whatever stands in it.
 */
export type Style = "bold" | "italic" | "strike";

export type Inline =
  | { kind: "text"; text: string }
  | { kind: "code"; text: string }
  | { kind: "link"; href: string }
  | { kind: Style; children: Inline[] };

export type Block =
  | { kind: "text"; children: Inline[] }
  | { kind: "mono"; text: string }
  | { kind: "quote"; lines: Inline[][] }
  | { kind: "list"; first: number | null; items: Inline[][] };

const styles: Record<string, Style> = { "*": "bold", _: "italic", "~": "strike" };
const fence = "```";
const bullet = /^[-*] (?=\S)/;
const numbered = /^(\d{1,3})\. (?=\S)/;
const quote = /^> ?/;
const link = /https?:\/\/[^\s<>"]+/g;
const notOfLink = /[.,;:!?)\]*_~`'…]+$/;
const wordLetter = /[\p{L}\p{N}]/u;

export function parseMarks(text: string): Block[] {
  const blocks: Block[] = [];
  let plainFrom = 0;
  let opens = text.indexOf(fence);
  while (opens >= 0) {
    const closes = text.indexOf(fence, opens + fence.length);
    if (closes < 0) break;
    const mono = text.slice(opens + fence.length, closes);
    let end = closes + fence.length;
    if (mono.trim() !== "") {
      addLines(blocks, text.slice(plainFrom, opens).replace(/\n$/, ""));
      blocks.push({ kind: "mono", text: mono.replace(/^\n|\n$/g, "") });
      if (text[end] === "\n") end += 1;
      plainFrom = end;
    }
    opens = text.indexOf(fence, end);
  }
  addLines(blocks, text.slice(plainFrom));
  return blocks;
}

/** The same on one line, without any mark: for lists and quotes. */
export function withoutMarks(text: string): string {
  return parseMarks(text).map(plainBlock).join("\n");
}

/** Whether drawing it differs from the text as it stands, links apart. */
export function hasMarks(text: string): boolean {
  return parseMarks(text).some((block) => block.kind !== "text" || block.children.some(isMarked));
}

function isMarked({ kind }: Inline): boolean {
  return kind !== "text" && kind !== "link";
}

function addLines(blocks: Block[], text: string): void {
  if (text === "") return;
  for (const line of text.split("\n")) addLine(blocks, line);
}

function addLine(blocks: Block[], line: string): void {
  const last = blocks.at(-1);
  const number = numbered.exec(line);
  if (quote.test(line)) {
    const content = inlines(line.replace(quote, ""));
    if (last?.kind === "quote") last.lines.push(content);
    else blocks.push({ kind: "quote", lines: [content] });
  } else if (bullet.test(line)) {
    const content = inlines(line.replace(bullet, ""));
    if (last?.kind === "list" && last.first === null) last.items.push(content);
    else blocks.push({ kind: "list", first: null, items: [content] });
  } else if (number) {
    const content = inlines(line.slice(number[0].length));
    const follows = last?.kind === "list" && last.first !== null;
    if (follows && last.first !== null && Number(number[1]) === last.first + last.items.length) {
      last.items.push(content);
    } else blocks.push({ kind: "list", first: Number(number[1]), items: [content] });
  } else if (last?.kind === "text") {
    last.children.push({ kind: "text", text: "\n" }, ...inlines(line));
  } else blocks.push({ kind: "text", children: inlines(line) });
}

/** One line. Addresses are cut out first: what stands in them is no mark. */
function inlines(line: string): Inline[] {
  return new Line(line).read(0, line.length, new Set());
}

interface Span {
  from: number;
  to: number;
}

class Line {
  private readonly text: string;
  private readonly links = new Map<number, Span>();
  private readonly closers = new Map<string, number[]>();

  constructor(text: string) {
    this.text = text;
    for (const { 0: found, index } of text.matchAll(link)) {
      const href = found.replace(notOfLink, "");
      if (href.length > "https://".length) this.links.set(index, { from: index, to: index + href.length });
    }
    this.findClosers();
  }

  /** What stands between two places, outside the styles that are open already. */
  read(from: number, to: number, open: ReadonlySet<Style>): Inline[] {
    const found: Inline[] = [];
    let plainFrom = from;
    let at = from;
    const add = (inline: Inline, end: number) => {
      if (at > plainFrom) found.push({ kind: "text", text: this.text.slice(plainFrom, at) });
      found.push(inline);
      at = end;
      plainFrom = end;
    };
    while (at < to) {
      const address = this.links.get(at);
      const closes = this.closing(at, to, open);
      if (address && address.to <= to) {
        add({ kind: "link", href: this.text.slice(address.from, address.to) }, address.to);
      } else if (closes > 0) {
        add(this.marked(at, closes, open), closes + 1);
      } else at += 1;
    }
    if (at > plainFrom) found.push({ kind: "text", text: this.text.slice(plainFrom, to) });
    return found;
  }

  private marked(at: number, closes: number, open: ReadonlySet<Style>): Inline {
    const style = styles[this.text.charAt(at)];
    if (!style) return { kind: "code", text: this.text.slice(at + 1, closes) };
    return { kind: style, children: this.read(at + 1, closes, new Set([...open, style])) };
  }

  /** Where the mark that opens here closes; 0 where none does. */
  private closing(at: number, to: number, open: ReadonlySet<Style>): number {
    const mark = this.text.charAt(at);
    const style = styles[mark];
    if ((!style && mark !== "`") || (style && open.has(style))) return 0;
    if (at > 0 && isWord(this.text.charAt(at - 1))) return 0;
    const next = this.text.charAt(at + 1);
    if (next === "" || /\s/.test(next) || next === mark) return 0;
    const places = this.closers.get(mark) ?? [];
    const closes = places[firstAfter(places, at + 1)];
    return closes !== undefined && closes < to ? closes : 0;
  }

  /** Every place where a mark may close: behind something, and before no letter. */
  private findClosers(): void {
    const inLink = new Set<number>();
    for (const { from, to } of this.links.values()) for (let at = from; at < to; at += 1) inLink.add(at);
    for (let at = 1; at < this.text.length; at += 1) {
      const mark = this.text.charAt(at);
      if ((!styles[mark] && mark !== "`") || inLink.has(at)) continue;
      if (/\s/.test(this.text.charAt(at - 1)) || isWord(this.text.slice(at + 1, at + 3))) continue;
      const places = this.closers.get(mark) ?? [];
      places.push(at);
      this.closers.set(mark, places);
    }
  }
}

function isWord(text: string): boolean {
  return text !== "" && wordLetter.test(String.fromCodePoint(text.codePointAt(0) ?? 32));
}

/** The index of the first place that is greater; by halving, for there may be many. */
function firstAfter(places: readonly number[], at: number): number {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle] ?? 0) > at) high = middle;
    else low = middle + 1;
  }
  return low;
}

function plainBlock(block: Block): string {
  switch (block.kind) {
    case "mono":
      return block.text;
    case "text":
      return plainOf(block.children);
    case "quote":
      return block.lines.map(plainOf).join("\n");
    case "list":
      return block.items.map(plainOf).join("\n");
  }
}

function plainOf(children: readonly Inline[]): string {
  return children
    .map((one) => {
      if (one.kind === "text" || one.kind === "code") return one.text;
      return one.kind === "link" ? one.href : plainOf(one.children);
    })
    .join("");
}
