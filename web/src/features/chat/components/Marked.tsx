/** A text in which the words looked for are marked. */
import { Fragment } from "react";
import { marked } from "../api/folded";
import { useSoughtWords } from "../api/sought";

export function Marked({ text }: { text: string }) {
  const words = useSoughtWords();
  if (!words) return text;
  return marked(text, words).map(({ text: piece, isMatch }, at) =>
    isMatch ? <mark key={at}>{piece}</mark> : <Fragment key={at}>{piece}</Fragment>,
  );
}
