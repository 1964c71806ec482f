"""A real SMTP server on this machine."""

import socket
from collections.abc import Iterator

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.test import override_settings

BACKEND = "django.core.mail.backends.smtp.EmailBackend"


class Server:
    """Answers each step with what `recipient` and `data` say next, then with 250.

    The answer "silence" ends the connection instead.
    """

    def __init__(self) -> None:
        self.recipient: list[str] = []
        self.data: list[str] = []
        self.received: list[bytes] = []

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self.recipient.pop(0) if self.recipient else "250 OK"
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        answer = self.data.pop(0) if self.data else "250 OK"
        if answer.startswith("250") or answer == "silence":
            assert isinstance(envelope.content, bytes)
            self.received.append(envelope.content)
        if answer == "silence":
            assert server.transport
            server.transport.close()
        return answer


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def server() -> Iterator[Server]:
    port = free_port()
    handler = Server()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    with override_settings(EMAIL_BACKEND=BACKEND, EMAIL_HOST="127.0.0.1", EMAIL_PORT=port):
        yield handler
    controller.stop()


@pytest.fixture
def no_server() -> Iterator[None]:
    """Settings that name a port on which nobody listens."""
    with override_settings(EMAIL_BACKEND=BACKEND, EMAIL_HOST="127.0.0.1", EMAIL_PORT=free_port()):
        yield
