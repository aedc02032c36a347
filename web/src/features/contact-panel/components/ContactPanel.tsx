/** The customer beside the chat, told from the conversation alone. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { useConnectionName, useQueueName, useSignedIn } from "@/api/directory";
import type { Conversation, Identity } from "@/api/types";
import { customerName } from "@/i18n/customer";
import { duration, momentOf, phoneNumber } from "@/i18n/format";
import { useConversationEntity } from "@/realtime/desk-store";
import { IconButton } from "@/ui/Button";
import { ChannelIcon, channelName } from "@/ui/Channel";
import { IconAt, IconId, IconPhone, IconX } from "@/ui/icons";
import { StateGlyph } from "@/ui/StateGlyph";
import { useNow } from "@/ui/useNow";
import { ClientValues } from "./ClientValues";
import { Withheld } from "./Withheld";
import styles from "./ContactPanel.module.css";

interface ContactPanelProps {
  conversationId: string;
  onClose: () => void;
  /** What can be done with the customer. */
  action?: ReactNode;
  /** The section of labels: the app composes it. */
  renderLabels: (conversation: Conversation, heading: string) => ReactNode;
  /** What a closed one ended with, if anything. */
  renderEnding: (conversation: Conversation, nowMs: number) => ReactNode;
}

export function ContactPanel({ conversationId, onClose, ...slots }: ContactPanelProps) {
  const { t } = useTranslation();
  const conversation = useConversationEntity(conversationId);
  return (
    <section className={styles.panel} aria-label={t("panel.label")}>
      <div className={styles.head}>
        <h2>{t("panel.label")}</h2>
        <IconButton label={t("panel.close")} onClick={onClose}>
          <IconX size={18} stroke={1.75} aria-hidden="true" />
        </IconButton>
      </div>
      <div className={styles.scroll}>
        {conversation ? <Facts conversation={conversation} {...slots} /> : null}
      </div>
    </section>
  );
}

type FactsProps = Omit<ContactPanelProps, "conversationId" | "onClose"> & { conversation: Conversation };

function Facts({ conversation, action, renderLabels, renderEnding }: FactsProps) {
  const { t } = useTranslation();
  const me = useSignedIn();
  const nowMs = useNow(30_000);
  const queue = useQueueName(conversation.queue_id);
  const connection = useConnectionName(conversation.connection_id);
  const { assignee, state, waiting_since } = conversation;
  const holder = assignee
    ? assignee.id === me.id
      ? t("panel.you")
      : (assignee.name ?? t("panel.someone"))
    : t("panel.nobody");
  return (
    <>
      <div className={styles.section}>
        <p className={styles.name}>
          <Withheld contactId={conversation.contact.id} field="contact.name" name={t("panel.name")}>
            {customerName(conversation)}
          </Withheld>
        </p>
        <dl className={styles.facts}>
          <Fact name={t("panel.state")}>
            <span className={styles.state}>
              <StateGlyph state={state} />
              {t(`state.${state}`)}
            </span>
          </Fact>
          <Fact name={t("panel.holder")}>{holder}</Fact>
          {waiting_since && state !== "resolved" ? (
            <Fact name={t("panel.waiting")}>{duration(nowMs - Date.parse(waiting_since))}</Fact>
          ) : null}
          <Fact name={t("panel.queue")}>{queue}</Fact>
          <Fact name={t("panel.channel")}>{channelName(conversation.channel)}</Fact>
          <Fact name={t("panel.connection")}>{connection}</Fact>
        </dl>
        {action}
      </div>
      <ClientValues contactId={conversation.contact.id} />
      <div className={styles.section}>{renderLabels(conversation, t("panel.labels"))}</div>
      <div className={`${styles.section} ${styles.maybe}`}>{renderEnding(conversation, nowMs)}</div>
      <Episode
        conversation={conversation}
        holder={assignee?.id === me.id ? t("panel.you_inside") : holder}
        nowMs={nowMs}
      />
      <div className={styles.section}>
        <h3>{t("panel.identities")}</h3>
        <ul className={styles.list}>
          {conversation.identities.map((identity) => (
            <IdentityLine
              key={`${identity.kind} ${identity.value}`}
              contactId={conversation.contact.id}
              identity={identity}
            />
          ))}
          {conversation.identities.length === 0 ? <li>{t("panel.no_identities")}</li> : null}
        </ul>
        {me.permissions.includes("privacy.manage") ? (
          <p>
            <Link href={`/settings/privacy/people/${conversation.contact.id}`}>{t("panel.privacy")}</Link>
          </p>
        ) : null}
      </div>
    </>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

function Episode({
  conversation,
  holder,
  nowMs,
}: {
  conversation: Conversation;
  holder: string;
  nowMs: number;
}) {
  const { t } = useTranslation();
  const { state, assignee, opened_at, resolved_at, unanswered_count } = conversation;
  const shape = state === "resolved" ? styles.rest : state === "new" ? styles.wait : "";
  const words = assignee
    ? t("panel.held_by", {
        state: t(`state.${state}`),
        name: holder,
      })
    : t(`state.${state}`);
  return (
    <div className={styles.section}>
      <h3>{t("panel.thread")}</h3>
      <div className={styles.episode}>
        <span className={`${styles.knot} ${shape}`} aria-hidden="true">
          <ChannelIcon channel={conversation.channel} size={12} stroke={2} />
        </span>
        <div>
          <b className="t-strong">{channelName(conversation.channel)}</b>
          <time dateTime={opened_at}>{momentOf(opened_at, nowMs)}</time>
        </div>
        <p>{resolved_at ? `${t("panel.resolved")} ${momentOf(resolved_at, nowMs)}` : words}</p>
        {unanswered_count > 0 ? <p>{t("panel.unanswered", { count: unanswered_count })}</p> : null}
      </div>
    </div>
  );
}

function IdentityLine({ contactId, identity }: { contactId: string; identity: Identity }) {
  const { t } = useTranslation();
  const shown = identity.kind === "phone" ? phoneNumber(identity.value) : identity.value;
  const Icon = identity.kind === "phone" ? IconPhone : identity.kind === "username" ? IconAt : IconId;
  const known =
    identity.kind === "phone" || identity.kind === "username" || identity.kind === "whatsapp_user_id";
  const name = known
    ? t(`panel.${identity.kind as "phone" | "username" | "whatsapp_user_id"}`)
    : identity.kind;
  const field = identity.kind === "username" ? "contact.username" : "contact.phone";
  return (
    <li>
      <Icon size={16} stroke={1.75} aria-hidden="true" />
      <span className="cut">
        <Withheld contactId={contactId} field={field} name={name}>
          {shown}
        </Withheld>
      </span>
      <small>{name}</small>
    </li>
  );
}
