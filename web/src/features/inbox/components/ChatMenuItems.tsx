/** What the list adds to the menu of an open chat: unread, put off, bring back. */
import { Menu } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { IconAlarm, IconAlarmOff, IconMail } from "@/ui/icons";
import type { SettingAside } from "../api/useSettingAside";

export function ChatMenuItems({ aside }: { aside: SettingAside }) {
  const { t } = useTranslation();
  const { can } = aside;
  return (
    <>
      {can.markUnread ? (
        <Menu.Item
          leftSection={<IconMail size={18} stroke={1.75} aria-hidden="true" />}
          onClick={aside.markUnread}
        >
          {t("snooze.mark_unread")}
        </Menu.Item>
      ) : null}
      {can.snooze ? (
        <Menu.Item
          leftSection={<IconAlarm size={18} stroke={1.75} aria-hidden="true" />}
          onClick={aside.choose}
        >
          {t(can.wake ? "snooze.another" : "snooze.open")}
        </Menu.Item>
      ) : null}
      {can.wake ? (
        <Menu.Item
          leftSection={<IconAlarmOff size={18} stroke={1.75} aria-hidden="true" />}
          onClick={aside.wake}
        >
          {t("snooze.wake")}
        </Menu.Item>
      ) : null}
    </>
  );
}
