/** A person with sensible values. */
import type { User } from "@/api/types";

export function aUser(change: Partial<User> = {}): User {
  return {
    id: "u1",
    name: "Lucía Paredes",
    first_name: "Lucía",
    last_name: "Paredes",
    username: "agente1",
    email: "agente1@hilo.test",
    file_number: "",
    national_id: null,
    office: "",
    picture_url: null,
    role: "agent",
    queues: [],
    groups: [],
    serves_customers: true,
    state: "active",
    invited_at: null,
    deactivated_at: null,
    is_active: true,
    changed_by: null,
    changed_at: null,
    version: 1,
    ...change,
  };
}
