/** Who this is and what can be done with the conversation. */
import { Menu } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { useQueueName, useSignedIn } from "@/api/directory";
import type { Conversation } from "@/api/types";
import { customerName } from "@/i18n/customer";
import { phoneNumber } from "@/i18n/format";
import { Avatar } from "@/ui/Avatar";
import { Button, IconButton } from "@/ui/Button";
import {
  IconArrowBackUp,
  IconCheck,
  IconChevronLeft,
  IconDots,
  IconLayoutSidebarRight,
  IconSearch,
  IconUserMinus,
  IconUserPlus,
} from "@/ui/icons";
import { useMedia } from "@/ui/useMedia";
import type { ActionName } from "../api/actions";
import styles from "./Chat.module.css";
import { WhisperButton } from "./WhisperButton";

interface ChatHeaderProps {
  conversation: Conversation;
  listHref: string;
  pending: ActionName | null;
  panelOpen: boolean;
  onPanel: () => void;
  searching: boolean;
  onSearch: () => void;
  onResolve: () => void;
  onReopen: () => void;
  onRelease: () => void;
  onAssign: (() => void) | null;
  /** Further items of the menu of actions. */
  menu?: ReactNode;
}

export function ChatHeader(props: ChatHeaderProps) {
  const { conversation, listHref, pending, panelOpen, onPanel, onResolve, onReopen } = props;
  const { t } = useTranslation();
  const me = useSignedIn();
  const phone = useMedia("phone");
  const queue = useQueueName(conversation.queue_id);
  const mine = conversation.assignee?.id === me.id;
  const number = conversation.identities.find((identity) => identity.kind === "phone")?.value;
  const facts = [number ? phoneNumber(number) : null, queue].filter(Boolean);
  return (
    <div className={styles.head}>
      {phone ? (
        <Link href={listHref} asChild>
          <IconButton label={t("chat.back")}>
            <IconChevronLeft size={18} stroke={1.75} aria-hidden="true" />
          </IconButton>
        </Link>
      ) : (
        <Avatar name={customerName(conversation)} channel={conversation.channel} />
      )}
      <div className={styles.who}>
        <h2 className="cut">{customerName(conversation)}</h2>
        <div className="t-meta cut">{facts.join(" · ")}</div>
      </div>
      {mine && conversation.state !== "resolved" ? (
        <Button
          className={styles.compact}
          size="s"
          busy={pending === "resolve"}
          aria-label={t("action.resolve")}
          onClick={onResolve}
        >
          <IconCheck size={16} stroke={1.75} aria-hidden="true" />
          <span className={styles.label}>{t("action.resolve")}</span>
        </Button>
      ) : null}
      {conversation.state === "resolved" && !conversation.merged_into && !conversation.is_history ? (
        <Button
          className={styles.compact}
          size="s"
          busy={pending === "reopen"}
          aria-label={t("action.reopen")}
          onClick={onReopen}
        >
          <IconArrowBackUp size={16} stroke={1.75} aria-hidden="true" />
          <span className={styles.label}>{t("action.reopen")}</span>
        </Button>
      ) : null}
      <WhisperButton conversation={conversation} />
      <IconButton label={t("thread.search")} on={props.searching} onClick={props.onSearch}>
        <IconSearch size={18} stroke={1.75} aria-hidden="true" />
      </IconButton>
      <MoreActions {...props} mine={mine} phone={phone} />
      {phone ? null : (
        <IconButton
          label={t(panelOpen ? "chat.hide_panel" : "chat.show_panel")}
          on={panelOpen}
          onClick={onPanel}
        >
          <IconLayoutSidebarRight size={18} stroke={1.75} aria-hidden="true" />
        </IconButton>
      )}
    </div>
  );
}

function MoreActions(props: ChatHeaderProps & { mine: boolean; phone: boolean }) {
  const { conversation, mine, phone, onRelease, onAssign, onPanel } = props;
  const { t } = useTranslation();
  const open = conversation.state !== "resolved";
  const canRelease = mine && open;
  const canAssign = onAssign !== null && open;
  if (!canRelease && !canAssign && !phone && !props.menu) return null;
  return (
    <Menu position="bottom-end" withinPortal={false} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <IconButton label={t("chat.more")}>
          <IconDots size={18} stroke={1.75} aria-hidden="true" />
        </IconButton>
      </Menu.Target>
      <Menu.Dropdown>
        {canRelease ? (
          <Menu.Item
            leftSection={<IconUserMinus size={18} stroke={1.75} aria-hidden="true" />}
            onClick={onRelease}
          >
            {t("action.release")}
          </Menu.Item>
        ) : null}
        {canAssign && onAssign ? (
          <Menu.Item
            leftSection={<IconUserPlus size={18} stroke={1.75} aria-hidden="true" />}
            onClick={onAssign}
          >
            {t("action.assign_title")}
          </Menu.Item>
        ) : null}
        {props.menu}
        {phone ? (
          <Menu.Item
            leftSection={<IconLayoutSidebarRight size={18} stroke={1.75} aria-hidden="true" />}
            onClick={onPanel}
          >
            {t("panel.label")}
          </Menu.Item>
        ) : null}
      </Menu.Dropdown>
    </Menu>
  );
}
