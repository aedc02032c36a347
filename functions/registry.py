"""Every function that is deployed."""

from functions.audit.function import FUNCTION as AUDIT
from functions.clock.function import FUNCTION as CLOCK
from functions.history.function import FUNCTION as HISTORY
from functions.inbound.function import FUNCTION as INBOUND
from functions.mail.function import FUNCTION as MAIL
from functions.media.function import FUNCTION as MEDIA
from functions.outbound.function import FUNCTION as OUTBOUND
from functions.push.function import FUNCTION as PUSH
from functions.relay.function import FUNCTION as RELAY
from functions.status.function import FUNCTION as STATUS
from functions.webhook.function import FUNCTION as WEBHOOK

FUNCTIONS = (WEBHOOK, INBOUND, STATUS, HISTORY, MEDIA, PUSH, RELAY, OUTBOUND, MAIL, AUDIT, CLOCK)
