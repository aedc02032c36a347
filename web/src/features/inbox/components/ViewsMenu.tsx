/** The head of the list: where one is, the views one has named, and what is put off. */
import { Menu } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { IconAlarm, IconCheck, IconChevronDown, IconInbox } from "@/ui/icons";
import { type Filters, isNarrowed, noFilters } from "../api/filters";
import { useGoesOn } from "../api/goesOn";
import type { Tray } from "../api/trays";
import { useCounters } from "../api/useTray";
import { type NamedPlace, useViews, viewAt } from "../api/useViews";
import { toast } from "@/state/toast";
import styles from "./Views.module.css";

const ViewsDialog = lazy(() => import("./ViewsDialog"));

interface ViewsMenuProps {
  tray: Tray;
  filters: Filters;
  onPlace: (tray: Tray, filters: Filters) => void;
}

type Editing = { added: NamedPlace | null } | null;

export function ViewsMenu({ tray, filters, onPlace }: ViewsMenuProps) {
  const { t } = useTranslation();
  const { views, version } = useViews();
  const snoozed = useCounters().data?.snoozed ?? 0;
  const [editing, setEditing] = useState<Editing>(null);
  const [goesOn, setGoesOn] = useGoesOn();
  const here = viewAt(views, tray, filters);
  const title = here?.name ?? t(tray === "snoozed" ? "tray.snoozed" : "app.inbox");
  const isPlain = tray === "open" && !isNarrowed(filters);
  return (
    <>
      <Menu position="bottom-start" withinPortal={false} withInitialFocusPlaceholder={false}>
        <h2>
          <Menu.Target>
            <button type="button" className={styles.title}>
              <span className="cut">{title}</span>
              <IconChevronDown size={16} stroke={1.75} aria-hidden="true" />
            </button>
          </Menu.Target>
        </h2>
        <Menu.Dropdown className={styles.menu}>
          <Menu.Item
            leftSection={<IconInbox size={18} stroke={1.75} aria-hidden="true" />}
            data-chosen={isPlain || undefined}
            onClick={() => onPlace("open", noFilters)}
          >
            {t("app.inbox")}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconAlarm size={18} stroke={1.75} aria-hidden="true" />}
            rightSection={snoozed > 0 ? <span className={styles.figure}>{snoozed}</span> : null}
            data-chosen={tray === "snoozed" || undefined}
            onClick={() => onPlace("snoozed", noFilters)}
          >
            {t("tray.snoozed")}
          </Menu.Item>
          {views.length > 0 ? <Menu.Label>{t("views.label")}</Menu.Label> : null}
          {views.map((view) => (
            <Menu.Item
              key={view.id}
              data-chosen={view === here || undefined}
              onClick={() => onPlace(view.tray, view.filters)}
            >
              <span className={styles.name}>{view.name}</span>
            </Menu.Item>
          ))}
          <Menu.Divider className={styles.line} />
          {here || isPlain ? null : (
            <Menu.Item onClick={() => setEditing({ added: { id: null, name: "", tray, filters } })}>
              {t("views.save_this")}
            </Menu.Item>
          )}
          {views.length > 0 ? (
            <Menu.Item onClick={() => setEditing({ added: null })}>{t("views.manage")}</Menu.Item>
          ) : null}
          <Menu.Item
            role="menuitemcheckbox"
            aria-checked={goesOn}
            rightSection={goesOn ? <IconCheck size={16} stroke={2} aria-hidden="true" /> : null}
            onClick={() => setGoesOn(!goesOn).catch(() => toast.show(t("preferences.not_saved")))}
          >
            {t("views.go_on")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {editing && version !== null ? (
        <Suspense>
          <ViewsDialog
            views={views}
            added={editing.added}
            version={version}
            onClose={() => setEditing(null)}
          />
        </Suspense>
      ) : null}
    </>
  );
}
