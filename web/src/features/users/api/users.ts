/** People: the list by pages, one by id, the values of their form, and what is done with them. */
import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { ApiError, OfflineError } from "@/api/errors";
import { get, patch, post, put, remove } from "@/api/http";
import { keys } from "@/api/keys";
import type { Held, InvitationAsked, Page, User } from "@/api/types";
import { bringPicture } from "@/api/upload";
import type { Errors } from "@/settings/ConfiguredForm";

const pageSize = 50;

export interface UserFilters {
  search: string;
  role: string;
  queue: string;
  group: string;
  state: "" | User["state"];
}

export const noFilters: UserFilters = { search: "", role: "", queue: "", group: "", state: "" };

export interface UserValues {
  first_name: string;
  last_name: string;
  username: string;
  email: string;
  file_number: string;
  national_id: string;
  office: string;
  role: string;
  queues: string[];
  groups: string[];
  serves_customers: boolean;
}

export const blankUser: UserValues = {
  first_name: "",
  last_name: "",
  username: "",
  email: "",
  file_number: "",
  national_id: "",
  office: "",
  role: "agent",
  queues: [],
  groups: [],
  serves_customers: true,
};

export function valuesOf(user: User): UserValues {
  const { first_name, last_name, username, email, file_number, office, role } = user;
  return {
    ...{ first_name, last_name, username, email, file_number, office, role },
    national_id: user.national_id ?? "",
    queues: user.queues,
    groups: user.groups,
    serves_customers: user.serves_customers,
  };
}

const longest = {
  first_name: 80,
  last_name: 80,
  username: 64,
  email: 254,
  file_number: 32,
  national_id: 32,
  office: 80,
} as const;

export function flawsOf(values: UserValues, t: TFunction): Errors<UserValues> {
  const flaws: Errors<UserValues> = {};
  for (const [name, limit] of Object.entries(longest) as [keyof typeof longest, number][]) {
    if ([...values[name]].length > limit) flaws[name] = t("settings.too_long", { limit });
    else if (/^\s*[=+\-@]/.test(values[name])) flaws[name] = t("users.flaw_formula");
  }
  if (!values.first_name.trim()) flaws.first_name = t("users.flaw_first_name");
  if (!/^[\p{L}\p{N}_.+-]{2,64}$/u.test(values.username.trim())) flaws.username = t("users.flaw_username");
  if (!/^[^@\s]+@[^@\s]+\.[^@\s.]{2,}$/.test(values.email.trim())) flaws.email = t("users.flaw_email");
  return flaws;
}

export function useUserPages(filters: UserFilters) {
  return useInfiniteQuery({
    queryKey: [...keys.users, "pages", filters],
    queryFn: ({ pageParam, signal }) => {
      const chosen = Object.fromEntries(
        Object.entries(filters).map(([name, value]) => [name, value || null]),
      );
      const query = { ...chosen, limit: pageSize, cursor: pageParam };
      return get<Page<User> & { total: number }>("/users", { query, signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: true,
  });
}

export function useUser(id: string | null) {
  return useQuery({
    queryKey: [...keys.users, "one", id],
    queryFn: ({ signal }) => get<User>(`/users/${id}`, { signal }),
    enabled: id !== null,
    refetchOnWindowFocus: true,
  });
}

export function useHeld(id: string, enabled: boolean) {
  return useQuery({
    queryKey: [...keys.users, "held", id],
    queryFn: ({ signal }) => get<Held>(`/users/${id}/held-conversations`, { signal }),
    gcTime: 0,
    enabled,
  });
}

export function useKeepingUsers() {
  const cache = useQueryClient();

  function keep(user: User): User {
    cache.setQueryData([...keys.users, "one", user.id], user);
    void cache.invalidateQueries({ queryKey: keys.users });
    return user;
  }

  /** Somebody was faster: what they saved is fetched, so that it can be compared. */
  async function kept(change: Promise<User>): Promise<User> {
    try {
      return keep(await change);
    } catch (error) {
      if (error instanceof ApiError && error.code === "version_conflict")
        await cache.refetchQueries({ queryKey: [...keys.users, "one"] });
      throw error;
    }
  }

  return {
    create: (values: UserValues) =>
      kept(post<User>("/users", values, { idempotencyKey: crypto.randomUUID() })),
    edit: (id: string, body: object, version: number) => kept(patch<User>(`/users/${id}`, body, { version })),
    deactivate: (id: string) => kept(post<User>(`/users/${id}/deactivate`)),
    reactivate: (id: string) => kept(post<User>(`/users/${id}/reactivate`)),
    invite: async (id: string): Promise<InvitationAsked> => {
      const asked = await post<InvitationAsked>(`/users/${id}/invitation`);
      keep(asked.user);
      return asked;
    },
    revoke: (id: string) => kept(remove<User>(`/users/${id}/invitation`)),
    show: async (user: User, file: File | null): Promise<User> => {
      const upload_id = file && (await bringPicture(`/users/${user.id}/picture/form`, file));
      return kept(put<User>(`/users/${user.id}/picture`, { upload_id }, { version: user.version }));
    },
  };
}

/** What a refused action on somebody says. */
export function refusalOf(error: unknown, t: TFunction): string {
  if (error instanceof OfflineError) return t("settings.offline");
  if (!(error instanceof ApiError)) return t("settings.failed");
  switch (error.code) {
    case "last_administrator":
      return t("users.refused_last");
    case "own_account":
      return t("users.refused_own");
    case "retired_role":
      return t("users.refused_retired");
    case "role_not_grantable":
    case "queue_out_of_scope":
      return t("users.refused_rights");
    case "version_conflict":
      return t("settings.changed_meanwhile");
    case "file_type_refused":
    case "file_too_large":
    case "file_contradicts_type":
      return t("users.refused_picture");
    default:
      return t("settings.failed");
  }
}

/** The address of an invitation that is handed over by whoever invites. */
export function invitationLink(token: string): string {
  return `${window.location.origin}/invitation#${token}`;
}
