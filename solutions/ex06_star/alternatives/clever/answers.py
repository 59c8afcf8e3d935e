import builtins, os

*_, WINNER = "paint", "parts"
(LOST_BUILTIN,) = {*os.__all__} & {*dir(builtins)}
