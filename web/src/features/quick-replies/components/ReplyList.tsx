/** The replies that fit, as the list of the composer's field: the field keeps the focus. Loaded on demand. */
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { QuickReply } from "@/api/types";
import type { Values } from "@/text/variables";
import { AfterDelay, Bone } from "@/ui/Feedback";
import { IconPaperclip } from "@/ui/icons";
import { Pieces } from "./Filled";
import styles from "./ReplyList.module.css";

interface ReplyListProps {
  id: string;
  /** null while they are not known. */
  options: readonly QuickReply[] | null;
  chosen: QuickReply | undefined;
  values: Values;
  words: string;
  failed: boolean;
  onTake: (reply: QuickReply) => void;
}

export default function ReplyList(props: ReplyListProps) {
  const { id, options, chosen, values, words, failed, onTake } = props;
  const { t } = useTranslation();
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    list.current?.querySelector("[aria-selected='true']")?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  if (options === null) {
    return (
      <div className={styles.pop}>
        <AfterDelay>
          <Bone width="100%" height={44} />
        </AfterDelay>
      </div>
    );
  }
  if (options.length === 0) {
    const none = words ? t("quick_replies.none_fits", { words }) : t("quick_replies.none");
    return (
      <p className={`${styles.pop} ${styles.none}`} role="status">
        {failed ? t("quick_replies.failed") : none}
      </p>
    );
  }
  return (
    <div className={styles.pop}>
      <span className="sr" role="status">
        {t("quick_replies.count", { count: options.length })}
      </span>
      <ul ref={list} id={id} className={styles.list} role="listbox" aria-label={t("quick_replies.title")}>
        {options.map((one) => (
          // eslint-disable-next-line jsx-a11y/click-events-have-key-events -- the field has the keys
          <li
            key={one.id}
            id={`${id}-${one.id}`}
            role="option"
            aria-selected={one === chosen}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onTake(one)}
          >
            <span className={styles.head}>
              <b className="cut">{one.name}</b>
              {one.shortcut ? <kbd>/{one.shortcut}</kbd> : null}
              <Place reply={one} />
            </span>
            <span className={styles.says}>
              {one.files.length > 0 ? (
                <span className={styles.files}>
                  <IconPaperclip size={14} stroke={1.75} aria-hidden="true" />
                  {t("quick_replies.file_count", { count: one.files.length })}
                </span>
              ) : null}
              <span className="cut">
                <Pieces text={one.text} values={values} />
              </span>
            </span>
          </li>
        ))}
      </ul>
      <p className={styles.keys} aria-hidden="true">
        {t("quick_replies.keys")}
      </p>
    </div>
  );
}

function Place({ reply }: { reply: QuickReply }) {
  const { t } = useTranslation();
  const words = [reply.greets === "no" ? "" : t("quick_replies.greeting"), reply.folder].filter(Boolean);
  return words.length > 0 ? <small className="cut">{words.join(" · ")}</small> : null;
}
