/** List, chat and panel side by side, or one at a time where there is no room. Where one is stands in the address. */
import { lazy, Suspense, useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation, useSearchParams } from "wouter";
import { MuteItem } from "@/features/alerts/components/MuteItem";
import { Chat } from "@/features/chat/components/Chat";
import { ContactPanel } from "@/features/contact-panel/components/ContactPanel";
import { type Filters, filtersOf, placeQuery } from "@/features/inbox/api/filters";
import { goesOn } from "@/features/inbox/api/goesOn";
import { shownOrder } from "@/features/inbox/api/shownOrder";
import { type Tray, trayOf } from "@/features/inbox/api/trays";
import { useSettingAside } from "@/features/inbox/api/useSettingAside";
import { ChatMenuItems } from "@/features/inbox/components/ChatMenuItems";
import { Inbox } from "@/features/inbox/components/Inbox";
import { ConversationLabels, LabelDialog } from "@/features/labels/components/ConversationLabels";
import { labelTools } from "@/features/labels/components/MessageLabels";
import { PresenceBar } from "@/features/presence/components/PresenceBar";
import { QuickReplies } from "@/features/quick-replies/components/QuickReplies";
import { NewConversationButton } from "@/features/templates/components/NewConversationButton";
import { TemplateButton } from "@/features/templates/components/TemplateButton";
import { Closing } from "@/features/typifications/components/Closing";
import { TypificationPanel } from "@/features/typifications/components/TypificationPanel";
import { customerName } from "@/i18n/customer";
import { useConversationEntity } from "@/realtime/desk-store";
import { live } from "@/realtime/live";
import { readStored, writeStored } from "@/state/storage";
import { late } from "@/ui/late";
import { useShortcut } from "@/ui/shortcuts";
import { useMedia } from "@/ui/useMedia";
import styles from "./Shell.module.css";

const PanelDrawer = late(() => import("./PanelDrawer").then((module) => module.PanelDrawer));
const SnoozeDialog = lazy(() => import("@/features/inbox/components/SnoozeDialog"));

const panelKey = "hilo.panel";

export function DeskPage({ conversationId }: { conversationId: string | null }) {
  const { t } = useTranslation();
  const [search] = useSearchParams();
  const [, navigate] = useLocation();
  const tray = trayOf(search.get("tray"));
  const filters = useMemo(() => filtersOf(search), [search]);
  const phone = useMedia("phone");
  const wide = useMedia("withPanel");
  const panel = usePanel(wide);
  useViewing(conversationId);
  const listHref = `/conversations${placeQuery(tray, filters)}`;
  const aside = useSettingAside(conversationId, () => navigate(listHref));

  const conversationHref = (id: string) => `/conversations/${id}${placeQuery(tray, filters)}`;
  const placeHref = (otherTray: Tray, otherFilters: Filters) => {
    const place = conversationId && !phone ? `/conversations/${conversationId}` : "/conversations";
    return `${place}${placeQuery(otherTray, otherFilters)}`;
  };
  /** Whoever wishes so goes on with the next chat of the same tray. */
  function goOn(resolvedId: string | null) {
    const next = resolvedId && goesOn() ? shownOrder.beside(resolvedId) : null;
    if (next) navigate(conversationHref(next));
  }
  const showPanel = panel.open && conversationId !== null;
  return (
    <main className={wide && showPanel ? styles.desk : `${styles.desk} ${styles.two}`}>
      <DeskTitle />
      <h1 className="sr">{t("app.inbox")}</h1>
      {phone && conversationId ? null : (
        <div className={styles.listColumn}>
          <Inbox
            tray={tray}
            filters={filters}
            selectedId={conversationId}
            placeHref={placeHref}
            conversationHref={conversationHref}
            action={<NewConversationButton />}
            Closing={Closing}
            onPlace={(otherTray, otherFilters) => navigate(placeHref(otherTray, otherFilters))}
          />
          <PresenceBar />
        </div>
      )}
      {phone && !conversationId ? null : (
        <Chat
          conversationId={conversationId}
          listHref={listHref}
          panelOpen={showPanel}
          onPanel={panel.toggle}
          onResolved={() => goOn(conversationId)}
          menu={
            conversationId ? (
              <>
                <ChatMenuItems aside={aside} />
                <MuteItem conversationId={conversationId} />
              </>
            ) : null
          }
          Templates={TemplateButton}
          Replies={QuickReplies}
          Closing={Closing}
          messageTools={labelTools}
        />
      )}
      {conversationId ? <LabelDialog conversationId={conversationId} /> : null}
      {aside.choosing ? (
        <Suspense>
          <SnoozeDialog opened onClose={aside.close} onSnooze={(until) => void aside.snooze(until)} />
        </Suspense>
      ) : null}
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
  const panel = (
    <ContactPanel
      conversationId={conversationId}
      onClose={onClose}
      renderLabels={(conversation, heading) => (
        <ConversationLabels conversation={conversation} heading={heading} />
      )}
      renderEnding={(conversation, nowMs) => <TypificationPanel conversation={conversation} nowMs={nowMs} />}
      action={<WriteAgain conversationId={conversationId} />}
    />
  );
  if (wide) return open ? panel : null;
  return (
    <PanelDrawer opened={open} onClose={onClose} asSheet={phone}>
      {panel}
    </PanelDrawer>
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

function DeskTitle() {
  const { t } = useTranslation();
  return <title>{t("app.title_inbox")}</title>;
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
