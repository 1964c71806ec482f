"""A contact person's browser that does not give up: each step is tried until it is answered."""

import hashlib
import http.client
import time
from dataclasses import dataclass, field
from threading import Event
from urllib.parse import urlencode

TOKEN = "c" * 32
BOUNDARY = "a-line-that-no-file-has"


@dataclass
class Filing:
    """What one person was told was done: the texts saved, the files kept, the reports sent."""

    port: int
    session: str
    todo: list[tuple[str, str]]
    stop: Event
    saved: dict[str, str] = field(default_factory=dict)
    uploaded: dict[str, str] = field(default_factory=dict)
    sent: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def work(self) -> None:
        """File report after report until told to stop or nothing is left."""
        while self.todo and not self.stop.is_set():
            slug, key = self.todo[0]
            if self.file(slug, key):
                self.todo.pop(0)

    def file(self, slug: str, key: str) -> bool:
        """One report: an answer, a file, the word on the whole, and off. False when stopped."""
        base = f"/en/my/reports/2026-H1/{slug}/"
        text = f"Work of {slug} has begun."
        content = f"Decision of {slug}\n".encode() * 2000
        answer = {"change": "progress", "completion": "limited", "done": text, "language": "en"}
        whole = {"completion": "limited", "done": text, "language": "en"}
        if not self.post(f"{base}{key}/1/", {**answer, "seen": "1"}):
            return False
        self.saved[slug] = text
        # The page sends what was typed along with the file.
        fields = {**answer, "seen": "2", "evidence_kind": "decision", "evidence_title": slug}
        if not self.upload(f"{base}{key}/1/evidence/", fields, f"{slug}.txt", content):
            return False
        self.uploaded[slug] = hashlib.sha256(content).hexdigest()
        if not self.post(f"{base}{key}/whole/", {**whole, "seen": "1"}):
            return False
        if not self.post(f"{base}check/", {"cleared_by": ""}):
            return False
        self.sent.append(slug)
        return True

    def post(self, path: str, fields: dict[str, str]) -> bool:
        return self._until_answered(path, urlencode(fields).encode(), FORM)

    def upload(self, path: str, fields: dict[str, str], name: str, content: bytes) -> bool:
        parts = [
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
            for key, value in fields.items()
        ]
        told = f'Content-Disposition: form-data; name="evidence_file"; filename="{name}"'
        head = f"--{BOUNDARY}\r\n{told}\r\n"
        body = "".join(parts).encode() + head.encode()
        body += b"Content-Type: text/plain\r\n\r\n" + content + f"\r\n--{BOUNDARY}--\r\n".encode()
        return self._until_answered(path, body, f"multipart/form-data; boundary={BOUNDARY}")

    def _until_answered(self, path: str, body: bytes, kind: str) -> bool:
        while not self.stop.is_set():
            answer = self._try(path, body, kind)
            if answer is not None:
                status, place = answer
                # Onwards within the report; anywhere else, to sign in say, is no receipt.
                if status == 302 and "/my/reports/" in place and "next=" not in place:
                    return True
                self.refused.append(f"{status} {path} {place}")
                self.stop.wait(1)
                return False
            time.sleep(0.02)
        return False

    def _try(self, path: str, body: bytes, kind: str) -> tuple[int, str] | None:
        """Status and direction of the answer; None when the server went away before it."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        cookies = f"sessionid={self.session}; csrftoken={TOKEN}"
        headers = {"Content-Type": kind, "Cookie": cookies, "X-CSRFToken": TOKEN}
        try:
            connection.request("POST", path, body, headers)
            answer = connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()
        return answer.status, answer.headers.get("Location", "")


FORM = "application/x-www-form-urlencoded"
