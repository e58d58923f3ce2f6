"""What belongs to the request under way, for logs and history."""

from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="")
