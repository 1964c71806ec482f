"""A person's browser behind a web server that encrypts, and their mailbox."""

import base64
import hashlib
import hmac
import http.client
import re
import struct
import time
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from lxml import html

BOUNDARY = "a-line-that-no-file-has"
SECONDS = 30
FORM = "application/x-www-form-urlencoded"


@dataclass
class Page:
    """An answer; `path` is where the last redirect led."""

    status: int
    path: str
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")

    @property
    def tree(self) -> Any:
        return html.fromstring(self.body)

    def links(self) -> list[str]:
        return [urlsplit(one).path for one in self.tree.xpath("//a/@href") if "://" not in one]

    def form(self, holding: str) -> Any:
        """The form with that field."""
        for form in self.tree.forms:
            if holding in form.fields:
                return form
        raise AssertionError(f"no form with {holding} at {self.path}: {self.text[:3000]}")


@dataclass
class Visitor:
    """Speaks to the port of the installation as the web server in front of it does."""

    port: int
    host: str
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> Page:
        return self._ask("GET", path)

    def send(self, path: str, holding: str, values: dict[str, str]) -> Page:
        """Open a page, fill the form with that field and send it; raises when it comes back."""
        return self.submit(self.get(path), holding, values)

    def submit(
        self, page: Page, holding: str, values: dict[str, str], *, file: bytes = b"", to: str = ""
    ) -> Page:
        """Fill the form with that field on an open page and send it where the button says."""
        form = page.form(holding)
        fields = {name: str(one) for name, one in form.fields.items() if one is not None} | values
        kind, body = FORM, urlencode(fields).encode()
        if file:
            kind, body = f"multipart/form-data; boundary={BOUNDARY}", _parts(fields, file)
        answer = self._ask("POST", to or urljoin(page.path, form.action or page.path), body, kind)
        assert answer.status == http.client.OK, (
            f"{answer.status} {answer.path} {answer.text[:2000]}"
        )
        wrong = answer.tree.xpath("//*[contains(@class, 'govuk-error-summary')]")
        assert not wrong, f"{answer.path}: {wrong[0].text_content()}"
        return answer

    def press(self, path: str, on: str) -> Page:
        """Send the form of one button that leads to `path` and stands on the page `on`."""
        found = next(one for one in self.get(on).tree.forms if one.action == path)
        fields = {name: str(one) for name, one in found.fields.items() if one is not None}
        return self._ask("POST", path, urlencode(fields).encode(), FORM)

    def _ask(self, method: str, path: str, body: bytes = b"", kind: str = "") -> Page:
        for _ in range(6):
            answer, content = self._once(method, path, body, kind)
            place = answer.headers.get("Location")
            if not place:
                return Page(answer.status, path, content)
            method, body, kind = "GET", b"", ""
            parts = urlsplit(urljoin(path, place))
            path = parts.path + (f"?{parts.query}" if parts.query else "")
        raise AssertionError(f"{path} leads in a circle")

    def _once(
        self, method: str, path: str, body: bytes, kind: str
    ) -> tuple[http.client.HTTPResponse, bytes]:
        headers = {
            "Host": self.host,
            "X-Forwarded-Proto": "https",
            "X-Forwarded-For": "192.0.2.7",
            "Cookie": "; ".join(f"{name}={one}" for name, one in self.cookies.items()),
        }
        if method == "POST":
            headers |= {"Content-Type": kind, "Origin": f"https://{self.host}"}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        try:
            connection.request(method, path, body or None, headers)
            answer = connection.getresponse()
            content = answer.read()
        finally:
            connection.close()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            assert "Secure" in cookie or "Max-Age=0" in cookie, cookie
            name, _, rest = cookie.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        return answer, content


def _parts(fields: dict[str, str], file: bytes) -> bytes:
    told = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{one}\r\n'
        for name, one in fields.items()
        if name != "evidence_file"
    ]
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="evidence_file"; filename="v.txt"'
    whole = "".join(told) + head + "\r\nContent-Type: text/plain\r\n\r\n"
    return whole.encode() + file + f"\r\n--{BOUNDARY}--\r\n".encode()


class Mailbox:
    """A real mail server on this machine that keeps what it is given."""

    def __init__(self, port: int) -> None:
        self.letters: list[tuple[str, str, str]] = []
        self.controller = Controller(self, hostname="127.0.0.1", port=port)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        assert isinstance(envelope.content, bytes)
        mail = message_from_bytes(envelope.content, policy=policy.default)
        body: Any = mail.get_body(("plain",))
        self.letters.append((envelope.rcpt_tos[0], str(mail["Subject"]), body.get_content()))
        return "250 OK"

    def wait(self, to: str, words: str, after: int = 0) -> str:
        """The body of the next mail to that address whose subject or body has these words."""
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            for address, subject, body in self.letters[after:]:
                if address == to and words in f"{subject}\n{body}":
                    return body
            time.sleep(0.1)
        raise AssertionError(f"no mail to {to} with {words!r}: {self.letters}")


def sign_in(visitor: Visitor, mailbox: Mailbox, email: str) -> Page:
    """With a code from the mail."""
    after = len(mailbox.letters)
    visitor.send("/en/account/login/", "email", {"email": email})
    body = mailbox.wait(email, "", after)
    code = re.search(r"\b\d{6}\b", body)
    assert code, body
    return visitor.send("/en/account/login/code/", "code", {"code": code[0]})


def app_code(secret: str) -> str:
    """What an authenticator app shows now (RFC 6238)."""
    counter = struct.pack(">Q", int(time.time()) // 30)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"
