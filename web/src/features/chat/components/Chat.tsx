/** The open conversation: header, timeline, composer, and the refusals of its actions. */
import { type RefObject, useCallback, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useQueueName, useSignedIn } from "@/api/directory";
import type { Conversation, Message } from "@/api/types";
import { customerName } from "@/i18n/customer";
import { drafts } from "@/state/drafts";
import { Button, IconButton } from "@/ui/Button";
import { AfterDelay, Banner, Bone, Empty, Failure } from "@/ui/Feedback";
import { IconAlertCircle, IconX } from "@/ui/icons";
import { useShortcut } from "@/ui/shortcuts";
import { refusalSentence, useActions } from "../api/actions";
import { useConversation, useThread } from "../api/useThread";
import { AssignDialog } from "./AssignDialog";
import styles from "./Chat.module.css";
import { ChatHeader } from "./ChatHeader";
import { Composer } from "./Composer";
import { HistoryNote } from "./HistoryNote";
import { MergedNote } from "./MergedNote";
import type { TemplateSlot } from "./Obstacle";
import { Thread } from "./Thread";

interface ChatProps {
  conversationId: string | null;
  listHref: string;
  panelOpen: boolean;
  onPanel: () => void;
  Templates: TemplateSlot;
}

export function Chat({ conversationId, ...rest }: ChatProps) {
  const { t } = useTranslation();
  return (
    <section className={styles.chat} aria-label={t("chat.label")}>
      {conversationId ? (
        <Loaded key={conversationId} id={conversationId} {...rest} />
      ) : (
        <Empty title={t("chat.choose")}>{t("chat.choose_help")}</Empty>
      )}
    </section>
  );
}

interface LoadedProps extends Omit<ChatProps, "conversationId"> {
  id: string;
}

function Loaded({ id, ...rest }: LoadedProps) {
  const { t } = useTranslation();
  const { conversation, fetched, gone } = useConversation(id);
  if (conversation) return <OpenChat conversation={conversation} {...rest} />;
  if (gone) return <Empty title={t("chat.missing")}>{t("chat.missing_help")}</Empty>;
  if (fetched.isError) {
    return <Failure title={t("chat.failed")} error={fetched.error} onRetry={() => void fetched.refetch()} />;
  }
  return <Bones />;
}

function OpenChat({
  conversation,
  listHref,
  panelOpen,
  onPanel,
  Templates,
}: Omit<LoadedProps, "id"> & { conversation: Conversation }) {
  const { t } = useTranslation();
  const me = useSignedIn();
  const queue = useQueueName(conversation.queue_id);
  const [refused, setRefused] = useState<unknown>(null);
  const [assigning, setAssigning] = useState(false);
  const seen = useRef<string | null>(null);
  const actions = useActions(conversation, queue, setRefused);
  const mine = conversation.assignee?.id === me.id;
  const mayAssign = me.role !== "agent";

  const once = (run: () => void) => () => {
    setRefused(null);
    run();
  };
  const resolve = once(() => actions.resolve(seen.current));
  useShortcut("e", () => (mine && conversation.state !== "resolved" ? resolve() : undefined));
  useShortcut("a", () => {
    if (mayAssign) setAssigning(true);
    else if (!conversation.assignee) once(actions.claim)();
  });

  const { id } = conversation;
  const customer = customerName(conversation);
  const reply = useCallback(
    (message: Message) => {
      const author = message.direction === "in" ? customer : (message.author.name ?? t("chat.you"));
      const preview = message.text || t(`preview.${message.kind}`);
      drafts.write(id, { replyTo: { id: message.id, preview: preview.slice(0, 140), author } });
    },
    [id, customer, t],
  );

  return (
    <>
      <ChatHeader
        conversation={conversation}
        listHref={listHref}
        pending={actions.pending}
        panelOpen={panelOpen}
        onPanel={onPanel}
        onResolve={resolve}
        onReopen={once(actions.reopen)}
        onRelease={once(actions.release)}
        onAssign={mayAssign ? () => setAssigning(true) : null}
      />
      {refused ? <Refused error={refused} onClose={() => setRefused(null)} /> : null}
      <MergedNote conversation={conversation} />
      <HistoryNote conversation={conversation} />
      <Timeline
        conversation={conversation}
        seen={seen}
        onReply={mine && conversation.state !== "resolved" ? reply : null}
      />
      <Composer
        conversation={conversation}
        busy={actions.pending !== null}
        onClaim={once(actions.claim)}
        onReopen={once(actions.reopen)}
        Templates={Templates}
      />
      <AssignDialog
        conversation={conversation}
        opened={assigning}
        onClose={() => setAssigning(false)}
        onAssign={(user) => {
          setAssigning(false);
          once(() => actions.assign(user))();
        }}
      />
    </>
  );
}

function Refused({ error, onClose }: { error: unknown; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Banner
      tone="bad"
      role="alert"
      icon={<IconAlertCircle size={18} stroke={1.75} aria-hidden="true" />}
      action={
        <IconButton label={t("composer.dismiss")} onClick={onClose}>
          <IconX size={16} stroke={1.75} aria-hidden="true" />
        </IconButton>
      }
    >
      {refusalSentence(error, t)}
    </Banner>
  );
}

interface TimelineProps {
  conversation: Conversation;
  /** The newest message shown, so that resolving can tell what was not. */
  seen: RefObject<string | null>;
  onReply: ((message: Message) => void) | null;
}

function Timeline({ conversation, seen, onReply }: TimelineProps) {
  const { t } = useTranslation();
  const { rows, messages, pages } = useThread(conversation);
  seen.current = messages.at(-1)?.id ?? null;
  if (pages.isPending) return <Bones />;
  if (pages.isError && !pages.data) {
    return (
      <div className={styles.frame}>
        <Failure title={t("chat.failed")} error={pages.error} onRetry={() => void pages.refetch()} />
      </div>
    );
  }
  return (
    <>
      {pages.isRefetchError ? <Stale onRetry={() => void pages.refetch()} /> : null}
      <Thread
        conversation={conversation}
        rows={rows}
        messages={messages}
        hasOlder={pages.hasNextPage}
        busy={pages.isFetchingNextPage}
        failed={pages.isFetchNextPageError}
        loadOlder={() => void pages.fetchNextPage()}
        onReply={onReply}
      />
    </>
  );
}

/** What came while the connection was down could not be fetched: what is shown may have a hole. */
function Stale({ onRetry }: { onRetry: () => void }) {
  const { t } = useTranslation();
  return (
    <Banner
      tone="bad"
      role="alert"
      icon={<IconAlertCircle size={18} stroke={1.75} aria-hidden="true" />}
      action={
        <Button size="s" onClick={onRetry}>
          {t("failure.retry")}
        </Button>
      }
    >
      {t("chat.stale")}
    </Banner>
  );
}

function Bones() {
  return (
    <div className={styles.frame}>
      <AfterDelay>
        <div className={styles.bones} aria-hidden="true">
          <Bone width={260} height={34} />
          <Bone width={320} height={54} />
          <Bone width={180} height={34} />
          <Bone width={240} height={34} />
        </div>
      </AfterDelay>
    </div>
  );
}
