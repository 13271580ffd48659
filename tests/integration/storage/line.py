"""A telephone line to the server that a test can cut."""

import socket
from contextlib import suppress
from threading import Lock, Thread

from sqlalchemy import make_url


class Line:
    """Forwards a local port to the server of `url`; `self.url` leads through it."""

    def __init__(self, url: str) -> None:
        target = make_url(url)
        self._target = (target.host or "127.0.0.1", target.port or 5432)
        self._lock = Lock()
        self._sockets: list[socket.socket] = []
        self._is_open = True
        self._cuts_at_commit = False
        self._listener = socket.create_server(("127.0.0.1", 0))
        port = self._listener.getsockname()[1]
        self.url = target.set(host="127.0.0.1", port=port).render_as_string(hide_password=False)
        Thread(target=self._listen, daemon=True).start()

    def cut(self) -> None:
        """Whoever talks is cut off, and nobody gets through any more."""
        with self._lock:
            self._is_open = False
        self._hang_up()

    def restore(self) -> None:
        with self._lock:
            self._is_open = True

    def cut_at_next_commit(self) -> None:
        """The server still hears it, but its answer is lost."""
        self._cuts_at_commit = True

    def close(self) -> None:
        self.cut()
        # Closing alone does not wake the thread that waits for calls.
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _listen(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            with self._lock:
                is_open = self._is_open
            if not is_open:
                client.close()
                continue
            server = socket.create_connection(self._target)
            with self._lock:
                self._sockets += [client, server]
            Thread(target=self._forward, args=[client, server], daemon=True).start()
            Thread(target=self._forward, args=[server, client], daemon=True).start()

    def _forward(self, source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                if self._cuts_at_commit and b"COMMIT" in data:
                    self._cuts_at_commit = False
                    source.shutdown(socket.SHUT_RDWR)
                    sink.sendall(data)
                    sink.recv(65536)
                    break
                sink.sendall(data)
        for end in (source, sink):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _hang_up(self) -> None:
        with self._lock:
            ends, self._sockets = self._sockets, []
        for end in ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
