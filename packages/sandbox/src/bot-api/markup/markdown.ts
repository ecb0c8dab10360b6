import type { Entity } from "../../model/types.ts";
import { byteOffset, type FormattedText, inOrder, linkEntity, MarkupError } from "./formatted-text.ts";

/** Kinds as Telegram names them when one does not end. */
type Kind =
  | "Bold"
  | "Italic"
  | "Underline"
  | "Strikethrough"
  | "Spoiler"
  | "Code"
  | "Pre"
  | "PreCode"
  | "TextUrl"
  | "CustomEmoji";

interface OpenEntity {
  kind: Kind;
  offset: number;
  /** Where its mark stands in the source. */
  start: number;
  language: string;
}

const reserved = new Set("_*[]()~`>#+-=|{}.!");
const typeOf: Readonly<Record<Kind, string>> = {
  Bold: "bold",
  Italic: "italic",
  Underline: "underline",
  Strikethrough: "strikethrough",
  Spoiler: "spoiler",
  Code: "code",
  Pre: "pre",
  PreCode: "pre",
  TextUrl: "text_link",
  CustomEmoji: "custom_emoji",
};
/** Longest mark first: `__` is an underline, not two italics. */
const marks: readonly [string, Kind][] = [
  ["```", "Pre"],
  ["`", "Code"],
  ["__", "Underline"],
  ["_", "Italic"],
  ["*", "Bold"],
  ["~", "Strikethrough"],
  ["||", "Spoiler"],
  ["![", "CustomEmoji"],
  ["[", "TextUrl"],
];
const codeKinds: ReadonlySet<Kind> = new Set(["Code", "Pre", "PreCode"]);

/** Telegram's MarkdownV2. Throws MarkupError. */
export function parseMarkdownV2(source: string): FormattedText {
  const reader = new MarkdownReader(source);
  return reader.read();
}

class MarkdownReader {
  readonly #source: string;
  readonly #open: OpenEntity[] = [];
  readonly #entities: Entity[] = [];
  #text = "";
  #at = 0;
  #quoteOffset: number | undefined;

  constructor(source: string) {
    this.#source = source;
  }

  read(): FormattedText {
    while (this.#at < this.#source.length) this.#step();
    this.#endQuote();
    const unclosed = this.#open.at(-1);
    if (unclosed !== undefined) {
      throw new MarkupError(
        `Can't find end of ${unclosed.kind} entity at byte offset ${byteOffset(this.#source, unclosed.start)}`,
      );
    }
    return { text: this.#text, entities: inOrder(this.#entities) };
  }

  #step(): void {
    const character = this.#source[this.#at] ?? "";
    const next = this.#source.charCodeAt(this.#at + 1);
    const inside = this.#open.at(-1);
    if (character === "\\" && next > 0 && next <= 126) {
      this.#take(this.#source[this.#at + 1] ?? "", 2);
    } else if (inside !== undefined && codeKinds.has(inside.kind)) {
      const mark = inside.kind === "Code" ? "`" : "```";
      if (this.#source.startsWith(mark, this.#at)) this.#end(inside, mark.length);
      else this.#take(character, 1);
    } else if (character === "\n") {
      this.#take(character, 1);
      if (this.#quoteOffset !== undefined && this.#source[this.#at] !== ">") this.#endQuote();
    } else if (!reserved.has(character)) this.#take(character, 1);
    else if (character === ">" && this.#isAtLineStart()) this.#beginQuoteLine();
    else this.#mark(character, inside);
  }

  #take(text: string, units: number): void {
    this.#text += text;
    this.#at += units;
  }

  #mark(character: string, inside: OpenEntity | undefined): void {
    if (character === "]" && (inside?.kind === "TextUrl" || inside?.kind === "CustomEmoji")) {
      this.#endLink(inside);
      return;
    }
    const found = marks.find(([mark]) => this.#source.startsWith(mark, this.#at));
    if (found === undefined) {
      throw new MarkupError(
        `Character '${character}' is reserved and must be escaped with the preceding '\\'`,
      );
    }
    const [mark, kind] = found;
    if (kind === inside?.kind && kind !== "TextUrl") this.#end(inside, mark.length);
    else if (kind === "Spoiler" && this.#endsExpandableQuote()) this.#endQuote("expandable_blockquote");
    else this.#begin(kind, mark.length);
  }

  #begin(kind: Kind, units: number): void {
    const start = this.#at;
    this.#at += units;
    const language = kind === "Pre" ? this.#readLanguage() : "";
    this.#open.push({ kind: language === "" ? kind : "PreCode", offset: this.#text.length, start, language });
  }

  /** The word behind the opening mark, unless the code itself follows at once; then the line break goes with it. */
  #readLanguage(): string {
    const word = /^[^\s`]*/.exec(this.#source.slice(this.#at))?.[0] ?? "";
    const follows = this.#source[this.#at + word.length];
    if (follows === "`") return "";
    this.#at += word.length;
    if (follows === "\n") this.#at += 1;
    return word;
  }

  #end(entity: OpenEntity, units: number): void {
    this.#open.pop();
    this.#at += units;
    const length = this.#text.length - entity.offset;
    if (length === 0) return;
    const made: Entity = { type: typeOf[entity.kind], offset: entity.offset, length };
    if (entity.language !== "") made.language = entity.language;
    this.#entities.push(made);
  }

  #endLink(entity: OpenEntity): void {
    this.#open.pop();
    this.#at += 1;
    const { offset } = entity;
    const length = this.#text.length - offset;
    const shown = this.#text.slice(offset);
    const address = this.#source[this.#at] === "(" ? this.#readAddress() : undefined;
    if (entity.kind === "CustomEmoji") {
      const id = /^tg:\/\/emoji\?id=(\d{1,20})$/.exec(address ?? "")?.[1];
      if (id === undefined) throw new MarkupError("Custom emoji URL must have an emoji identifier");
      if (length > 0) this.#entities.push({ type: "custom_emoji", offset, length, custom_emoji_id: id });
      return;
    }
    const made = length > 0 ? linkEntity(address ?? shown, offset, length) : undefined;
    if (made !== undefined) this.#entities.push(made);
  }

  #readAddress(): string {
    const start = this.#at;
    let address = "";
    for (let at = start + 1; at < this.#source.length; at += 1) {
      const character = this.#source[at] ?? "";
      if (character === ")") {
        this.#at = at + 1;
        return address;
      }
      if (character === "\\") at += 1;
      address += character === "\\" ? (this.#source[at] ?? "") : character;
    }
    throw new MarkupError(`Can't find end of a URL at byte offset ${byteOffset(this.#source, start)}`);
  }

  #isAtLineStart(): boolean {
    return this.#at === 0 || this.#source[this.#at - 1] === "\n";
  }

  #beginQuoteLine(): void {
    this.#at += 1;
    this.#quoteOffset ??= this.#text.length;
  }

  #endsExpandableQuote(): boolean {
    const follows = this.#source[this.#at + 2];
    return this.#quoteOffset !== undefined && (follows === undefined || follows === "\n");
  }

  #endQuote(type = "blockquote"): void {
    if (this.#quoteOffset === undefined) return;
    if (type === "expandable_blockquote") this.#at += 2;
    const offset = this.#quoteOffset;
    let length = this.#text.length - offset;
    while (length > 0 && this.#text.endsWith("\n", offset + length)) length -= 1;
    if (length > 0) this.#entities.push({ type, offset, length });
    this.#quoteOffset = undefined;
  }
}
