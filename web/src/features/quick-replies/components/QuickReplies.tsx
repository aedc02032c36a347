/** Writes a quick reply in the composer: behind a "/" that begins a line, or by the button. It never sends by itself. */
import { lazy, type RefObject, Suspense, useEffect, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMay } from "@/api/directory";
import type { Conversation, QuickReply } from "@/api/types";
import { comingReplies } from "@/state/coming-replies";
import { drafts } from "@/state/drafts";
import { toast } from "@/state/toast";
import { filled, missingIn, type Values } from "@/text/variables";
import { IconButton } from "@/ui/Button";
import { IconBolt } from "@/ui/icons";
import { fitting, type Slash, written } from "../api/slash";
import { attachFiles, useReplies, useValues } from "../api/useReplies";
import { useSlash } from "../api/useSlash";

const ReplyList = lazy(() => import("./ReplyList"));
const FillDialog = lazy(() => import("./FillDialog"));

interface QuickRepliesProps {
  conversation: Conversation;
  field: RefObject<HTMLTextAreaElement | null>;
  onOptions: (options: { listId: string; activeId: string } | null) => void;
}

export function QuickReplies(props: QuickRepliesProps) {
  return useMay("quick_replies.use") ? <Replies {...props} /> : null;
}

interface Filling {
  reply: QuickReply;
  values: Values;
  put: (text: string) => Promise<void>;
}

function Replies({ conversation, field, onOptions }: QuickRepliesProps) {
  const { t } = useTranslation();
  const listId = useId();
  const [wanted, setWanted] = useState(false);
  const [looking, setLooking] = useState(false);
  const [filling, setFilling] = useState<Filling | null>(null);
  const replies = useReplies(wanted);
  const values = useValues(conversation, wanted);
  const found = (words: string) =>
    replies.data
      ? fitting(replies.data, conversation.queue_id, words)
      : replies.isError && !replies.isFetching
        ? []
        : null;
  const slash = useSlash({
    field,
    found,
    paused: looking || filling !== null,
    onTake: (...taken) => void comingReplies.during(conversation.id, () => take(...taken)),
  });
  const { isOpen, chosen } = slash;
  const activeId = chosen && `${listId}-${chosen.id}`;
  if (isOpen && !wanted) setWanted(true);

  useEffect(() => {
    onOptions(activeId ? { listId, activeId } : null);
  }, [listId, activeId, onOptions]);

  async function take(reply: QuickReply, place: Slash, prefix: "/" | "") {
    setLooking(true);
    const known = await values.now();
    setLooking(false);
    const put = (text: string) => write(reply, text, place, prefix);
    if (missingIn(reply.text, known).length > 0) setFilling({ reply, values: known, put });
    else await put(filled(reply.text, known));
  }

  async function write(reply: QuickReply, text: string, place: Slash, prefix: "/" | "") {
    const draft = drafts.of(conversation.id);
    const after = written(draft.text, place, text, prefix);
    const used = [...new Set([...(draft.replies ?? []), reply.id])];
    drafts.write(conversation.id, { text: after.text, replies: used });
    // The field has the text with the next paint; until then there is no place for the caret.
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(after.caret, after.caret);
    });
    await attachFiles(conversation.id, reply).catch(() =>
      toast.show(t("quick_replies.files_failed", { name: reply.name })),
    );
  }

  return (
    <>
      <IconButton
        label={t("quick_replies.open")}
        on={isOpen}
        onMouseDown={(event) => event.preventDefault()}
        onClick={slash.toggle}
      >
        <IconBolt size={18} stroke={1.75} aria-hidden="true" />
      </IconButton>
      {isOpen ? (
        <Suspense>
          <ReplyList
            id={listId}
            options={slash.options}
            chosen={chosen}
            values={values.shown}
            words={slash.words}
            failed={replies.isError}
            onTake={slash.take}
          />
        </Suspense>
      ) : null}
      {filling ? (
        <Suspense>
          <FillDialog
            reply={filling.reply}
            values={filling.values}
            onFilled={(text) => {
              setFilling(null);
              void comingReplies.during(conversation.id, () => filling.put(text));
            }}
            onClose={() => {
              setFilling(null);
              field.current?.focus();
            }}
          />
        </Suspense>
      ) : null}
    </>
  );
}
