/** Chooses a template of a connection and fills it in: the list at the left, what the customer will see at the right. */
import { useMutation } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "@/api/errors";
import type { TemplateList as Listing } from "@/api/types";
import { momentOf } from "@/i18n/format";
import { Button, IconButton } from "@/ui/Button";
import { AfterDelay, Banner, Bone, Empty, Failure } from "@/ui/Feedback";
import { IconAlertTriangle, IconChevronLeft, IconRefresh } from "@/ui/icons";
import { refusalWords } from "../api/refusals";
import { isBeingRead, type useTemplates } from "../api/templates";
import type { Choice } from "../api/useChoice";
import { Asked } from "./Asked";
import { Preview } from "./Preview";
import { TemplateList } from "./TemplateList";
import styles from "./Templates.module.css";

interface PickerProps {
  templates: ReturnType<typeof useTemplates>;
  choice: Choice;
}

export function Picker({ templates: { list, readAnew }, choice }: PickerProps) {
  const { t } = useTranslation();
  if (list.isError && !list.data) {
    const known = list.error instanceof ApiError && list.error.code === "account_unknown";
    if (known) return <Empty title={t("templates.unreadable")}>{refusalWords(list.error, t)}</Empty>;
    return <Failure title={t("templates.failed")} error={list.error} onRetry={() => void list.refetch()} />;
  }
  if (!list.data || isBeingRead(list.data)) return <Bones />;
  const { items } = list.data;
  const { template } = choice;
  return (
    <>
      <Age listing={list.data} onReadAnew={readAnew} />
      {items.length === 0 ? (
        <Empty title={t("templates.empty")}>{t("templates.empty_help")}</Empty>
      ) : (
        <div className={template ? `${styles.picker} ${styles.chosen}` : styles.picker}>
          <TemplateList templates={items} chosen={template} onChoose={choice.choose} />
          <div className={styles.main}>
            {template ? (
              <>
                <Button size="s" look="quiet" className={styles.back} onClick={choice.leave}>
                  <IconChevronLeft size={16} stroke={1.75} aria-hidden="true" />
                  {t("templates.another")}
                </Button>
                <Preview template={template} values={choice.values} fileName={choice.file?.name ?? null} />
                {template.refusal ? (
                  <Note>{t(`templates.refusal_help.${template.refusal}`)}</Note>
                ) : (
                  <Asked template={template} choice={choice} />
                )}
              </>
            ) : (
              <p className={styles.hint}>{t("templates.choose_one")}</p>
            )}
          </div>
        </div>
      )}
    </>
  );
}

/** Told only where the list is old because the provider failed. */
function Age({ listing, onReadAnew }: { listing: Listing; onReadAnew: () => Promise<void> }) {
  const { t } = useTranslation();
  const again = useMutation({ mutationFn: onReadAnew });
  if (!listing.failure) return null;
  const words = listing.fetched_at
    ? t("templates.old", { when: momentOf(listing.fetched_at, Date.now()) })
    : t("templates.never_read");
  return (
    <Banner
      tone="warn"
      role="status"
      icon={<IconAlertTriangle size={18} stroke={1.75} aria-hidden="true" />}
      action={
        <IconButton
          label={t("templates.read_anew")}
          disabled={again.isPending}
          onClick={() => again.mutate()}
        >
          <IconRefresh size={16} stroke={1.75} aria-hidden="true" />
        </IconButton>
      }
    >
      {words}
    </Banner>
  );
}

function Note({ children }: { children: ReactNode }) {
  return (
    <p className={styles.refused}>
      <IconAlertTriangle size={16} stroke={1.75} aria-hidden="true" />
      <span>{children}</span>
    </p>
  );
}

function Bones() {
  return (
    <AfterDelay>
      <div className={styles.picker} aria-hidden="true">
        <div className={styles.list}>
          {[72, 60, 80, 66].map((width) => (
            <div className={styles.one} key={width}>
              <Bone width={`${width}%`} height={12} />
              <Bone width="90%" height={10} />
            </div>
          ))}
        </div>
        <div className={styles.main}>
          <Bone width={320} height={96} />
        </div>
      </div>
    </AfterDelay>
  );
}
