"""The people of the simulated network: who has which number, user id and name."""

from __future__ import annotations

import itertools
from dataclasses import asdict, dataclass

from infra.local.graph.memory import Memory
from infra.local.graph.models import JSON, Recipient

_KIND = "customer"


@dataclass(frozen=True, slots=True)
class Customer:
    """A person on WhatsApp; one with a username may withhold the number."""

    id: str
    name: str
    phone: str | None
    user_id: str | None
    username: str | None = None

    @property
    def key(self) -> str:
        return self.phone or self.user_id or self.id

    def contact(self) -> JSON:
        """The entry of `contacts[]` that travels in webhooks."""
        profile = {"name": self.name} | ({"username": self.username} if self.username else {})
        entry: JSON = {"profile": profile}
        if self.phone:
            entry["wa_id"] = self.phone
        if self.user_id:
            entry["user_id"] = self.user_id
        return entry


SEEDED_CUSTOMERS = (
    Customer("rosa", "Rosa Elvira Quishpe", "593995550148", "EC.20481907355120046613"),
    Customer("jorge", "Jorge Aníbal Muñoz", "593985550121", None),
    Customer("segundo", "Segundo Guamán Caiza", "593985550177", None),
    Customer(
        "sin-numero", "Usuario sin número", None, "EC.13491208655302741918", "usuario.reservado"
    ),
)


class CustomerTakenError(Exception):
    """The number or user id belongs to somebody else."""

    def __init__(self, field: str) -> None:
        self.field = field
        super().__init__(f"{field} is taken")


class Customers:
    """Everybody the phone page can play, in the order they were added."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._all: dict[str, Customer] = {}
        self.reset()
        added = [Customer(**fields) for fields in memory.recall(_KIND).values()]
        self._all.update((customer.id, customer) for customer in added)
        self._numbers = itertools.count(len(added) + 1)

    def reset(self) -> None:
        """Back to the seeded people."""
        self._all = {customer.id: customer for customer in SEEDED_CUSTOMERS}

    def all(self) -> list[Customer]:
        return list(self._all.values())

    def get(self, customer_id: str) -> Customer | None:
        return self._all.get(customer_id)

    def add(self, name: str, phone: str | None, user_id: str | None) -> Customer:
        """A new person. Raises CustomerTakenError."""
        for field, value in (("phone", phone), ("user_id", user_id)):
            if value and any(getattr(one, field) == value for one in self._all.values()):
                raise CustomerTakenError(field)
        customer = Customer(f"persona-{next(self._numbers)}", name, phone, user_id)
        self._all[customer.id] = customer
        self._memory.keep(_KIND, customer.id, asdict(customer))
        return customer

    def of(self, recipient: Recipient) -> Customer | None:
        """Who a send is for; None when nobody here has that number or user id."""
        for customer in self._all.values():
            if recipient.phone and customer.phone == recipient.phone:
                return customer
            if recipient.user_id and customer.user_id == recipient.user_id:
                return customer
        return None
