/** The way between places, and one's own account: appearance, shortcuts, sign-out. */
import { type MantineColorScheme, Menu, useMantineColorScheme } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import { useSignedIn } from "@/api/directory";
import { session } from "@/api/session";
import { signOutAddress } from "@/api/sign-out";
import { Bell } from "@/features/alerts/components/Bell";
import { RailState } from "@/features/presence/components/RailState";
import { useOwnState } from "@/features/presence/components/useOwnState";
import { outbox } from "@/state/outbox";
import {
  IconBell,
  IconHelp,
  IconInbox,
  IconKeyboard,
  IconLock,
  IconLogout,
  IconSettings,
  IconUser,
  IconUsers,
} from "@/ui/icons";
import { Mark } from "@/ui/Mark";
import styles from "./Rail.module.css";
import { settingsGroups } from "./settings-menu";

interface RailProps {
  onShortcuts: () => void;
  onPreferences: () => void;
  onAlerts: () => void;
}

export function Rail(props: RailProps) {
  const { t } = useTranslation();
  const me = useSignedIn();
  const [place] = useLocation();
  return (
    <nav className={styles.rail} aria-label={t("app.main_nav")}>
      <span className={styles.logo}>
        <Mark />
      </span>
      <Entry href="/conversations" name={t("app.inbox")} current={place.startsWith("/conversations")}>
        <IconInbox size={20} stroke={1.75} aria-hidden="true" />
      </Entry>
      {me.permissions.includes("presence.read") ? (
        <Entry href="/agents" name={t("presence.agents")} current={place.startsWith("/agents")}>
          <IconUsers size={20} stroke={1.75} aria-hidden="true" />
        </Entry>
      ) : null}
      {settingsGroups(me).length > 0 ? (
        <Entry href="/settings" name={t("app.settings")} current={place.startsWith("/settings")}>
          <IconSettings size={20} stroke={1.75} aria-hidden="true" />
        </Entry>
      ) : null}
      <span className={styles.space} />
      <Bell className={styles.entry} wordClass={styles.word} onOpen={props.onAlerts} />
      <RailState className={styles.entry} wordClass={styles.word} />
      <Account {...props} />
    </nav>
  );
}

interface EntryProps {
  href: string;
  name: string;
  current: boolean;
  children: React.ReactNode;
}

function Entry({ href, name, current, children }: EntryProps) {
  return (
    <Link
      href={href}
      className={styles.entry}
      aria-label={name}
      title={name}
      aria-current={current ? "page" : undefined}
    >
      {children}
      <span className={styles.word}>{name}</span>
    </Link>
  );
}

/** What waits to be sent is sent first; what cannot be stays for the next time. Who came by a provider leaves there, too. */
async function leave(): Promise<void> {
  await outbox.flushAll();
  const there = await signOutAddress();
  await session.signOut().catch(() => undefined);
  if (there) window.location.assign(there);
}

const schemes = ["auto", "light", "dark"] as const satisfies readonly MantineColorScheme[];

function Account({ onShortcuts, onPreferences }: Omit<RailProps, "onAlerts">) {
  const { t } = useTranslation();
  const me = useSignedIn();
  const own = useOwnState();
  // Mantine would hold transitions back by a style element, which the policy refuses.
  const { colorScheme, setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  function choose(value: string) {
    const scheme = schemes.find((one) => one === value);
    if (scheme) setColorScheme(scheme);
  }
  const role = me.role === "administrator" || me.role === "supervisor" ? me.role : "agent";
  return (
    <>
      <Menu position="right-end" withinPortal={false} withInitialFocusPlaceholder={false}>
        <Menu.Target>
          <button
            type="button"
            className={styles.entry}
            aria-label={t("app.account_of", { name: me.name })}
            title={me.name}
          >
            <IconUser size={20} stroke={1.75} aria-hidden="true" />
            <span className={styles.word}>{t("app.account")}</span>
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <div className={styles.account}>
            <b>{me.name}</b>
            <small>{t(`role.${role}`)}</small>
          </div>
          <Menu.Label>{t("app.scheme")}</Menu.Label>
          <Menu.RadioGroup value={colorScheme} onChange={choose}>
            {schemes.map((scheme) => (
              <Menu.RadioItem key={scheme} value={scheme}>
                {t(`app.scheme_${scheme}`)}
              </Menu.RadioItem>
            ))}
          </Menu.RadioGroup>
          <Menu.Divider />
          <Menu.Item
            component={Link}
            href="/account"
            leftSection={<IconLock size={18} stroke={1.75} aria-hidden="true" />}
          >
            {t("account.title")}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconSettings size={18} stroke={1.75} aria-hidden="true" />}
            onClick={onPreferences}
          >
            {t("preferences.title")}
          </Menu.Item>
          <Menu.Item
            component={Link}
            href="/my-alerts"
            leftSection={<IconBell size={18} stroke={1.75} aria-hidden="true" />}
          >
            {t("alerts.own_title")}
          </Menu.Item>
          <Menu.Item
            component={Link}
            href="/help"
            leftSection={<IconHelp size={18} stroke={1.75} aria-hidden="true" />}
          >
            {t("app.help")}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconKeyboard size={18} stroke={1.75} aria-hidden="true" />}
            onClick={onShortcuts}
          >
            {t("app.shortcuts")}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconLogout size={18} stroke={1.75} aria-hidden="true" />}
            onClick={() => own.signOut(() => void leave())}
          >
            {t("app.sign_out")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {own.question}
    </>
  );
}
