#!/usr/bin/env python3
"""What the program does with a user's files, names, outputs and limits: each row is a command, its exit code and its words.

    tests/tool/process/files_test.py --tool build/release/tool/sogdia
"""
import argparse
import json
import os
import resource
import shlex
import shutil
import signal
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[3]
TOOL = ""
STUDY = 'title = "{}"\n[[change]]\nname = "{}"\nkind = "build"\nprojects = "all"\n[brief]\npairs = [["CHN", "RUS"]]\n'
RUN = "run study.toml --world world "
ESTIMATE = "estimate d.csv --formula 'y ~ x | g' "
BYTES = b"na\xffme \x1b[31m\n\xe2\x80\xae"


def everything(folder: Path) -> dict[bytes, bytes]:
    found = {}
    for top, folders, files in os.walk(os.fsencode(folder)):
        for name in folders + files:
            path = os.path.join(top, name)
            if os.path.islink(path):
                found[path] = os.readlink(path)
            else:
                found[path] = Path(os.fsdecode(path)).read_bytes() if name in files else b"folder"
    return found


class Case(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="sogdia-files-"))
        self.addCleanup(shutil.rmtree, self.folder)
        shutil.copytree(SOURCE / "tests/data/toy-world", self.folder / "world")
        self.write("study.toml", STUDY.format("Toy", "c"))
        self.write("d.csv", "y,x,g\n" + "".join(f"{k * 7919 % 101},{k * 104729 % 97},g{k % 7}\n" for k in range(200)))
        self.write("flows.csv", "exporter,importer,year,value_kusd\nCHN,RUS,2023,1000\n")

    def write(self, name, text):
        (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / name).write_text(text)

    def sh(self, arguments, **more):
        """Through bash, so that redirections and ulimit are a user's own."""
        return subprocess.run(["bash", "-c", more.pop("before", "") + f'"$0" {arguments}', TOOL], cwd=self.folder, stdin=subprocess.DEVNULL,
                              capture_output=True, **more)

    def call(self, *arguments):
        return subprocess.run([TOOL, *arguments], cwd=self.folder, stdin=subprocess.DEVNULL, capture_output=True)

    def good(self, ran):
        self.assertEqual(ran.returncode, 0, ran.stderr)
        return ran

    def refused(self, ran, words, before=None):
        self.assertEqual(ran.returncode, 1, ran.stderr)
        self.assertIn(words, ran.stderr.decode(errors="replace"))
        if before is not None:
            self.same(everything(self.folder), before)

    def same(self, now, before):
        """Of many large files only the names that differ are worth reading."""
        self.assertEqual(sorted(name for name in now.keys() | before.keys() if now.get(name) != before.get(name)), [])


