/** What other features put on a message. Only what belongs to the open conversation can be changed through it. */
import { useContext } from "react";
import type { Message } from "@/api/types";
import { MessageTools } from "../api/messageTools";
import { Through } from "../api/through";
import styles from "./Bubble.module.css";

function useTools(message: Message) {
  const tools = useContext(MessageTools);
  const mayChange = useContext(Through) === message.conversation_id;
  return { tools, mayChange };
}

export function ChipsBelow({ message }: { message: Message }) {
  const { tools, mayChange } = useTools(message);
  return tools && message.labels.length > 0 ? <tools.Chips message={message} mayChange={mayChange} /> : null;
}

export function ToolBeside({ message }: { message: Message }) {
  const { tools, mayChange } = useTools(message);
  return tools && mayChange ? <tools.Button message={message} className={styles.answer} /> : null;
}
