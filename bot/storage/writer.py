"""The one thread that writes: turns that wait together share a transaction and its commit."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from threading import Thread
from time import perf_counter
from typing import Any

from sqlalchemy import Connection, Engine, RootTransaction

from bot.storage.cache import Cache
from bot.storage.direct import Direct
from bot.storage.engines import Place
from bot.storage.errors import (
    AlreadyThereError,
    ConflictError,
    DiskFullError,
    OutageError,
    UnavailableServerError,
    UnknownOutcomeError,
)
from bot.storage.failures import to_storage_error
from bot.storage.journal import Journal
from bot.storage.records import Records
from bot.storage.statements import Statements
from bot.storage.turn import Transaction
from bot.storage.waiting import Job, WaitingLine
from bot.storage.writes import Writes, flush

# Nothing of a failed attempt was committed, so it may be repeated: over a new connection, after a deadlock, or once
# another replica's row is there to be read.
ATTEMPTS: Mapping[type[Exception], int] = {UnavailableServerError: 2, ConflictError: 5, AlreadyThereError: 5}

Outcome = tuple[Job, Any, BaseException | None]


class StrayError(Exception):
    """A turn that raised has left statements in the transaction, which only all of its turns can leave together."""

    def __init__(self, job: Job, error: BaseException) -> None:
        super().__init__(job, error)
        self.job = job
        self.error = error


class Writer:
    """Runs the jobs in the order in which they were submitted. A job may be run more than once, but counts once."""

    def __init__(self, engine: Engine, place: Place, cache: Cache) -> None:
        self._engine = engine
        self._place = place
        self._cache = cache
        self._statements = Statements.of(engine.dialect)
        self._line = WaitingLine()
        self._connection: Connection | None = None
        self._thread = Thread(target=self._run, name="phasewalk-writer", daemon=True)
        self._thread.start()

    def submit(self, job: Job) -> None:
        self._line.put(job)

    def close(self) -> None:
        """What was submitted before is still done."""
        self._line.close()
        self._thread.join()

    def _run(self) -> None:
        is_last = False
        while not is_last:
            jobs, is_last = self._line.batch()
            if jobs:
                self._do(jobs)
        if self._connection is not None:
            self._connection.close()

    def _do(self, jobs: Sequence[Job], attempt: int = 1) -> None:
        started = perf_counter()
        try:
            outcomes = self._transact(jobs)
        except StrayError as stray:
            self._part(jobs, stray)
            return
        except Exception as raw:
            self._answer_failure(jobs, to_storage_error(raw, self._place) or raw, attempt)
            return
        self._line.expect(len(jobs), perf_counter() - started)
        for job, result, error in outcomes:
            if error is None:
                job.future.set_result(result)
            else:
                job.future.set_exception(error)

    def _part(self, jobs: Sequence[Job], stray: StrayError) -> None:
        """Those before it and those behind it once more, and it alone."""
        if len(jobs) == 1:
            stray.job.future.set_exception(stray.error)
            return
        place = jobs.index(stray.job)
        for some in (jobs[:place], [stray.job], jobs[place + 1 :]):
            if some:
                self._do(some)

    def _answer_failure(self, jobs: Sequence[Job], error: Exception, attempt: int) -> None:
        # On a full disk, some of the turns may still fit.
        is_alike = isinstance(error, OutageError) and not isinstance(error, DiskFullError)
        if len(jobs) > 1 and not is_alike:
            for job in jobs:
                self._do([job])
        elif attempt < ATTEMPTS.get(type(error), 1):
            self._do(jobs, attempt + 1)
        else:
            for job in jobs:
                job.future.set_exception(error)

    def _transact(self, jobs: Sequence[Job]) -> list[Outcome]:
        try:
            connection = self._connected()
            transaction = connection.begin()
            records = Records(connection, self._statements, self._cache, locks=True)
            writes = Writes()
            records.prefetch(
                (key for job in jobs for key in job.projects),
                (key for job in jobs for key in job.chats),
                (key for job in jobs for key in job.events),
            )
            outcomes = self._run_jobs(jobs, connection, records, writes)
            flush(writes, connection, self._statements, records, datetime.now(UTC))
        except Exception:
            self._roll_back()
            raise
        self._commit(transaction)
        self._cache.keep(records.books, records.loaded_directories)
        return outcomes

    def _run_jobs(self, jobs: Sequence[Job], connection: Connection, records: Records, writes: Writes) -> list[Outcome]:
        journal = Journal()
        direct = Direct(connection, records)
        turn = Transaction(records, writes, journal, self._statements, direct)
        outcomes: list[Outcome] = []
        for job in jobs:
            mark, count = journal.mark(), direct.count
            try:
                outcomes.append((job, job.work(turn), None))
            except BaseException as error:
                if direct.count > count and records.failure is None:
                    raise StrayError(job, error) from error
                journal.go_back_to(mark)
                outcomes.append((job, None, error))
            if records.failure is not None:
                raise records.failure
        return outcomes

    def _commit(self, transaction: RootTransaction) -> None:
        try:
            transaction.commit()
        except Exception as error:
            self._disconnect()
            if isinstance(to_storage_error(error, self._place), UnavailableServerError):
                raise UnknownOutcomeError(place=self._place.name) from error
            raise

    def _connected(self) -> Connection:
        if self._connection is None:
            self._connection = self._engine.connect()
        return self._connection

    def _roll_back(self) -> None:
        try:
            if self._connection is not None:
                self._connection.rollback()
        except Exception:
            self._disconnect()

    def _disconnect(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.invalidate()
            connection.close()
