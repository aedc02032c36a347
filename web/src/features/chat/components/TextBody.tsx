/**
 * Text of a message with WhatsApp's own marks. Addresses become links that tell the other site nothing, with the sites
 * that they lead to named below: nothing of them is fetched for a preview.
 */
import { type ReactNode, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { type Block, type Inline, parseMarks } from "@/text/marks";
import { IconLink } from "@/ui/icons";
import { sitesIn } from "../api/links";
import bubble from "./Bubble.module.css";
import { Marked } from "./Marked";
import styles from "./TextBody.module.css";

export function TextBody({ text }: { text: string }) {
  const blocks = useMemo(() => parseMarks(text), [text]);
  return (
    <>
      <div className={styles.text}>
        {blocks.map((block, at) => (
          <BlockOf key={at} block={block} />
        ))}
      </div>
      <Sites sites={sitesIn(text)} />
    </>
  );
}

function Sites({ sites }: { sites: readonly string[] }) {
  const { t } = useTranslation();
  if (sites.length === 0) return null;
  return (
    <span className={bubble.sites}>
      <IconLink size={14} stroke={2} aria-hidden="true" />
      <span>{t("message.leads_to", { sites: sites.join(", ") })}</span>
    </span>
  );
}

function BlockOf({ block }: { block: Block }) {
  switch (block.kind) {
    case "text":
      return <span>{inlines(block.children)}</span>;
    case "mono":
      return (
        <pre className={styles.mono}>
          <Marked text={block.text} />
        </pre>
      );
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
      return <Marked text={inline.text} />;
    case "code":
      return (
        <code className={styles.code}>
          <Marked text={inline.text} />
        </code>
      );
    case "link":
      return (
        <a href={inline.href} target="_blank" rel="noopener noreferrer nofollow">
          <Marked text={inline.href} />
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
