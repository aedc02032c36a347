"""A contact centre with its API, whose stream and queues run when told to."""

from __future__ import annotations

from app import app
from chalicelib.core.ids import ConversationId
from chalicelib.domains.conversations.models import Filters
from tests.fakes.api import Answer, ApiClient
from tests.integration.journey.customers import Customer, Written
from tests.integration.journey.world import World

AGENT, COLLEAGUE, SUPERVISOR, ADMIN = "agente1", "agente2", "supervisora", "admin"


class Floor:
    """People who call the API on one conversation, which `AGENT` holds."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._api = ApiClient(app)
        self._tokens: dict[str, str] = {}
        self.begin()

    def begin(self) -> None:
        """Another customer writes, and the agent takes the conversation; people come anew."""
        self.customer = Customer.fresh()
        self._tokens.clear()
        self.comes_back(AGENT)

    def comes_back(self, name: str, text: str = "hola") -> None:
        """The customer writes something new, and somebody takes the conversation."""
        self.world.receive(Written(self.customer, text))
        lists, reader = self.world.container.lists, self.world.principal(ADMIN)
        waiting = lists.page(reader, Filters(state="new"), None, 50).items
        (head,) = [one for one in waiting if one.phone == self.customer.phone]
        self.conversation_id: ConversationId = head.id
        self.world.claim(head.id, name)

    def call(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        name: str | None = AGENT,
        **headers: str,
    ) -> Answer:
        """As somebody; None: without a token. A path is of the conversation unless absolute."""
        if not path.startswith("/v1"):
            path = f"/v1/conversations/{self.conversation_id}/{path}"
        token = self._token(name) if name else None
        return self._api.request(method, path, body, token=token, **headers)

    def sign_in_again(self) -> None:
        """Tokens are short; somebody comes back after a while."""
        self._tokens.clear()

    def _token(self, name: str) -> str:
        if name not in self._tokens:
            self._tokens[name] = self._api.token(name)
        return self._tokens[name]
