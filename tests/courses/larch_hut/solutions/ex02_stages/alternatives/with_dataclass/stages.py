from dataclasses import dataclass, field


@dataclass(frozen=True)
class Stage:
    km: float
    climb: float = 0
    minutes: float = field(init=False, repr=False, compare=False)

    def __post_init__(self):
        if min(self.km, self.climb) < 0:
            raise ValueError("a stage cannot be shorter than nothing")
        object.__setattr__(self, "minutes", 15 * self.km + 0.1 * self.climb)

    def __repr__(self):
        return f"{type(self).__name__}({self.km!r}, {self.climb!r})"

    def __lt__(self, other):
        return self.minutes < other.minutes if isinstance(other, Stage) else NotImplemented

    def __gt__(self, other):
        return self.minutes > other.minutes if isinstance(other, Stage) else NotImplemented

    def __add__(self, other):
        match other:
            case Stage(km=km, climb=climb):
                return Stage(self.km + km, self.climb + climb)
            case 0:
                return self
        return NotImplemented

    def __radd__(self, other):
        return self + other

    def __mul__(self, times):
        return Stage(times * self.km, times * self.climb) if isinstance(times, int) else NotImplemented

    def __rmul__(self, times):
        return self * times
