/** The open conversation: header, timeline, composer, and the refusals of its actions. */
import { lazy, type ReactNode, Suspense, useCallback, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useQueueName, useSignedIn } from "@/api/directory";
import type { Conversation, Message } from "@/api/types";
import type { ClosingSlot } from "@/api/typifications";
import { customerName } from "@/i18n/customer";
import { drafts } from "@/state/drafts";
import { IconButton } from "@/ui/Button";
import { Banner, Empty, Failure } from "@/ui/Feedback";
import { IconAlertCircle, IconX } from "@/ui/icons";
import { late } from "@/ui/late";
import { useShortcut } from "@/ui/shortcuts";
import { refusalSentence, useActions } from "../api/actions";
import { SoughtWords } from "../api/sought";
import { MessageTools, type MessageToolSet } from "../api/messageTools";
import { useClosing } from "../api/useClosing";
import { useConversation, useThreadStart } from "../api/useThread";
import styles from "./Chat.module.css";
import { ChatHeader } from "./ChatHeader";
import { Composer } from "./Composer";
import { HistoryNote } from "./HistoryNote";
import { MergedNote } from "./MergedNote";
import type { TemplateSlot } from "./Obstacle";
import type { ReplySlot } from "./ReplySlot";
import { Bones, Timeline } from "./Timeline";
import { WhisperPlace } from "./WhisperPlace";

const SearchBar = lazy(() => import("./SearchBar").then((module) => ({ default: module.SearchBar })));
const AssignDialog = late(() => import("./AssignDialog").then((module) => module.AssignDialog));

interface ChatProps {
  conversationId: string | null;
  listHref: string;
  panelOpen: boolean;
  onPanel: () => void;
  onResolved?: () => void;
  menu?: ReactNode;
  Templates: TemplateSlot;
  Replies: ReplySlot;
  Closing: ClosingSlot;
  messageTools: MessageToolSet;
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
  onResolved,
  menu,
  Templates,
  Replies,
  Closing,
  messageTools,
}: Omit<LoadedProps, "id"> & { conversation: Conversation }) {
  const { t } = useTranslation();
  const me = useSignedIn();
  const queue = useQueueName(conversation.queue_id);
  const [refused, setRefused] = useState<unknown>(null);
  const [assigning, setAssigning] = useState(false);
  const seen = useRef<string | null>(null);
  const actions = useActions(conversation, queue, refuse, onResolved);
  const mine = conversation.assignee?.id === me.id;
  const mayAssign = me.role !== "agent";

  const once = (run: () => void) => () => {
    setRefused(null);
    run();
  };
  const reading = useThreadStart(conversation.id);
  const search = useSearching();
  const closing = useClosing({
    conversation,
    seen,
    resolve: (newest, choice) => once(() => actions.resolve(newest, choice))(),
    onNothingSeen: reading.toFoot,
  });
  const resolve = once(closing.begin);

  function refuse(error: unknown) {
    setRefused(error);
    closing.learn(error);
  }

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
        pending={closing.looking ? "resolve" : actions.pending}
        panelOpen={panelOpen}
        onPanel={onPanel}
        searching={search.open}
        onSearch={search.toggle}
        onResolve={resolve}
        onReopen={once(actions.reopen)}
        onRelease={once(actions.release)}
        onAssign={mayAssign ? () => setAssigning(true) : null}
        menu={menu}
      />
      {refused ? <Refused error={refused} onClose={() => setRefused(null)} /> : null}
      <WhisperPlace conversation={conversation} />
      {search.open ? (
        <Suspense>
          <SearchBar
            conversation={conversation}
            onWords={search.setWords}
            onJump={reading.jump}
            onClose={search.close}
          />
        </Suspense>
      ) : null}
      <MergedNote conversation={conversation} />
      <HistoryNote conversation={conversation} />
      <SoughtWords value={search.open ? search.words : ""}>
        <MessageTools value={messageTools}>
          <Timeline
            conversation={conversation}
            reading={reading}
            seen={seen}
            onReply={mine && conversation.state !== "resolved" ? reply : null}
          />
        </MessageTools>
      </SoughtWords>
      <Composer
        conversation={conversation}
        busy={actions.pending !== null}
        onClaim={once(actions.claim)}
        onReopen={once(actions.reopen)}
        Templates={Templates}
        Replies={Replies}
      />
      {closing.asked ? (
        <Closing
          place={id}
          trees={closing.trees}
          due={closing.due}
          count={1}
          error={closing.asked.error}
          onRetry={closing.retry}
          onChoose={closing.choose}
          onClose={closing.end}
        />
      ) : null}
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

function useSearching() {
  const [open, setOpen] = useState(false);
  const [words, setWords] = useState("");
  return { open, words, setWords, toggle: () => setOpen(!open), close: () => setOpen(false) };
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
