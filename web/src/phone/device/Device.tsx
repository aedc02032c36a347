/** The person's phone: the chat with the business as they see it. */
import { useEffect, useRef, useState } from "react";
import { IconButton } from "@/ui/Button";
import { IconChevronLeft } from "@/ui/icons";
import { phoneApi } from "../api/calls";
import { useThread } from "../api/queries";
import type { Bubble, Chat, Connection, Person } from "../api/types";
import { Initials } from "../Initials";
import { t } from "../words";
import { BubbleItem } from "./BubbleItem";
import { Composer } from "./Composer";
import styles from "./Device.module.css";
import { type Draft, emptyDraft } from "./draft";

interface DeviceProps {
  connection: Connection | null;
  person: Person | null;
  onBack: (() => void) | null;
}

export function Device({ connection, person, onBack }: DeviceProps) {
  if (!connection || !person) {
    return (
      <section className={styles.stage} aria-label={t("tab.device")}>
        <p className="t-sub">{t("device.choose")}</p>
      </section>
    );
  }
  return (
    <section className={styles.stage} aria-label={t("tab.device")}>
      <div className={styles.phone}>
        <header className={styles.head}>
          {onBack ? (
            <IconButton label={t("device.back")} onClick={onBack}>
              <IconChevronLeft size={20} stroke={1.75} aria-hidden="true" />
            </IconButton>
          ) : null}
          <Initials name={connection.business_name} />
          <div className={styles.business}>
            <h2 className="cut">{connection.business_name}</h2>
            <p className="t-meta cut">{t("device.business")}</p>
          </div>
        </header>
        <OpenChat
          key={`${connection.id} ${person.id}`}
          chat={{ connection: connection.id, person: person.id }}
          name={person.name}
        />
      </div>
    </section>
  );
}

function OpenChat({ chat, name }: { chat: Chat; name: string }) {
  const thread = useThread(chat);
  const bubbles = thread.data ?? noBubbles;
  const [draft, setDraft] = useState<Draft>(emptyDraft);
  useReading(chat, bubbles);
  const end = useEnd(bubbles.length);
  return (
    <>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a region that scrolls must take the focus (WCAG 2.1.1) */}
      <div className={styles.log} role="log" aria-label={t("device.log", { name })} tabIndex={0} ref={end}>
        {thread.isError ? <p role="alert">{t("failed.load")}</p> : null}
        {thread.isSuccess && bubbles.length === 0 ? (
          <p className={styles.empty}>{t("device.empty", { name })}</p>
        ) : null}
        <ol className={styles.list}>
          {bubbles.map((bubble) => (
            <BubbleItem
              key={bubble.id}
              bubble={bubble}
              chat={chat}
              onReply={() => setDraft({ ...emptyDraft, text: draft.text, reply: bubble })}
              onEdit={() => setDraft({ ...emptyDraft, text: bubble.text, edit: bubble })}
            />
          ))}
        </ol>
      </div>
      <Composer chat={chat} draft={draft} onDraft={setDraft} />
    </>
  );
}

const noBubbles: Bubble[] = [];

/** Whoever looks at the chat has read it; the provider is told each time something new is shown. */
function useReading({ connection, person }: Chat, bubbles: Bubble[]) {
  useEffect(() => {
    function read() {
      const fromBusiness = bubbles.some((bubble) => bubble.author === "business");
      if (!fromBusiness || document.visibilityState !== "visible") return;
      // A failed call is made good by the next change: opening twice does no harm.
      phoneApi.open({ connection, person }).catch(() => undefined);
    }
    read();
    document.addEventListener("visibilitychange", read);
    return () => document.removeEventListener("visibilitychange", read);
  }, [bubbles, connection, person]);
}

const nearEndPx = 48;

/** Keeps the newest message in view as messages come and pictures load, unless somebody scrolled up to read. */
function useEnd(count: number) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (count > 0) box.current?.scrollTo({ top: box.current.scrollHeight });
  }, [count]);
  useEffect(() => {
    const log = box.current;
    const list = log?.querySelector("ol");
    if (!log || !list || typeof ResizeObserver === "undefined") return;
    let height = log.scrollHeight;
    const observer = new ResizeObserver(() => {
      const wasAtEnd = log.scrollTop + log.clientHeight >= height - nearEndPx;
      height = log.scrollHeight;
      if (wasAtEnd) log.scrollTo({ top: height });
    });
    observer.observe(list);
    return () => observer.disconnect();
  }, []);
  return box;
}
