"""Fixtures of the schedule tests."""

from tests import databases

pytest_runtest_setup = databases.pytest_runtest_setup
empty_sqlite_url = databases.empty_sqlite_url
sqlite_url = databases.sqlite_url
empty_postgres_url = databases.empty_postgres_url
postgres_url = databases.postgres_url
database_url = databases.database_url
store = databases.store
