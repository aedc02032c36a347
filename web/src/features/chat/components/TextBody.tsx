/** Text of a message. Addresses become links that tell the other site nothing; the rest stays text. */
import styles from "./Bubble.module.css";
import { Marked } from "./Marked";

const links = /(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]])/g;

export function TextBody({ text }: { text: string }) {
  const parts = text.split(links).map((part, index) => ({ part, at: index, isLink: index % 2 === 1 }));
  return (
    <span className={styles.text}>
      {parts.map(({ part, at, isLink }) =>
        isLink ? (
          <a key={at} href={part} target="_blank" rel="noopener noreferrer nofollow">
            <Marked text={part} />
          </a>
        ) : (
          <Marked key={at} text={part} />
        ),
      )}
    </span>
  );
}
