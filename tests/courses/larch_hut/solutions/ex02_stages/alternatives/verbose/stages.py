"""Stages of walks."""

MINUTES_FOR_A_KM = 15
METRES_IN_A_MINUTE = 10


class Stage:
    def __init__(self, km, climb=0):
        if km < 0:
            raise ValueError("km is negative: " + str(km))
        if climb < 0:
            raise ValueError("climb is negative: " + str(climb))
        self._km = km
        self._climb = climb

    @property
    def km(self):
        return self._km

    @property
    def climb(self):
        return self._climb

    @property
    def minutes(self):
        walking = self._km * MINUTES_FOR_A_KM
        climbing = self._climb / METRES_IN_A_MINUTE
        return walking + climbing

    def __repr__(self):
        return "Stage(" + repr(self._km) + ", " + repr(self._climb) + ")"

    def __eq__(self, other):
        if isinstance(other, Stage):
            if self._km == other._km:
                if self._climb == other._climb:
                    return True
        return False

    def __ne__(self, other):
        return not self == other

    def __lt__(self, other):
        if not isinstance(other, Stage):
            raise TypeError("a stage can only be compared with a stage")
        return self.minutes < other.minutes

    def __gt__(self, other):
        if not isinstance(other, Stage):
            raise TypeError("a stage can only be compared with a stage")
        return self.minutes > other.minutes

    def __add__(self, other):
        if not isinstance(other, Stage):
            raise TypeError("a stage can only be added to a stage")
        km = self._km + other.km
        climb = self._climb + other.climb
        return Stage(km, climb)

    def __radd__(self, start):
        if isinstance(start, int) and start == 0:
            return Stage(self._km, self._climb)
        raise TypeError("a stage can only be added to a stage")

    def __mul__(self, times):
        if not isinstance(times, int):
            raise TypeError("a stage can only be repeated a whole number of times")
        return Stage(self._km * times, self._climb * times)

    def __rmul__(self, times):
        return self.__mul__(times)
