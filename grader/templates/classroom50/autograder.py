"""Classroom 50 runs this file for each submission, in the student's checkout; gradebox writes what it reads.

It lies in the classroom's repository, in `CLASSROOM/autograders/ASSIGNMENT/`. What lies beside it comes along: wheels
are installed in place of the package index's, and `course/`, a course with its suites, in place of the installed one.
"""

import subprocess
import sys
import venv
from pathlib import Path

GRADEBOX = "gradebox"
"""What pip installs where no wheel lies beside this file."""
EXERCISES: list[str] = []
"""Which exercises the assignment is; without any the one that it is named for, such as `ex03-calculator`, else all."""

HERE = Path(__file__).resolve().parent
HOME = HERE / "gradebox"
SWITCH = Path("/proc/sys/kernel/apparmor_restrict_unprivileged_userns")

venv.create(HOME, with_pip=True, clear=True, symlinks=True)
wheels = sorted(map(str, HERE.glob("*.whl")))
subprocess.run([HOME / "bin" / "pip", "install", "--quiet", *(wheels or [GRADEBOX])], cwd=HOME, check=True)
if SWITCH.exists():  # Ubuntu 24.04 lets no program make the sandbox's namespaces unless AppArmor allows it
    subprocess.run(["sudo", "-n", "sysctl", "-q", "-w", f"kernel.{SWITCH.name}=0"], check=False)
course = ["--course", str(HERE / "course")] if (HERE / "course").is_dir() else []
sys.exit(subprocess.run([HOME / "bin" / "grade", "ci", *course, *EXERCISES], check=False).returncode)
