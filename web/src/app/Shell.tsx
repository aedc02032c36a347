/** What surrounds every page of a signed-in person: connection, rail, notices, shortcuts. */
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, Redirect, Route, Switch, useRoute } from "wouter";
import { outbox } from "@/state/outbox";
import { toast } from "@/state/toast";
import { Empty, Toast } from "@/ui/Feedback";
import { useShortcut } from "@/ui/shortcuts";
import { ConnectionBanner } from "./ConnectionBanner";
import { DeskPage } from "./DeskPage";
import { PreferencesDialog } from "./PreferencesDialog";
import { Rail } from "./Rail";
import styles from "./Shell.module.css";
import { ShortcutList } from "./ShortcutList";
import { useRealtime } from "./useRealtime";

const ConnectionsPage = lazy(async () => ({
  default: (await import("@/features/connections/components/ConnectionsPage")).ConnectionsPage,
}));
const DeadLettersPage = lazy(async () => ({
  default: (await import("@/features/dead-letters/components/DeadLettersPage")).DeadLettersPage,
}));
const SystemPage = lazy(async () => ({
  default: (await import("@/features/system/components/SystemPage")).SystemPage,
}));

export function Shell() {
  useRealtime();
  const [listOpen, setListOpen] = useState(false);
  const [choosing, setChoosing] = useState(false);
  const [inChat] = useRoute("/conversations/:id");
  useShortcut("?", () => setListOpen(true));
  useShortcut("z", undo);
  return (
    <div className={styles.page}>
      <ConnectionBanner />
      <div className={`${styles.app} ${inChat ? styles.alone : ""}`}>
        <Rail onShortcuts={() => setListOpen(true)} onPreferences={() => setChoosing(true)} />
        <Suspense>
          <Pages />
        </Suspense>
      </div>
      <ShortcutList opened={listOpen} onClose={() => setListOpen(false)} />
      <PreferencesDialog opened={choosing} onClose={() => setChoosing(false)} />
      <Toast />
    </div>
  );
}

/** The newest thing that can be taken back: a message that waits to be sent, else what the notice offers. */
function undo(): void {
  const held = outbox.held();
  if (held) void outbox.undo(held.group);
  else toast.undo();
}

function Pages() {
  return (
    <Switch>
      <Route path="/">
        <Redirect to="/conversations" replace />
      </Route>
      <Route path="/conversations/:id?">{({ id }) => <DeskPage conversationId={id ?? null} />}</Route>
      <Route path="/connections">
        <ConnectionsPage />
      </Route>
      <Route path="/dead-letters">
        <DeadLettersPage />
      </Route>
      <Route path="/system">
        <SystemPage />
      </Route>
      <Route>
        <NotFound />
      </Route>
    </Switch>
  );
}

function NotFound() {
  const { t } = useTranslation();
  return (
    <main className={styles.lone}>
      <h1 className="sr">{t("app.not_found")}</h1>
      <Empty title={t("app.not_found")} action={<Link href="/conversations">{t("app.go_inbox")}</Link>}>
        {t("app.not_found_help")}
      </Empty>
    </main>
  );
}
