"""What belongs to the request under way, for logs and history."""

from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="")
came_by_link: ContextVar[bool] = ContextVar("came_by_link", default=False)

BY_LINK = "by_link"  # in a session: the id of the personal link that it came by
