/** What the person was told of, by day, and where they were mentioned. Kept by the server: the same on every device. */
import { Drawer } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { useMedia } from "@/ui/useMedia";
import { IconButton } from "@/ui/Button";
import { IconSettings, IconX } from "@/ui/icons";
import { AlertList } from "./AlertList";
import styles from "./Centre.module.css";
import { MentionList } from "./MentionList";

const views = ["all", "mentions"] as const;

export default function Centre({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const phone = useMedia("phone");
  const [view, setView] = useState<(typeof views)[number]>("all");
  return (
    <Drawer.Root opened onClose={onClose} position="right" size={phone ? "100%" : 420}>
      <Drawer.Overlay backgroundOpacity={1} color="var(--scrim)" />
      <Drawer.Content>
        <div className={styles.centre}>
          <header className={styles.head}>
            <Drawer.Title>{t("alerts.title")}</Drawer.Title>
            <Link
              href="/my-alerts"
              className={styles.settings}
              aria-label={t("alerts.own_title")}
              title={t("alerts.own_title")}
              onClick={onClose}
            >
              <IconSettings size={18} stroke={1.75} aria-hidden="true" />
            </Link>
            <IconButton label={t("action.close")} onClick={onClose}>
              <IconX size={18} stroke={1.75} aria-hidden="true" />
            </IconButton>
          </header>
          <div className={styles.views} role="group" aria-label={t("alerts.views")}>
            {views.map((one) => (
              <button key={one} type="button" aria-pressed={view === one} onClick={() => setView(one)}>
                {t(`alerts.view_${one}`)}
              </button>
            ))}
          </div>
          <Drawer.Body className={styles.body}>
            {view === "all" ? <AlertList onOpen={onClose} /> : <MentionList onOpen={onClose} />}
          </Drawer.Body>
        </div>
      </Drawer.Content>
    </Drawer.Root>
  );
}
