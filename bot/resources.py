"""Where the files that come with the program lie: in a checkout at its root, in a wheel inside the package."""

from pathlib import Path

PACKAGE = Path(__file__).parent
_PACKED = PACKAGE / "_data"
_ROOT = _PACKED if _PACKED.is_dir() else PACKAGE.parent

TEMPLATES = _ROOT / "templates"
MIGRATIONS = _ROOT / "migrations"
LOCALE = PACKAGE / "locale"
PLAYBOOKS = PACKAGE.parent / "dialogs" / "playbooks"
ROUTINES = PACKAGE.parent / "dialogs" / "routines"
