/** Text of a message with WhatsApp's own marks. Addresses become links that tell the other site nothing. */
import { type ReactNode, useMemo } from "react";
import { type Block, type Inline, parseMarks } from "@/text/marks";
import styles from "./TextBody.module.css";

export function TextBody({ text }: { text: string }) {
  const blocks = useMemo(() => parseMarks(text), [text]);
  return (
    <div className={styles.text}>
      {blocks.map((block, at) => (
        <BlockOf key={at} block={block} />
      ))}
    </div>
  );
}

function BlockOf({ block }: { block: Block }) {
  switch (block.kind) {
    case "text":
      return <span>{inlines(block.children)}</span>;
    case "mono":
      return <pre className={styles.mono}>{block.text}</pre>;
    case "quote":
      return (
        <blockquote className={styles.quote}>
          {block.lines.map((line, at) => (
            <div key={at}>{inlines(line)}</div>
          ))}
        </blockquote>
      );
    case "list":
      return block.first === null ? (
        <ul className={styles.list}>{items(block.items)}</ul>
      ) : (
        <ol className={styles.list} start={block.first}>
          {items(block.items)}
        </ol>
      );
  }
}

function items(lines: readonly Inline[][]): ReactNode {
  return lines.map((line, at) => <li key={at}>{inlines(line)}</li>);
}

function inlines(children: readonly Inline[]): ReactNode {
  return children.map((one, at) => <InlineOf key={at} inline={one} />);
}

function InlineOf({ inline }: { inline: Inline }): ReactNode {
  switch (inline.kind) {
    case "text":
      return inline.text;
    case "code":
      return <code className={styles.code}>{inline.text}</code>;
    case "link":
      return (
        <a href={inline.href} target="_blank" rel="noopener noreferrer nofollow">
          {inline.href}
        </a>
      );
    case "bold":
      return <b>{inlines(inline.children)}</b>;
    case "italic":
      return <i>{inlines(inline.children)}</i>;
    case "strike":
      return <s>{inlines(inline.children)}</s>;
  }
}
