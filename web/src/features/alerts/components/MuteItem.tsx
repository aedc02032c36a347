/** In the menu of an open chat: it makes no noise, or does so again. */
import { Menu } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { preferences, usePreferences } from "@/state/preferences";
import { toast } from "@/state/toast";
import { IconBell, IconBellOff } from "@/ui/icons";

export function MuteItem({ conversationId }: { conversationId: string }) {
  const { t } = useTranslation();
  const muted = usePreferences().muted[conversationId] === true;
  const Icon = muted ? IconBell : IconBellOff;
  function turn() {
    preferences.choose({ muted: { [conversationId]: muted ? null : true } }).then(
      () => toast.show(t(muted ? "alerts.unmuted" : "alerts.muted")),
      () => toast.show(t("preferences.not_saved")),
    );
  }
  return (
    <Menu.Item leftSection={<Icon size={18} stroke={1.75} aria-hidden="true" />} onClick={turn}>
      {t(muted ? "alerts.unmute" : "alerts.mute")}
    </Menu.Item>
  );
}