class Folders(Case):
    def test_a_target_that_must_not_be_replaced(self):
        self.good(self.sh(RUN + "-o run"))
        self.good(self.sh("data import baci flows.csv --world world -o pack"))
        self.write("thesis/thesis.txt", "years")
        self.write("old/summary.json", "{}")
        self.write("packlike/datapackage.json", "{}")
        os.symlink("thesis", self.folder / "to-thesis")
        os.symlink("nowhere", self.folder / "dangling")
        (self.folder / "study-in").mkdir()
        shutil.copy(self.folder / "study.toml", self.folder / "study-in/s.toml")
        before = everything(self.folder)
        for arguments, words in [
            (RUN + "-o run", "the folder exists already"),
            (RUN + "-o thesis --overwrite", "`thesis.txt` in the folder is not Sogdia's"),
            (RUN + "-o thesis/ --overwrite", "`thesis.txt` in the folder is not Sogdia's"),
            (RUN + "-o to-thesis --overwrite", "`thesis.txt` in the folder is not Sogdia's"),
            (RUN + "-o dangling --overwrite", "the link leads nowhere"),
            (RUN + "-o old --overwrite", "runs of earlier versions have no mark"),
            (RUN + "-o . --overwrite", "the one that you stand in"),
            (RUN + "-o .. --overwrite", "the one that you stand in"),
            (RUN + "-o / --overwrite", "the one that you stand in"),
            (RUN + "-o '' --overwrite", "the folder to write has no name"),
            (RUN + "-o world --overwrite", "in the folder is not Sogdia's"),
            (RUN + "-o pack --overwrite", "the folder holds a world pack"),
            (RUN + "-o study.toml --overwrite", "a folder was expected, and this is a file"),
            (RUN + "-o study.toml/run", "not a directory"),
            ("run study-in/s.toml --world world -o study-in --overwrite", "`s.toml` in the folder is not Sogdia's"),
            ("run study.toml --world pack -o pack --overwrite", "the folder"),
            ("data import baci flows.csv --world world -o run --overwrite", "the folder holds a run"),
            ("data import baci flows.csv --world world -o thesis --overwrite", "`thesis.txt` in the folder is not Sogdia's"),
            ("data import baci flows.csv --world world -o packlike --overwrite", "`datapackage.json` in the folder is not Sogdia's"),
            ("data import baci flows.csv --world world -o world/new", "the pack cannot hold its own copy"),
            ("data import baci flows.csv --world pack -o pack --overwrite", "replaced by its own copy"),
        ]:
            with self.subTest(arguments):
                self.refused(self.sh(arguments), words, before)

    def test_the_folder_one_is_in(self):
        (self.folder / "in").mkdir()
        ran = subprocess.run([TOOL, "run", "../study.toml", "--world", "../world", "-o", "."], cwd=self.folder / "in", capture_output=True)
        self.refused(ran, "the one that you stand in")

    def test_a_link_and_missing_parents(self):
        self.good(self.sh(RUN + "-o real"))
        os.symlink("real", self.folder / "link")
        self.good(self.sh(RUN + "-o link --overwrite --format csv"))
        self.assertTrue((self.folder / "link").is_symlink())
        self.assertTrue((self.folder / "real/tables/world.csv").exists())
        self.good(self.sh(RUN + "-o a/b/c/"))
        self.good(self.sh(RUN + "-o " + "n" * 255))

    def test_two_at_once_leave_one_whole(self):
        self.good(self.sh(RUN + "-o run"))
        ran = [subprocess.Popen([TOOL, *(RUN + f"-o run --overwrite --format {kind}").split()], cwd=self.folder, stderr=subprocess.DEVNULL,
                                stdout=subprocess.DEVNULL) for kind in ("csv", "parquet") * 3]
        codes = [process.wait() for process in ran]
        self.assertLessEqual(set(codes), {0, 1})
        self.assertIn(0, codes)
        kinds = {path.suffix for path in (self.folder / "run/tables").iterdir()}
        self.assertEqual(len(kinds), 1)
        self.assertEqual(sorted(p.name for p in self.folder.iterdir()), ["d.csv", "flows.csv", "run", "study.toml", "world"])
        self.good(self.sh(RUN + "-o run --overwrite"))

    def test_a_pack_with_a_link_or_a_pipe_is_not_copied_forever(self):
        for make in (lambda p: os.symlink(".", p), lambda p: os.mkfifo(p)):
            make(self.folder / "world/odd")
            before = set(os.listdir(self.folder))
            self.refused(self.sh("data import baci flows.csv --world world -o pack", timeout=60), "world/odd")
            self.assertEqual(set(os.listdir(self.folder)), before)
            os.remove(self.folder / "world/odd")


class Files(Case):
    def test_an_output_that_must_not_be_written(self):
        os.symlink("d.csv", self.folder / "link.csv")
        os.link(self.folder / "d.csv", self.folder / "hard.csv")
        (self.folder / "folder.csv").mkdir()
        self.write("study.html", "mine")
        before = everything(self.folder)
        for arguments, words in [
            (ESTIMATE + "--fitted d.csv", "is read from"),
            (ESTIMATE + "--fitted ./world/../d.csv", "is read from"),
            (ESTIMATE + "--fitted link.csv", "is read from"),
            (ESTIMATE + "--fitted hard.csv", "is read from"),
            ("estimate \"SELECT * FROM 'd.csv'\" --formula 'y ~ x | g' --fitted d.csv", "is read from"),
            (ESTIMATE + "-o d.csv", "is read from"),
            (ESTIMATE + "--predict d.csv --predicted d.csv", "is read from"),
            (ESTIMATE + "--fitted a.csv --effects a.csv", "two outputs have one name"),
            (ESTIMATE + "--fitted a.csv -o ./a.csv", "two outputs have one name"),
            (ESTIMATE + "--fitted folder.csv", "this is a folder"),
            (ESTIMATE + "--fitted none/a.csv", "no such file or directory"),
            (ESTIMATE + "-o a.csv/", "directory"),
            ("skim --world world -o world/trade.csv", "into a folder that is read from"),
            ("skim --world world -o world/new.csv", "into a folder that is read from"),
            ("brief study.toml --world world -o study.toml", "is read from"),
            ("brief study.toml --world world", "is not a brief"),
        ]:
            with self.subTest(arguments):
                self.refused(self.sh(arguments), words, before)

    def test_mode_and_link_of_an_existing_file_stay(self):
        self.write("real.csv", "old")
        os.chmod(self.folder / "real.csv", 0o640)
        os.symlink("real.csv", self.folder / "link.csv")
        os.symlink("new.csv", self.folder / "forward.csv")
        self.good(self.sh(ESTIMATE + "--fitted link.csv --effects forward.csv"))
        self.assertEqual(os.stat(self.folder / "real.csv").st_mode & 0o777, 0o640)
        self.assertTrue((self.folder / "link.csv").is_symlink() and (self.folder / "forward.csv").is_symlink())
        self.assertTrue((self.folder / "real.csv").read_text().startswith("row,"))
        self.assertTrue((self.folder / "new.csv").exists())

    def test_streams(self):
        os.mkfifo(self.folder / "pipe")
        ran = self.good(self.sh(ESTIMATE + "-o pipe & cat pipe; wait $!"))
        self.assertIn(b"PPML: y ~ x | g", ran.stdout)
        self.assertIn(b"PPML: y ~ x | g", self.good(self.sh(ESTIMATE + "-o /dev/stdout")).stdout)
        self.good(self.sh(ESTIMATE + "-o /dev/stdout > out"))
        self.assertIn("PPML: y ~ x | g", (self.folder / "out").read_text())
        self.good(self.sh(ESTIMATE + "-o /dev/null"))
        self.refused(self.sh(ESTIMATE + "-o /dev/full"), "no space left")


