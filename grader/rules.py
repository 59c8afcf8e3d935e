"""What the `[report]` of a `course.toml` may say: by which rules results become marks."""

from __future__ import annotations

import math
from datetime import UTC, datetime, tzinfo
from typing import Literal
from zoneinfo import ZoneInfo

from msgspec import Struct, field
from msgspec.structs import asdict

Attempts = Literal["last", "best"]

_MOST_DECIMALS = 2  # a result holds no smaller part of a point


class LateRule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What late work loses.

    `percent_per_day` or `points_per_day` is for each started day after a known due time, from which `grace_minutes` are
    forgiven; `percent` or `points` is once, where only the late mark of the learning platform is known. Per cent are
    `of` what the exercise is worth, or of what was earned. No more than `most_percent` of that is lost, and nothing
    below `floor_percent` of what the exercise is worth.
    """

    percent_per_day: float = 0.0
    points_per_day: float = 0.0
    percent: float = 0.0
    points: float = 0.0
    of: Literal["maximum", "earned"] = "maximum"
    grace_minutes: float = 0.0
    most_percent: float = 100.0
    floor_percent: float = 0.0

    def __post_init__(self) -> None:
        for key, value in asdict(self).items():
            if key != "of" and not (math.isfinite(value) and value >= 0):
                raise ValueError(f"`{key}` must be 0 or more, not {value}.")
            if "percent" in key and value > 100:  # noqa: PLR2004 -- of a hundred
                raise ValueError(f"`{key}` must be at most 100, not {value}.")
        for percent, points in (("percent_per_day", "points_per_day"), ("percent", "points")):
            if getattr(self, percent) and getattr(self, points):
                raise ValueError(f"`{percent}` and `{points}` cannot both be taken off; leave one of them out.")

    @property
    def is_daily(self) -> bool:
        """Whether something is taken off for each day."""
        return bool(self.percent_per_day or self.points_per_day)

    @property
    def is_flat(self) -> bool:
        """Whether something is taken off for a late mark alone."""
        return bool(self.percent or self.points)


class ExerciseRule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What holds for one exercise: when it is `due`, its `weight` in the total, and `late` in place of the course's."""

    due: datetime | None = None
    weight: float = 1.0
    late: LateRule | None = None

    def __post_init__(self) -> None:
        if not (math.isfinite(self.weight) and self.weight >= 0):
            raise ValueError(f"`weight` must be 0 or more, not {self.weight}.")


class ReportRules(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The gradebook's rules.

    `attempts` says which of several works of a student counts. `drop_lowest` exercises with the lowest share of their
    points are left out of a student's total. Points are rounded to `decimals`. `timezone`, an IANA name, is that of
    times which name none. `exercises` are rules for single ones, under the name of each.
    """

    attempts: Attempts = "last"
    drop_lowest: int = 0
    decimals: int = _MOST_DECIMALS
    timezone: str = ""
    late: LateRule = field(default_factory=LateRule)
    exercises: dict[str, ExerciseRule] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.drop_lowest < 0:
            raise ValueError(f"`drop_lowest` must be 0 or more, not {self.drop_lowest}.")
        if not 0 <= self.decimals <= _MOST_DECIMALS:
            raise ValueError(f"`decimals` must be 0, 1 or {_MOST_DECIMALS}, not {self.decimals}.")
        try:
            ZoneInfo(self.timezone or "UTC")
        except (LookupError, OSError, ValueError):  # OSError: a folder of zones
            raise ValueError(
                f"`timezone` must be a name like `Europe/Vienna`, and `{self.timezone}` is none that is known here."
            ) from None
        for name, rule in self.exercises.items():
            if rule.due and rule.due.tzinfo is None and not self.timezone:
                raise ValueError(
                    f"`exercises.{name}.due` says no time zone: write `+01:00` behind it, or set `report.timezone`."
                )

    @property
    def zone(self) -> tzinfo:
        """The time zone of times that name none."""
        return ZoneInfo(self.timezone) if self.timezone else UTC

    def of(self, exercise: str) -> ExerciseRule:
        """What holds for an exercise, the course's rule for late work where it has none of its own."""
        own = self.exercises.get(exercise, ExerciseRule())
        due = own.due.replace(tzinfo=self.zone) if own.due and own.due.tzinfo is None else own.due
        return ExerciseRule(due=due, weight=own.weight, late=own.late or self.late)
