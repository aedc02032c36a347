/** The states one may choose, with what is left of each break; opens from the rail and from the list's foot. */
import { Menu } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import type { Presence, PresenceState } from "@/api/types";
import { breaksAt, useServerNow } from "@/realtime/presence";
import { IconCalendarTime } from "@/ui/icons";
import { PresenceGlyph } from "@/ui/PresenceGlyph";
import { breakLeftWords } from "./break-words";
import styles from "./StateMenu.module.css";
import { useOwnState } from "./useOwnState";

const states = [
  "available",
  "busy",
  "training",
  "out_of_service",
  "offline",
] as const satisfies PresenceState[];

interface StateMenuProps {
  presence: Presence;
  position: "right-end" | "top-end" | "top-start";
  /** The button that opens it. */
  children: ReactNode;
}

export function StateMenu({ presence, position, children }: StateMenuProps) {
  const { t } = useTranslation();
  const own = useOwnState();
  return (
    <>
      <Menu position={position} withinPortal={false} withInitialFocusPlaceholder={false}>
        <Menu.Target>{children}</Menu.Target>
        <Menu.Dropdown className={styles.menu}>
          <Choices presence={presence} onChoose={own.choose} />
          <Menu.Divider />
          <Menu.Item
            component={Link}
            href="/my-day"
            leftSection={<IconCalendarTime size={18} stroke={1.75} aria-hidden="true" />}
          >
            {t("presence.my_day")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {own.question}
    </>
  );
}

interface ChoicesProps {
  presence: Presence;
  onChoose: ReturnType<typeof useOwnState>["choose"];
}

function Choices({ presence, onChoose }: ChoicesProps) {
  const { t } = useTranslation();
  const breaks = breaksAt(presence, useServerNow(10_000)).filter((one) => one.is_open);
  const { state, break_type } = presence.returns_to ?? presence;
  const value = state === "break" ? `break:${break_type?.id}` : state;
  function choose(chosen: string) {
    const plain = states.find((one) => one === chosen);
    if (plain) onChoose({ state: plain });
    else onChoose({ state: "break", break_type_id: chosen.replace("break:", "") });
  }
  return (
    <Menu.RadioGroup value={value} onChange={choose}>
      <Menu.Label>{t("presence.your_state")}</Menu.Label>
      {states.map((one) => (
        <Menu.RadioItem key={one} value={one} closeMenuOnClick rightSection={<PresenceGlyph sign={one} />}>
          {t(`presence.state_${one}`)}
        </Menu.RadioItem>
      ))}
      {breaks.length > 0 ? <Menu.Label>{t("presence.breaks")}</Menu.Label> : null}
      {breaks.map((one) => (
        <Menu.RadioItem
          key={one.id}
          value={`break:${one.id}`}
          closeMenuOnClick
          rightSection={
            <span className={one.leftSeconds < 0 ? styles.over : styles.left}>{breakLeftWords(one, t)}</span>
          }
        >
          {one.name}
        </Menu.RadioItem>
      ))}
    </Menu.RadioGroup>
  );
}
