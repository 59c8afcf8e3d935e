import importlib, importlib.util, io, os, runpy, subprocess, sys, pathlib, ast, contextlib
from unittest.mock import patch
import pytest
import prog

HERE = pathlib.Path(prog.__file__).parent


def run(*args, **kw):
    return subprocess.run([sys.executable, prog.__file__, *args], capture_output=True, text=True, **kw)


def test_args():
    assert run("a", "b").stdout == "args: a b\n"


def test_exit_code():
    r = run()
    assert r.returncode == 2 and r.stderr == "usage\n"


def test_stdin():
    assert run("--ask", input="yo\n").stdout.splitlines()[0] == "? YO"


def test_timeout_option():
    assert run("a", timeout=5).returncode == 0


def test_python_name():
    assert (
        subprocess.run(["python3", "prog.py", "z"], cwd=HERE, stdout=subprocess.PIPE, encoding="utf-8").stdout
        == "args: z\n"
    )


def test_check_output():
    assert subprocess.check_output([sys.executable, prog.__file__, "q"], text=True) == "args: q\n"


def test_check_output_bytes():
    assert subprocess.check_output([sys.executable, prog.__file__, "q"]) == b"args: q\n"


def test_called_process_error():
    with pytest.raises(subprocess.CalledProcessError):
        subprocess.run([sys.executable, prog.__file__], check=True, capture_output=True)


def test_dash_c():
    assert (
        subprocess.run(
            [sys.executable, "-c", "import prog; print(prog.VALUE)"], capture_output=True, text=True, cwd=HERE
        ).stdout
        == "42\n"
    )


def test_main_argv(capsys, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["prog.py", "x"])
    assert prog.main() == 0 and capsys.readouterr().out == "args: x\n"


def test_argv_patch(capsys):
    with patch.object(sys, "argv", ["p", "1", "2"]):
        assert prog.main() == 0
    assert capsys.readouterr().out == "args: 1 2\n"


def test_argv_patch_name(capsys):
    with patch("sys.argv", ["p", "9"]):
        prog.main()
    assert capsys.readouterr().out == "args: 9\n"


def test_system_exit():
    with pytest.raises(SystemExit) as info:
        prog.quit_with(3)
    assert info.value.code == 3 and info.type is SystemExit


def test_system_exit_message():
    with pytest.raises(SystemExit, match="bye"):
        prog.quit_with("bye")


def test_runpy(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["prog.py", "r"])
    with pytest.raises(SystemExit) as info:
        runpy.run_path(prog.__file__, run_name="__main__")
    assert info.value.code == 0 and capsys.readouterr().out == "args: r\n"


def test_runpy_names():
    assert runpy.run_path(prog.__file__)["VALUE"] == 42


def test_run_module_main(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["prog.py", "m"])
    with pytest.raises(SystemExit):
        runpy.run_module("prog", run_name="__main__", alter_sys=True)
    assert "args: m" in capsys.readouterr().out


def test_spec():
    spec = importlib.util.spec_from_file_location("student", prog.__file__)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.VALUE == 42 and module.__name__ == "student"


def test_spec_main(monkeypatch, capsys):
    spec = importlib.util.spec_from_file_location("__main__", prog.__file__)
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setattr(sys, "argv", ["prog.py", "s"])
    with pytest.raises(SystemExit):
        spec.loader.exec_module(module)
    assert capsys.readouterr().out == "args: s\n"


def test_listdir():
    assert "prog.py" in os.listdir(HERE) and (HERE / "prog.py").is_file()


def test_relative_open():
    tree = ast.parse((HERE / "prog.py").read_text())
    assert any(isinstance(n, ast.FunctionDef) and n.name == "main" for n in tree.body)


def test_syspath(monkeypatch):
    monkeypatch.syspath_prepend(str(HERE))
    import prog as again

    assert again.VALUE == 42


def test_redirect_all():
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        prog.main([])
        prog.main(["k"])
    assert out.getvalue() == "args: k\n" and err.getvalue() == "usage\n"