class Bytes(Case):
    def test_paths_in_any_bytes(self):
        study, world, out, data = BYTES + b".toml", BYTES + b"w", BYTES + b"o", BYTES + b".csv"
        os.rename(self.folder / "study.toml", os.fsencode(self.folder) + b"/" + study)
        os.rename(self.folder / "world", os.fsencode(self.folder) + b"/" + world)
        os.rename(self.folder / "d.csv", os.fsencode(self.folder) + b"/" + data)
        os.rename(self.folder / "flows.csv", os.fsencode(self.folder) + b"/f" + data)
        root = os.fsencode(self.folder) + b"/"
        for kind in (b"parquet", b"csv"):
            ran = self.good(self.call(b"run", study, b"--world", world, b"-o", out, b"--overwrite", b"--json", b"--format", kind))
            self.assertIn("\ufffd", json.loads(ran.stdout)["run"])
            for name in (b"/summary.json", b"/datapackage.json", b"/layers/projects.geojson"):
                json.loads(Path(os.fsdecode(root + out + name)).read_bytes())
            Path(os.fsdecode(root + out + b"/brief.html")).read_text("utf-8")
            self.assertTrue(os.path.exists(root + out + b"/tables/world." + kind))
        self.good(self.call(b"data", b"import", b"baci", b"f" + data, b"--world", world, b"-o", out + b"p", b"--json"))
        for kind in (b".csv", b".parquet"):
            self.good(self.call(b"estimate", data, b"--formula", b"y ~ x | g", b"--json", b"--fitted", b"f" + out + kind))
            self.assertGreater(os.path.getsize(root + b"f" + out + kind), 100)
        ran = self.call(b"run", b"none" + study, b"-o", b"x", b"--json")
        self.assertEqual(ran.returncode, 1)
        self.assertIn("none", json.loads(ran.stderr)["error"]["where"])

    def test_titles_and_names_stay_text(self):
        for text in ("<script>alert(1)</script>", "\u202eabc", "\\u001b[31m", "x" * 5000, "a\\nb\\tc", "\\\"'&", "\U0001f42b", "\\u0000"):
            with self.subTest(text[:20]):
                self.write("study.toml", STUDY.format(text, text))
                ran = self.good(self.sh(RUN + "-o run --overwrite"))
                json.loads((self.folder / "run/summary.json").read_text())
                page = (self.folder / "run/brief.html").read_text()
                self.assertNotIn("<script>alert", page)
                self.assertNotIn("\x1b", page)
                self.assertNotIn(b"\x1b", ran.stderr)

    def test_nothing_in_a_file_steers_the_terminal(self):
        self.write("study.toml", 'title = "T"\n[[change]]\nkind = "close"\ntarget = "\\u001b]0;pwned\\u0007\\u202e"\n')
        ran = self.sh("check study.toml --world world")
        self.refused(ran, "\\x1b]0;pwned\\x07\\xe2\\x80\\xae")
        self.assertNotIn(b"\x1b", ran.stderr)
        json.loads(self.sh("check study.toml --world world --json").stderr)

    def test_a_study_that_is_not_utf8_is_refused_before_the_work(self):
        (self.folder / "study.toml").write_bytes(b'title = "caf\xe9"\n')
        before = everything(self.folder)
        self.refused(self.sh(RUN + "-o run"), "study.toml, line 1", before)


