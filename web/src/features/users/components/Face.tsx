/** Somebody's picture, or their initials. Decorative: the name stands beside it. */
import type { User } from "@/api/types";
import { initials } from "@/ui/Avatar";
import styles from "./Users.module.css";

export function Face({ user, large = false }: { user: Pick<User, "name" | "picture_url">; large?: boolean }) {
  const look = `${styles.face} ${large ? styles.large : ""}`;
  if (user.picture_url) return <img className={look} src={user.picture_url} alt="" />;
  return (
    <span className={look} aria-hidden="true">
      {initials(user.name)}
    </span>
  );
}
