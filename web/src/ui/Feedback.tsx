/** What the page says about itself: banners, empty places, failures, skeletons, the passing notice. */
import { type ReactNode, useEffect, useState, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { ApiError, OfflineError } from "@/api/errors";
import { toast } from "@/state/toast";
import { Button } from "./Button";
import styles from "./Feedback.module.css";
import { IconRefresh } from "./icons";

interface BannerProps {
  tone: "warn" | "bad" | "info";
  icon: ReactNode;
  action?: ReactNode;
  role?: "alert" | "status";
  children: ReactNode;
}

export function Banner({ tone, icon, action, role, children }: BannerProps) {
  return (
    <div className={`${styles.banner} ${styles[tone]}`} role={role}>
      {icon}
      <span>{children}</span>
      {action}
    </div>
  );
}

interface EmptyProps {
  title: string;
  /** Of its heading: 2 right under the page's own. */
  level?: 2 | 3;
  children?: ReactNode;
  action?: ReactNode;
}

export function Empty({ title, level = 3, children, action }: EmptyProps) {
  const Heading = `h${level}` as const;
  return (
    <div className={styles.empty}>
      <Heading>{title}</Heading>
      {children ? <p>{children}</p> : null}
      {action}
    </div>
  );
}

/** What failed, what is safe, a way to try again and a code to quote. */
export function Failure({ title, error, onRetry }: { title: string; error: unknown; onRetry: () => void }) {
  const { t } = useTranslation();
  const code = error instanceof ApiError ? error.requestId : null;
  return (
    <div className={styles.empty} role="alert">
      <h3>{title}</h3>
      <p>
        {t(error instanceof OfflineError ? "failure.offline" : "failure.server")} {t("failure.drafts_safe")}
      </p>
      <Button onClick={onRetry}>
        <IconRefresh size={16} stroke={1.75} aria-hidden="true" />
        {t("failure.retry")}
      </Button>
      {code ? <small>{t("failure.code", { code })}</small> : null}
    </div>
  );
}

export function Bone({ width, height, round }: { width: number | string; height: number; round?: boolean }) {
  return <span className={styles.bone} style={{ width, height, borderRadius: round ? "50%" : undefined }} />;
}

/** Skeletons come only when waiting takes long enough to be noticed. */
export function AfterDelay({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), 200);
    return () => clearTimeout(timer);
  }, []);
  return shown ? children : null;
}

export function Toast() {
  const { t } = useTranslation();
  const notice = useSyncExternalStore(toast.subscribe, toast.snapshot);
  return (
    <div role="status" aria-live="polite">
      {notice ? (
        <div className={styles.toast} key={notice.id}>
          <span aria-hidden={notice.isHeard || undefined}>{notice.text}</span>
          {notice.undo ? (
            <button type="button" onClick={() => toast.undo()}>
              {t("toast.undo")} <kbd aria-hidden="true">Z</kbd>
            </button>
          ) : null}
          {notice.link ? (
            <Link href={notice.link.href} onClick={() => toast.dismiss()}>
              {notice.link.label}
            </Link>
          ) : null}
        </div>
      ) : null}
    </div>
  );
}