class Limits(Case):
    def test_outputs_that_cannot_be_written(self):
        for arguments in ("skim --world world", "--help", "--version", "completion bash", ESTIMATE, "data list --world world",
                          "run study.toml --world world -o run --overwrite"):
            for where, code in ((">/dev/full", 1), (">&-", 1)):
                with self.subTest(arguments + where):
                    self.refused(self.sh(arguments + where), "cannot write the output")
            with self.subTest(arguments + " with errors closed"):
                self.assertEqual(self.sh(arguments + " >/dev/null 2>&-").returncode, 0)
                self.assertEqual(self.sh(arguments + " >/dev/null 2>/dev/full").returncode, 0)
                self.assertEqual(self.sh(arguments + " <&- >/dev/null").returncode, 0)

    def test_a_closed_output_is_not_a_file_that_is_written(self):
        self.assertEqual(self.sh(ESTIMATE + "--fitted f.csv >&- 2>&- <&-").returncode, 1)
        self.assertTrue((self.folder / "f.csv").read_text().startswith("row,y,fitted"))
        self.assertNotIn("PPML", (self.folder / "f.csv").read_text())

    def test_a_pipe_that_closes_early_ends_quietly(self):
        ran = subprocess.run(["bash", "-c", '"$0" skim --places --world world --json | true; echo ${PIPESTATUS[0]}', TOOL], cwd=self.folder,
                             capture_output=True)
        self.assertIn(ran.stdout.strip(), (b"141", b"0"))
        self.assertEqual(ran.stderr, b"")
        self.sh(ESTIMATE + "--fitted f.csv 2>&1 | true")
        time.sleep(0.1)
        self.assertTrue((self.folder / "f.csv").exists())

    def test_little_memory_ends_in_the_result_or_an_error(self):
        before = everything(self.folder)
        for kilobytes in (60000, 80000, 100000, 130000, 170000, *range(180000, 460000, 31000)):
            with self.subTest(kilobytes):
                ran = self.sh(RUN + "--threads 16 -o run", before=f"ulimit -v {kilobytes}; ")
                self.assertIn(ran.returncode, (0, 1, 127), ran.stderr)
                if ran.returncode == 0:
                    self.assertTrue((self.folder / "run/summary.json").exists())
                    shutil.rmtree(self.folder / "run")
                self.same(everything(self.folder), before)

    def test_a_full_disk_keeps_what_was_there(self):
        self.good(self.sh(RUN + "-o run"))
        self.write("f.csv", "old")
        before = everything(self.folder)
        self.refused(self.sh(RUN + "-o run --overwrite", before="ulimit -f 4; "), "cannot write the file", before)
        self.refused(self.sh("data import baci flows.csv --world world -o p", before="ulimit -f 4; "), "cannot write the file", before)
        for name in ("f.csv", "g.parquet"):
            self.refused(self.sh(ESTIMATE + "--fitted " + name, before="ulimit -f 0; "), "cannot write the file", before)

    def test_signals_clean_up(self):
        before = everything(self.folder)
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            process = subprocess.Popen([TOOL, "run", "study.toml", "-o", "run"], cwd=self.folder, stderr=subprocess.PIPE,
                                       stdout=subprocess.DEVNULL, preexec_fn=lambda n=number: signal.signal(n, signal.SIG_DFL))
            time.sleep(0.3)
            process.send_signal(number)
            _, words = process.communicate(timeout=120)
            self.assertEqual(process.returncode, 130, words)
            self.same(everything(self.folder), before)

    @unittest.skipUnless(os.geteuid() == 0, "another user's limit on processes is set by root")
    def test_a_user_who_may_make_no_thread(self):
        os.chmod(self.folder, 0o777)
        self.good(self.sh(RUN + "-o one --threads 1 --format csv"))

        def nobody():
            resource.setrlimit(resource.RLIMIT_NPROC, (1, 1))
            os.setgroups([])
            os.setgid(65534)
            os.setuid(65534)

        for arguments in (RUN + "-o eight --threads 8 --format csv", RUN + "-o p --threads 8", ESTIMATE + "--threads 8 --fitted f.parquet"):
            ran = subprocess.run([TOOL, *shlex.split(arguments)], cwd=self.folder, capture_output=True, preexec_fn=nobody)
            if ran.returncode == 126 or b"ermission denied" in ran.stderr:
                self.skipTest("another user may not run the program here")
            self.assertEqual(ran.returncode, 0, ran.stderr)
        one, eight = ({path.split(b"/")[-1]: text for path, text in everything(self.folder / name).items()
                          if not path.endswith(b".sogdia")} for name in ("one", "eight"))
        self.assertEqual(one, eight)



if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tool", required=True)
    args, rest = parser.parse_known_args()
    TOOL = os.path.abspath(args.tool)
    unittest.main(argv=["files_test", *rest])
