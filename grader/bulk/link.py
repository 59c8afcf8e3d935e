"""A Dask cluster as its client has it: the scheduler, found and found again, and calls of workers that are named."""

from __future__ import annotations

import json
import logging
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from grader.errors import InputError

TIMEOUT = 10.0  # seconds to find the scheduler at first: it may be starting
_ANSWER = 30.0  # seconds for the scheduler's answer, and for a result that is ready
_PAUSE = 0.5  # seconds between two attempts
_SILENT = ("asyncio", "distributed", "distributed.client")  # what is lost is said here, once, with a remedy


class LinkLostError(Exception):
    """The scheduler does not answer any more."""


class Link:
    """A connection to a scheduler: `address` is its address, or the scheduler file that holds it.

    `timeout` are the seconds in which it must be found.

    Raises `InputError` where Dask is not installed here or no scheduler is there.
    """

    def __init__(self, address: str, *, timeout: float = TIMEOUT) -> None:
        try:
            import distributed  # noqa: PLC0415 - an extra, and slow to import
        except ImportError as error:
            raise InputError(
                "a Dask cluster needs the package `distributed`, which is not installed here",
                hint="Install it: pip install 'gradebox[dask]'",
            ) from error
        for name in _SILENT:
            logging.getLogger(name).setLevel(logging.CRITICAL)
        self._dask: Any = distributed
        self._address = address
        self._client: Any = None
        try:
            self._find()
            self.reconnect(timeout)
        except (LinkLostError, OSError, ValueError) as error:
            raise InputError(
                f"no Dask scheduler answers at `{address}`: {error}",
                hint="Start one with `dask scheduler`, workers with `dask worker ADDRESS`; such an address is "
                "`tcp://HOST:8786`.",
            ) from error

    def reconnect(self, patience: float) -> None:
        """Find the scheduler, started anew or not. Raises `LinkLostError` after so many seconds."""
        deadline = time.monotonic() + patience
        while True:
            self.close()
            try:
                self._connect()
            except LinkLostError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(_PAUSE)
            else:
                return

    def close(self) -> None:
        """End the connection; what was submitted is forgotten."""
        client, self._client = self._client, None
        if client is not None:
            with suppress(Exception):  # it is of no use any more, whatever it says
                client.close(timeout=_PAUSE)

    def workers(self) -> dict[str, int]:
        """The threads of each worker by its address. Raises `LinkLostError`."""
        with self._lost() as client:
            return dict(client.sync(client.scheduler.ncores, callback_timeout=_ANSWER))

    def call(self, worker: str, function: Callable[..., Any], *arguments: str | bytes) -> Any:
        """Have one worker call a function; a future, which no other worker will ever take over."""
        with self._lost() as client:
            return client.submit(function, *arguments, workers=[worker], allow_other_workers=False, pure=False)

    def answer(self, future: Any) -> Any:
        """What a call gave, the exception that it raised, or None where its worker was lost.

        Raises `LinkLostError` where the call itself was lost.
        """
        with self._lost():
            if future.cancelled():
                raise LinkLostError("the scheduler has forgotten its tasks")
            try:
                error = future.exception(timeout=_ANSWER)
                answer = error if error is not None else future.result(timeout=_ANSWER)
            except TimeoutError:
                return None
        return None if type(error).__name__ == "KilledWorker" else answer

    def cancel(self, futures: Sequence[Any]) -> None:
        """Have calls forgotten. Raises `LinkLostError`."""
        with self._lost() as client:
            client.cancel(futures)

    def wait_for(self, futures: Sequence[Any], seconds: float) -> None:
        """Wait until calls have been answered, but not longer than that. Raises `LinkLostError`."""
        deadline = time.monotonic() + seconds
        with self._lost(), suppress(TimeoutError):
            for future in futures:
                future.exception(timeout=max(0.0, deadline - time.monotonic()))

    @contextmanager
    def _lost(self) -> Iterator[Any]:
        """The client, where the connection stands; tells its end from all else that may go wrong."""
        client = self._client
        if client is None or client.status != "running":
            raise LinkLostError("the connection has ended")
        try:
            yield client
        except (OSError, CancelledError, self._dask.client.ClosedClientError) as error:
            raise LinkLostError(f"{error}") from error
        except Exception as error:
            if client.status == "running":
                raise
            raise LinkLostError(f"{error}") from error

    def _connect(self) -> None:
        try:
            address, place = self._find()
            # A client that finds nobody takes long to end, also where it is interrupted.
            socket.create_connection(place, timeout=TIMEOUT).close()
            self._client = self._dask.Client(address, timeout=TIMEOUT, set_as_default=False, name="gradebox")
        except (OSError, ValueError) as error:
            raise LinkLostError(f"{error}") from error

    def _find(self) -> tuple[str, tuple[str, int]]:
        """The scheduler's address, or what the scheduler file says, with its host and port. Raises `ValueError`."""
        file = Path(self._address)
        address = self._address
        if file.is_file():
            content = json.loads(file.read_bytes())
            if not isinstance(content, dict) or not isinstance(content.get("address"), str):
                raise ValueError("the file is no scheduler file of Dask's")
            address = content["address"]
        return address, self._dask.comm.get_address_host_port(address)
