/** List, chat and panel side by side, or one at a time where there is no room. Where one is stands in the address. */
import { Drawer } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation, useSearchParams } from "wouter";
import { Chat } from "@/features/chat/components/Chat";
import { ContactPanel } from "@/features/contact-panel/components/ContactPanel";
import { type Tray, trayOf } from "@/features/inbox/api/trays";
import { useCounters } from "@/features/inbox/api/useTray";
import { Inbox } from "@/features/inbox/components/Inbox";
import { NewConversationButton } from "@/features/templates/components/NewConversationButton";
import { TemplateButton } from "@/features/templates/components/TemplateButton";
import { customerName } from "@/i18n/customer";
import { useConversationEntity } from "@/realtime/desk-store";
import { live } from "@/realtime/live";
import { readStored, writeStored } from "@/state/storage";
import { useShortcut } from "@/ui/shortcuts";
import { useMedia } from "@/ui/useMedia";
import styles from "./Shell.module.css";

const panelKey = "hilo.panel";

export function DeskPage({ conversationId }: { conversationId: string | null }) {
  const { t } = useTranslation();
  const [search] = useSearchParams();
  const [, navigate] = useLocation();
  const tray = trayOf(search.get("tray"));
  const phone = useMedia("phone");
  const wide = useMedia("withPanel");
  const panel = usePanel(wide);
  useViewing(conversationId);

  const conversationHref = (id: string) => `/conversations/${id}${trayQuery(tray)}`;
  const trayHref = (other: Tray) => {
    const place = conversationId && !phone ? `/conversations/${conversationId}` : "/conversations";
    return `${place}${trayQuery(other)}`;
  };
  const showPanel = panel.open && conversationId !== null;
  return (
    <main className={wide && showPanel ? styles.desk : `${styles.desk} ${styles.two}`}>
      <DeskTitle />
      <h1 className="sr">{t("app.inbox")}</h1>
      {phone && conversationId ? null : (
        <Inbox
          tray={tray}
          selectedId={conversationId}
          trayHref={trayHref}
          conversationHref={conversationHref}
          onTray={(other) => navigate(trayHref(other))}
          action={<NewConversationButton />}
        />
      )}
      {phone && !conversationId ? null : (
        <Chat
          conversationId={conversationId}
          listHref={`/conversations${trayQuery(tray)}`}
          panelOpen={showPanel}
          onPanel={panel.toggle}
          Templates={TemplateButton}
        />
      )}
      {conversationId ? (
        <PanelPlace
          conversationId={conversationId}
          open={showPanel}
          wide={wide}
          phone={phone}
          onClose={panel.close}
        />
      ) : null}
    </main>
  );
}

interface PanelPlaceProps {
  conversationId: string;
  open: boolean;
  wide: boolean;
  phone: boolean;
  onClose: () => void;
}

/** A column where there is room, a drawer from the right on a tablet, a sheet on a phone. */
function PanelPlace({ conversationId, open, wide, phone, onClose }: PanelPlaceProps) {
  const { t } = useTranslation();
  const panel = (
    <ContactPanel
      conversationId={conversationId}
      onClose={onClose}
      action={<WriteAgain conversationId={conversationId} />}
    />
  );
  if (wide) return open ? panel : null;
  return (
    <Drawer.Root
      opened={open}
      onClose={onClose}
      position={phone ? "bottom" : "right"}
      size={phone ? "85%" : 328}
    >
      <Drawer.Overlay backgroundOpacity={1} color="var(--scrim)" />
      <Drawer.Content aria-label={t("panel.label")} className={styles.drawer}>
        <Drawer.Body className={styles.drawerBody}>{panel}</Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}

/** Where nothing is open, the customer can be written to first. */
function WriteAgain({ conversationId }: { conversationId: string }) {
  const conversation = useConversationEntity(conversationId);
  if (conversation?.state !== "resolved" || !conversation.channel.startsWith("whatsapp")) return null;
  const { contact, connection_id } = conversation;
  const known = { id: contact.id, name: customerName(conversation), connectionId: connection_id };
  return <NewConversationButton contact={known} />;
}

function trayQuery(tray: Tray): string {
  return tray === "open" ? "" : `?tray=${tray}`;
}

function DeskTitle() {
  const { t } = useTranslation();
  const count = useCounters().data?.pending ?? 0;
  return <title>{count > 0 ? t("app.title_inbox_count", { count }) : t("app.title_inbox")}</title>;
}

/** Beside the chat the panel is remembered; as a drawer it opens only when asked for. */
function usePanel(wide: boolean) {
  const [docked, setDocked] = useState(() => readStored<boolean>(panelKey) ?? true);
  const [drawn, setDrawn] = useState(false);
  function set(open: boolean) {
    if (!wide) return setDrawn(open);
    setDocked(open);
    writeStored(panelKey, open);
  }
  const open = wide ? docked : drawn;
  const toggle = () => set(!open);
  useShortcut("]", toggle);
  return { open, toggle, close: () => set(false) };
}

function useViewing(conversationId: string | null): void {
  useEffect(() => {
    if (!conversationId) return;
    live.socket.view(conversationId);
    return () => live.socket.leave(conversationId);
  }, [conversationId]);
}
