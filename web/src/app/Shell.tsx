/** What surrounds every page of a signed-in person: connection, rail, notices, shortcuts. */
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, Redirect, Route, Switch, useRoute } from "wouter";
import { usePresenceFeed } from "@/realtime/presence";
import { putAway } from "@/state/hints";
import { outbox } from "@/state/outbox";
import { toast } from "@/state/toast";
import { Empty, Toast } from "@/ui/Feedback";
import { late } from "@/ui/late";
import { useShortcut } from "@/ui/shortcuts";
import { ConnectionBanner } from "./ConnectionBanner";
import { DeskPage } from "./DeskPage";
import { Rail } from "./Rail";
import styles from "./Shell.module.css";
import { SkipLink } from "./SkipLink";
import { useAttention } from "./useAttention";
import { useKeptFocus } from "./useKeptFocus";
import { useRealtime } from "./useRealtime";

const AgentsPage = lazy(async () => ({
  default: (await import("@/features/presence/components/AgentsPage")).AgentsPage,
}));
const DayPage = lazy(async () => ({
  default: (await import("@/features/presence/components/DayPage")).DayPage,
}));
const OwnAlertsPage = lazy(async () => ({
  default: (await import("@/features/alerts/components/OwnAlertsPage")).OwnAlertsPage,
}));
const Centre = lazy(() => import("@/features/alerts/components/Centre"));
const Tidings = lazy(() => import("@/features/alerts/components/Tidings"));
const AccountPage = lazy(async () => ({
  default: (await import("@/features/account/components/AccountPage")).AccountPage,
}));
const HelpPage = lazy(async () => ({
  default: (await import("@/features/help/components/HelpPage")).HelpPage,
}));
const ApiGuidePage = lazy(async () => ({
  default: (await import("@/features/help/components/ApiGuidePage")).ApiGuidePage,
}));
const SettingsPage = lazy(async () => ({ default: (await import("./SettingsPage")).SettingsPage }));
const PreferencesDialog = late(() =>
  import("./PreferencesDialog").then((module) => module.PreferencesDialog),
);
const ShortcutList = late(() => import("./ShortcutList").then((module) => module.ShortcutList));

export function Shell() {
  useRealtime();
  usePresenceFeed();
  useAttention();
  useKeptFocus();
  const [listOpen, setListOpen] = useState(false);
  const [choosing, setChoosing] = useState(false);
  const [centreOpen, setCentreOpen] = useState(false);
  const [inChat] = useRoute("/conversations/:id");
  useShortcut("?", () => {
    putAway("keys");
    setListOpen(true);
  });
  useShortcut("z", undo);
  useShortcut("c", () => setCentreOpen(true));
  return (
    <div className={styles.page}>
      <SkipLink />
      <ConnectionBanner />
      <Suspense>
        <Tidings />
      </Suspense>
      <div className={`${styles.app} ${inChat ? styles.alone : ""}`}>
        <Rail
          onShortcuts={() => setListOpen(true)}
          onPreferences={() => setChoosing(true)}
          onAlerts={() => setCentreOpen(true)}
        />
        <Suspense>
          <Pages />
        </Suspense>
      </div>
      <ShortcutList opened={listOpen} onClose={() => setListOpen(false)} />
      <PreferencesDialog opened={choosing} onClose={() => setChoosing(false)} />
      {centreOpen ? (
        <Suspense>
          <Centre onClose={() => setCentreOpen(false)} />
        </Suspense>
      ) : null}
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
      <Route path="/agents">
        <AgentsPage />
      </Route>
      <Route path="/agents/:id">{({ id }) => <DayPage userId={id} />}</Route>
      <Route path="/my-day">
        <DayPage userId={null} />
      </Route>
      <Route path="/my-alerts">
        <OwnAlertsPage />
      </Route>
      <Route path="/account">
        <AccountPage />
      </Route>
      <Route path="/help">
        <HelpPage name="agent" />
      </Route>
      <Route path="/help/supervision">
        <HelpPage name="supervision" />
      </Route>
      <Route path="/help/administration">
        <HelpPage name="administration" />
      </Route>
      <Route path="/help/api">
        <ApiGuidePage />
      </Route>
      <Route path="/settings/*?">
        <SettingsPage />
      </Route>
      {formerly.map((place) => (
        <Route key={place} path={`/${place}`}>
          <Redirect to={`/settings/${place}`} replace />
        </Route>
      ))}
      <Route>
        <NotFound />
      </Route>
    </Switch>
  );
}

/** Pages that moved into settings: their old addresses stay good. */
const formerly = ["connections", "dead-letters", "system"];

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
