/** Above everything while the live connection is lost. Said once; the countdown is only shown. */
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { live, useConnection } from "@/realtime/live";
import { Button } from "@/ui/Button";
import { Banner } from "@/ui/Feedback";
import { IconWifiOff } from "@/ui/icons";
import { useNow } from "@/ui/useNow";

/** A short gap, as when a laptop wakes, is not worth a banner. */
const patienceMs = 1_500;

export function ConnectionBanner() {
  const { t } = useTranslation();
  const connection = useConnection();
  const nowMs = useNow(1_000);
  const lost =
    connection.state === "waiting" || (connection.state === "connecting" && connection.attempt > 0);
  const shown = useLasting(lost);
  if (!shown) return null;
  const seconds =
    connection.state === "waiting" ? Math.max(1, Math.ceil((connection.retryAtMs - nowMs) / 1000)) : 0;
  return (
    <section aria-label={t("connection.region")}>
      <div className="sr" role="alert">
        {t("connection.lost")}
      </div>
      <Banner
        tone="warn"
        icon={<IconWifiOff size={18} stroke={1.75} aria-hidden="true" />}
        action={
          <Button size="s" onClick={() => live.socket.retryNow()} disabled={connection.state !== "waiting"}>
            {t("connection.retry_now")}
          </Button>
        }
      >
        <b>{t("connection.lost")}</b>{" "}
        {connection.state === "waiting" ? t("connection.retry_in", { seconds }) : t("connection.retrying")}
      </Banner>
    </section>
  );
}

function useLasting(lost: boolean): boolean {
  const [lasting, setLasting] = useState(false);
  useEffect(() => {
    if (!lost) return setLasting(false);
    const timer = setTimeout(() => setLasting(true), patienceMs);
    return () => clearTimeout(timer);
  }, [lost]);
  return lost && lasting;
}
