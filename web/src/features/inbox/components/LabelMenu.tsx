/** Labels put on all the chosen, or taken off them. */
import { Menu } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useLabels } from "@/api/labels";
import type { Conversation, Label } from "@/api/types";
import { Button } from "@/ui/Button";
import { IconTag } from "@/ui/icons";
import { LabelSquare } from "@/ui/LabelChip";
import type { Bulk } from "../api/useBulk";
import styles from "./Selection.module.css";

export function LabelMenu({ chosen, bulk }: { chosen: readonly Conversation[]; bulk: Bulk }) {
  const { t } = useTranslation();
  const usable = useLabels().filter((label) => label.may_use);
  const bears = (label: Label) => (one: Conversation) => one.labels.includes(label.id);
  const toPut = usable.filter((label) => !label.is_retired && !chosen.every(bears(label)));
  const toTake = usable.filter((label) => chosen.some(bears(label)));
  return (
    <Menu position="bottom-end" withinPortal={false} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <Button size="s" className={styles.act} busy={bulk.busy} aria-label={t("bulk.labels")}>
          <IconTag size={16} stroke={1.75} aria-hidden="true" />
          <span className={`${styles.word} ${styles.spare}`}>{t("bulk.labels")}</span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown className={styles.people}>
        {toPut.length > 0 ? <Menu.Label>{t("bulk.put_label")}</Menu.Label> : null}
        {toPut.map((label) => (
          <Menu.Item
            key={label.id}
            leftSection={<LabelSquare colour={label.colour} />}
            aria-label={t("bulk.put_label_of", label)}
            onClick={() => void bulk.label(label, true)}
          >
            {label.name}
          </Menu.Item>
        ))}
        {toTake.length > 0 ? <Menu.Label>{t("bulk.take_label")}</Menu.Label> : null}
        {toTake.map((label) => (
          <Menu.Item
            key={label.id}
            leftSection={<LabelSquare colour={label.colour} />}
            aria-label={t("bulk.take_label_of", label)}
            onClick={() => void bulk.label(label, false)}
          >
            {label.name}
          </Menu.Item>
        ))}
        {toPut.length + toTake.length === 0 ? <Menu.Label>{t("labels.nothing_to_pick")}</Menu.Label> : null}
      </Menu.Dropdown>
    </Menu>
  );
}
