/** Puts the parts together: theme, server state, and the gate between sign-in and the desk. */
import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { lazy, Suspense, useCallback, useEffect, useState, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { useFreshMe, useMe } from "@/api/directory";
import { session } from "@/api/session";
import { attachments } from "@/state/attachments";
import { draftSync } from "@/state/draft-sync";
import { drafts } from "@/state/drafts";
import { heard } from "@/state/heard";
import { houseOutbox } from "@/state/house-outbox";
import { noteDrafts } from "@/state/note-drafts";
import { outbox } from "@/state/outbox";
import { preferences } from "@/state/preferences";
import { recordings } from "@/state/recordings";
import { Failure } from "@/ui/Feedback";
import { forgetEverything, queryClient } from "./query-client";
import { Shell } from "./Shell";
import styles from "./Shell.module.css";
import { colorSchemes, theme } from "./theme";
import { useDeskColours } from "./useDeskColours";
import { useIdleLock } from "./useIdleLock";
import { useLanguage } from "./useLanguage";

const ResetPage = lazy(async () => ({
  default: (await import("@/features/sign-in/components/ResetPage")).ResetPage,
}));
const LockScreen = lazy(async () => ({
  default: (await import("@/features/sign-in/components/LockScreen")).LockScreen,
}));
const SignInPage = lazy(async () => ({
  default: (await import("@/features/sign-in/components/SignInPage")).SignInPage,
}));

const InvitationPage = lazy(async () => ({
  default: (await import("@/features/sign-in/components/InvitationPage")).InvitationPage,
}));

const ProviderCallbackPage = lazy(async () => ({
  default: (await import("@/features/sign-in/components/ProviderCallbackPage")).ProviderCallbackPage,
}));

export function App() {
  return (
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      colorSchemeManager={colorSchemes}
      withCssVariables={false}
      withGlobalClasses={false}
    >
      <QueryClientProvider client={queryClient}>
        <Gate />
      </QueryClientProvider>
    </MantineProvider>
  );
}

function Gate() {
  useLanguage();
  const state = useSyncExternalStore(session.subscribe, session.state);
  const [failure, setFailure] = useState<unknown>(null);

  function begin() {
    setFailure(null);
    session.renew(null).catch(setFailure);
  }

  useEffect(() => {
    session.renew(null).catch(setFailure);
  }, []);
  useEffect(() => {
    if (state === "signed_out" || state === "ended") forgetEverything();
  }, [state]);

  const [place, navigate] = useLocation();
  const leaveCallback = useCallback((page: string) => navigate(page, { replace: true }), [navigate]);
  if (place === "/reset") {
    return (
      <Suspense>
        <ResetPage />
      </Suspense>
    );
  }
  if (place === "/invitation") {
    return (
      <Suspense>
        <InvitationPage onLeave={() => navigate("/", { replace: true })} />
      </Suspense>
    );
  }
  if (place === "/sign-in/callback") {
    return (
      <Suspense>
        <ProviderCallbackPage onLeave={leaveCallback} />
      </Suspense>
    );
  }
  if (state === "signed_in" || state === "locked") return <Lockable locked={state === "locked"} />;
  if (state === "unknown") return failure ? <StartFailure error={failure} onRetry={begin} /> : null;
  return (
    <Suspense>
      <SignInPage ended={state === "ended"} />
    </Suspense>
  );
}

/** What was typed stays in its place behind the lock; nobody reaches or reads it. */
function Lockable({ locked }: { locked: boolean }) {
  const me = useMe().data;
  return (
    <>
      <div className={locked ? styles.behindLock : styles.unlocked} inert={locked}>
        <SignedIn />
      </div>
      {locked ? (
        <Suspense>
          <LockScreen email={me?.email ?? ""} name={me?.name ?? ""} />
        </Suspense>
      ) : null}
    </>
  );
}

function SignedIn() {
  const me = useFreshMe();
  useIdleLock(me.data?.idle_lock_minutes ?? null);
  useDeskColours(me.data?.colours ?? null);
  if (me.data) {
    drafts.ownedBy(me.data.id);
    attachments.ownedBy(me.data.id);
    preferences.ownedBy(me.data.id);
    draftSync.ownedBy(me.data.id);
    recordings.ownedBy(me.data.id);
    outbox.ownedBy(me.data.id);
    noteDrafts.ownedBy(me.data.id);
    houseOutbox.ownedBy(me.data.id);
    heard.ownedBy(me.data.id);
    return <Shell />;
  }
  return me.isError ? <StartFailure error={me.error} onRetry={() => void me.refetch()} /> : null;
}

function StartFailure({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useTranslation();
  return (
    <main className={styles.lone}>
      <h1 className="sr">{t("app.name")}</h1>
      <Failure title={t("app.start_failed")} error={error} onRetry={onRetry} />
    </main>
  );
}
