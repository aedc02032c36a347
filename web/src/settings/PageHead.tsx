/** The head of one thing's page, with the way back to the list of its kind. */
import type { ReactNode } from "react";
import { Link } from "wouter";
import { IconChevronLeft } from "@/ui/icons";
import page from "@/ui/Page.module.css";
import styles from "./Settings.module.css";

interface PageHeadProps {
  back: string;
  backName: string;
  title: string;
  children?: ReactNode;
}

export function PageHead({ back, backName, title, children }: PageHeadProps) {
  return (
    <div className={`${page.head} ${styles.head}`}>
      <Link href={back} className={styles.back} aria-label={backName} title={backName}>
        <IconChevronLeft size={18} stroke={1.75} aria-hidden="true" />
      </Link>
      <h1>{title}</h1>
      {children}
    </div>
  );
}
