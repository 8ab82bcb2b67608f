"""The checks of data/authored find what they are for, and the tables pass them.

    python3 authored_test.py WORLD
"""
import copy
import hashlib
import json
import sys
import unittest
from pathlib import Path

AUTHORED = Path(__file__).resolve().parents[2] / "data" / "authored"
sys.path.insert(0, str(AUTHORED))
import check_authored  # noqa: E402
import check_records  # noqa: E402
import check_sources  # noqa: E402
import checking  # noqa: E402

WORLD = None
SOURCE = {"source": "s", "title": "A document", "publisher": "A publisher", "url": "https://example.org/a/page", "licence": "facts",
          "date": "2024-01-01", "accessed": "2026-11-27", "kind": "authored", "package": "", "version": "", "note": ""}


def faults_after(check):
    checking.faults.clear()
    check()
    return list(checking.faults)


class Sources(unittest.TestCase):
    def faults(self, **cells):
        return list(check_sources.faults_of({**SOURCE, **cells}))

    def test_a_document_with_its_address_and_day_of_reading_passes(self):
        self.assertEqual(self.faults(), [])
        self.assertEqual(self.faults(url="https://example.org/?lang=en&doc=7"), [])

    def test_a_home_page_is_no_source(self):
        for url in ("https://example.org", "https://example.org/", "https://example.org/en", "https://example.org/eng/", "http://a.b/en/index.html"):
            self.assertTrue(self.faults(url=url), url)

    def test_what_is_missing_is_told(self):
        for column in ("title", "publisher", "licence", "accessed", "url"):
            self.assertTrue(self.faults(**{column: ""}), column)
        self.assertEqual(self.faults(url="", note="no address: read in a copy"), [])
        self.assertTrue(self.faults(accessed="27 November"))

    def test_packages_are_told_by_their_version(self):
        self.assertEqual(self.faults(kind="package", accessed="", url="", version="1.2"), [])


class Pack(unittest.TestCase):
    def test_each_file_has_the_size_and_hash_that_the_package_states(self):
        for resource in json.loads((Path(WORLD) / "datapackage.json").read_text())["resources"]:
            data = (Path(WORLD) / resource["path"]).read_bytes()
            self.assertEqual((resource["bytes"], resource["hash"]), (len(data), "sha256:" + hashlib.sha256(data).hexdigest()), resource["path"])

    def test_parameters_are_the_authored_ones(self):
        self.assertEqual((Path(WORLD) / "parameters.toml").read_bytes(), (AUTHORED / "parameters.toml").read_bytes())


class Records(unittest.TestCase):
    def setUp(self):
        checking.faults.clear()
        self.tables = {name: check_authored.read(name) for name in check_authored.TABLES}

    def test_the_tables_pass(self):
        faults, counts = check_authored.main(WORLD)
        self.assertEqual(faults, [])
        self.assertTrue(all(counts.values()))

    def test_a_pledge_that_the_packs_own_figures_have_reached_says_so(self):
        pledges = copy.deepcopy([row for row in self.tables["pledges"] if row["pledge_id"] == "rus_chn_200bn_2024"])
        trade = check_records.trade_of_pairs(self.tables["customs"], [])
        self.assertEqual(faults_after(lambda: check_records.check_pledges(pledges, trade)), [])
        pledges[0].update(reached="open", outcome_usd="", outcome_source="")
        self.assertEqual(len(faults_after(lambda: check_records.check_pledges(pledges, trade))), 1)

    def test_growth_over_a_revised_base_is_marked(self):
        rows = copy.deepcopy(self.tables["customs"])
        revised = next(row for row in rows if row["growth_basis"] == "revised")
        revised["growth_basis"] = "printed"
        self.assertEqual(len(faults_after(lambda: check_records.check_growth(rows))), 1)

    def test_flows_of_a_month_that_stand_turned_round_are_told(self):
        rows = copy.deepcopy(self.tables["partner_trade"])
        month = {row["flow"]: row for row in rows if row["source"] == "masr_chn_rus_2025_09" and row["from_date"] == "2025-09-01"}
        exports, imports = month["exports"], month["imports"]
        exports["value_bn"], imports["value_bn"] = imports["value_bn"], exports["value_bn"]
        self.assertEqual(len(faults_after(lambda: check_records.check_months(rows, self.tables["customs"]))), 2)

    def test_every_pipeline_has_a_way_of_its_goods(self):
        parts, lines = self.tables["pipeline_stops"], self.tables["pipelines"]
        self.assertEqual(faults_after(lambda: check_authored.check_stops(parts, lines)), [])
        for change in ({"goods": "gas"}, {"stops": "SAU:Abqaiq@49.67 25.94+;SAU:Yanbu"}, {"stops": "SAU:Abqaiq@10 20+;port:SAYNB"}, {"pipeline_id": "nowhere"}):
            rows = copy.deepcopy(parts)
            next(row for row in rows if row["pipeline_id"] == "east_west_saudi").update(change)
            self.assertTrue(faults_after(lambda: check_authored.check_stops(rows, lines)), change)

    def test_votes_add_up(self):
        votes = copy.deepcopy(self.tables["un_votes"])
        moved = next(row for row in votes if row["resolution"] == "A/RES/ES-11/6" and row["vote"] == "yes")
        moved["vote"] = "abstain"
        self.assertTrue(faults_after(lambda: check_records.check_votes(votes, self.tables["un_resolutions"])))

    def test_the_bloc_follows_the_signatories(self):
        signed = copy.deepcopy(self.tables["bri_signatories"])
        signed[0]["year"] = "2020"
        self.assertEqual(len(faults_after(lambda: check_records.check_signatories(signed, self.tables["blocs"]))), 1)


if __name__ == "__main__":
    WORLD = sys.argv.pop() if len(sys.argv) > 1 else None
    unittest.main()
