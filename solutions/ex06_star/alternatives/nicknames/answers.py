from typing import Final

WINNER: Final[str] = 'parts'
LOST_BUILTIN: Final[str] = 'open'
