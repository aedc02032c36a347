/** The initials of a person or business. Decorative: the name stands beside it. */

import styles from "./Initials.module.css";
import { initials } from "./initials";

export function Initials({ name }: { name: string }) {
  return (
    <span className={styles.circle} aria-hidden="true">
      {initials(name)}
    </span>
  );
}
