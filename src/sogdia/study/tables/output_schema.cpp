#include "sogdia/study/tables/output_schema.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "sogdia/core/error.h"

namespace sogdia {
namespace {

// Short for the lists below.
OutputColumn text(const char* name, const char* unit, const char* meaning = "") {
  return {name, "text", unit, meaning};
}
OutputColumn number(const char* name, const char* unit, const char* meaning = "") {
  return {name, "number", unit, meaning};
}
OutputColumn integer(const char* name, const char* unit, const char* meaning = "") {
  return {name, "integer", unit, meaning};
}

std::vector<OutputTable> gravity_tables() {
  return {
      {"gravity",
       "A row for each exporter, importer and year of the data that the formulas see.",
       "",
       {text("exporter", "iso3"), text("importer", "iso3"), integer("year", ""),
        number("value_usd", "USD", "goods trade"), number("distance_km", "km", "between the main places"),
        number("hours", "hours", "of the way, mean over places and modes"),
        number("days", "days", "the same"), number("usd_per_tonne", "USD per tonne", "of the way"),
        number("freight", "fraction of value", "the money of the way"),
        number("ad_valorem_cost", "fraction of value", "money and time"),
        integer("contiguous", "0 or 1", "whether the two share a border"),
        text("reported_by", "", "who reported the cell"), text("status", "", "`observed` or `estimated`")}},
      {"coefficients",
       "A row for each estimate and term.",
       "",
       {text("estimate", ""), text("term", ""), number("coefficient", ""), number("std_error", ""),
        number("statistic", "", "coefficient over its error"), number("p", "", "of two sides"),
        number("low", "", "95 % interval"), number("high", "", "95 % interval")}},
      {"measures",
       "The elasticities and values of time that the study asks for.",
       "",
       {text("estimate", ""), text("measure", "", "`elasticity` or `value_of_time`"), number("value", ""),
        number("std_error", ""),
        number("low", "", "95 % interval; empty where Fieller's interval has no end"),
        number("high", "", "likewise"), integer("bounded", "0 or 1", "0 where the interval has no end"),
        integer("observations", ""), integer("separated", "", "observations dropped as separated"),
        text("where", "", "the observations that the estimate takes")}},
      {"published",
       "What others have published, as the study cites it.",
       "",
       {text("measure", ""), text("source", ""), number("low", ""), number("high", "")}},
  };
}

std::vector<OutputTable> run_tables() {
  return {
      {"world",
       "What changes in the world as a whole; the measures are listed below.",
       "",
       {text("measure", "", "what is measured"),
        number("before", "", "hours, fraction of value, USD or ratio"), number("after", "", "likewise"),
        number("change", "fraction", "`after / before - 1`"),
        text("pair", "", "`CHN-KAZ`, for measures of one pair")}},
      {"countries",
       "A row for each country with an economy.",
       "",
       {text("iso3", ""), text("name", ""), text("region", ""),
        number("gdp_usd", "USD", "of the year nearest to the study's that the pack has"),
        number("goods_expenditure_usd", "USD", "spent on goods at home and abroad"),
        number("exports_hat", "ratio", "value of sales abroad, middle elasticity, world income as numeraire"),
        number("imports_hat", "ratio", "value of purchases abroad, likewise"),
        number("welfare_hat_low", "ratio", "real income spent on goods, at the low trade elasticity"),
        number("welfare_hat_mid", "ratio", "at the middle one"),
        number("welfare_hat_high", "ratio", "at the high one"),
        number("real_income_usd_mid", "USD", "(`welfare_hat_mid` - 1) times goods expenditure"),
        number("mean_cost_before", "fraction of value",
               "freight cost to and from partners, weighted by base trade"),
        number("mean_cost_after", "fraction of value", "the same with the same weights"),
        number("mean_hours_before", "hours", "time to and from partners, weighted by base trade"),
        number("mean_hours_after", "hours", "the same with the same weights"),
        number("stranded_usd", "USD",
               "exports of crude oil, its products and gas that lose their last way, at base trade"),
        number("dues_change_usd", "USD", "change of the dues of canals in its waters, at base trade"),
        integer("bri_signatory", "0 or 1",
                "joined the Belt and Road by the study's year and not withdrawn; China is 1")}},
      {"pairs",
       "Every exporter and importer.",
       "",
       {text("exporter", "iso3"), text("importer", "iso3"),
        number("cost_before", "fraction of value", "freight cost between the two; empty without a way"),
        number("cost_after", "fraction of value", "likewise"),
        number("hours_before", "hours", "mean time over places and modes"),
        number("hours_after", "hours", "likewise"),
        number("kappa_hat", "ratio",
               "trade cost, freight and policies, middle elasticity; `inf` where trade stops"),
        number("trade_before_usd", "USD", "goods trade"),
        number("trade_after_usd", "USD", "goods trade at the middle elasticity")}},
      {"corridors",
       "The named corridors, travelled stop by stop, each leg by its own mode.",
       "",
       {text("corridor_id", ""), text("name", ""), text("from", "node id", "first stop"),
        text("to", "node id", "last stop"), text("family", "", "mode with the most kilometres"),
        number("hours_before", "hours", "empty where a leg has no way"), number("hours_after", "hours"),
        number("usd_before", "USD per tonne"), number("usd_after", "USD per tonne"),
        number("km_before", "km"), number("km_after", "km"),
        text("borders", "", "crossed on the way in the scenario, `;` between them")}},
      {"corridor_paths",
       "The links of the corridors' ways.",
       "",
       {text("corridor_id", ""), text("family", "", "of the leg"), text("state", "", "`before` or `after`"),
        integer("seq", "", "from 1"), text("link_id", "")}},
      {"projects",
       "The pack's projects.",
       "projects",
       {integer("links", "", "links that the project changes; 0 for one without an effect entered"),
        integer("in_base", "0 or 1", "whether it stands in the base"),
        integer("in_scenario", "0 or 1", "whether it stands in the scenario")}},
      {"dependence",
       "`a` on `b`, both directions of each of the study's pairs, for each year of the trade table.",
       "",
       {text("a", ""),
        text("b", ""),
        integer("year", ""),
        number("export_share", "fraction", "of `a`'s exports that go to `b`"),
        number("import_share", "fraction", "of `a`'s imports that come from `b`"),
        number("exports_over_gdp", "fraction", "`a`'s exports to `b` over `a`'s GDP"),
        number("imports_over_gdp", "fraction", "`a`'s imports from `b` over `a`'s GDP"),
        number(
            "cutoff_low", "log points",
            "real expenditure on goods lost without `b`'s goods, closed form, in the long run: the smallest "
            "loss"),
        number("cutoff_mid", "log points", "in the medium run"),
        number("cutoff_high", "log points", "in the short run: the largest loss"),
        number("ge_low", "fraction",
               "real income lost in equilibrium when the two stop trading, in the long run; the study's year "
               "only"),
        number("ge_mid", "fraction", "in the medium run"),
        number("ge_high", "fraction", "in the short run"),
        number(
            "loss_ratio_low", "ratio",
            "the least that `a`'s loss over `b`'s may be, over the horizons and the intervals of the flows"),
        number(
            "loss_ratio_mid", "ratio",
            "how many times as much `a` loses as `b`, in the medium run; in equilibrium, else closed form"),
        number("loss_ratio_high", "ratio", "the most that it may be"),
        number("over_other_buyers", "fraction",
               "`a`'s exports to `b` over what all others import: the rise of their imports that would take "
               "them"),
        number("over_other_sellers", "fraction", "`a`'s imports from `b` over what all others export"),
        number("exports_replaced", "fraction",
               "of the exports to `b` that a cut ends, what third countries take instead, in equilibrium, "
               "medium run"),
        number("imports_replaced", "fraction",
               "of the imports from `b`, what third countries deliver instead"),
        number("hhi_exports", "0 to 1", "sum of squared shares of `a`'s buyers"),
        number("hhi_imports", "0 to 1", "sum of squared shares of `a`'s suppliers"),
        number("exports_usd", "USD", "`a` to `b`, as the trade table has it"),
        number("exports_factor", "factor", "80 % interval: divided by it to times it"),
        text("exports_reported_by", "", "who reports it, as in the trade table"),
        number("imports_usd", "USD", "`b` to `a`"),
        number("imports_factor", "factor"),
        text("imports_reported_by", "")}},
      {"partners",
       "Partners of the sides of the study's pairs and of its countries, largest first. A bloc that a side "
       "is paired with has a row beside its members'.",
       "",
       {text("iso3", "", "or a bloc's id"), text("flow", "", "`exports` or `imports`"),
        text("partner", "iso3", "or a bloc's id"), number("share", "fraction", "of the flow"),
        number("value_usd", "USD"), integer("year", ""),
        text("reported_by", "", "as in the trade table: both, exporter, importer, mirror, embargo or none"),
        number("interval_factor", "factor", "80 % interval: value_usd divided by it to value_usd times it")}},
      {"route_exposure",
       "Trade of each of the study's pairs through each passage, by value, on the base; passages that none "
       "of it "
       "uses are left out.",
       "",
       {text("a", ""), text("b", ""), text("passage", "", "id"), text("name", ""),
        number("usd", "USD", "both ways, through it"),
        number("export_share", "fraction", "of `a`'s exports to `b`"),
        number("import_share", "fraction", "of `a`'s imports from `b`"),
        number("share", "fraction", "of both"),
        number("lose_mode", "fraction", "of both: through it, and no other way by its mode"),
        number("no_way", "fraction", "of both: through it, and no other way at all"),
        number("detour_days", "days", "mean of what goes through it and has another way")}},
      {"alignment",
       "Trade of each country of the study's pairs with the groups of each vote in the General Assembly and "
       "with "
       "each bloc, in each year of the trade table; the groups are the same in all years.",
       "",
       {text("a", ""), text("kind", "", "`vote` or `bloc`"), text("of", "", "the resolution or the bloc"),
        text("name", ""), integer("year", "", "of the trade"),
        text("own", "", "how `a` voted, or `members`; empty where neither is known"),
        text("group", "", "`yes`, `abstain`, `no`, `absent`, `not recorded`; or `members`, `others`"),
        integer("countries", "", "in the group, without `a`"), number("exports_usd", "USD"),
        number("imports_usd", "USD"),
        number("export_share", "fraction", "of `a`'s exports; 1 less it is left if the group turns away"),
        number("import_share", "fraction"),
        number("cutoff_low", "log points",
               "real expenditure on goods lost without the group's goods, closed form, long run"),
        number("cutoff_mid", "log points", "medium run"), number("cutoff_high", "log points", "short run")}},
      {"seen",
       "How trade was seen to change between those whom the study's sanctions and tariffs part, and with "
       "third "
       "countries, beside what is computed.",
       "",
       {text("exporter", "iso3", "or a bloc"), text("importer", "iso3", "or a bloc"),
        integer("from_year", ""), integer("to_year", ""),
        number("value_from", "in `currency`", "empty where it is not printed"),
        number("value_to", "in `currency`"), text("currency", "", "`USD` or `EUR`"),
        number("seen_change", "fraction", "from the one year to the other, prices and all"),
        number("computed_low", "fraction", "change in the run, low elasticity"),
        number("computed_mid", "fraction", "middle"), number("computed_high", "fraction", "high"),
        integer("policy", "0 or 1", "1 where the study itself changes trade costs between the two"),
        text("note", ""), text("source", "", "key of the pack's sources")}},
      {"energy",
       "Fuels, ores and metals between the two of each of the study's pairs, 1995 to 2024 (BACI).",
       "",
       {text("exporter", "iso3"), text("importer", "iso3"),
        text("goods", "", "`crude`, `gas`, `coal`, `copper` ..."), integer("year", ""),
        number("value_usd", "USD", "empty where customs hide the origin"), number("tonnes", "tonnes"),
        text("fault", "", "what is wrong with the figure, `;` between")}},
      {"pair_routes",
       "Ways in the scenario between the main places of the study's pairs: the largest, and further ones at "
       "least 1,500 km from those already taken.",
       "",
       {text("a", "iso3"), text("b", "iso3"), text("from", "node id"), text("to", "node id"),
        text("family", "", "`sea`, `rail`, `road` or `air`"),
        number("share", "fraction", "of the value of what the two trade, by class of goods"),
        number("share_tonnes", "fraction", "of its weight"), number("hours", "hours", "door to door"),
        number("usd_per_tonne", "USD per tonne", "door to door"), number("km", "km"),
        text("borders", "", "in the order of travel, `;` between them"), text("gauge_breaks", "", "likewise"),
        text("passages", "", "likewise")}},
      {"pair_paths",
       "The links of those ways.",
       "",
       {text("a", "iso3"), text("b", "iso3"), text("from", "node id"), text("to", "node id"),
        text("family", ""), integer("seq", "", "from 1"), text("link_id", "")}},
      {"link_flows",
       "Trade along each link that some goes along, both directions together. The goods of a pair of "
       "countries "
       "are spread over their places by population and over the mode families by the choice's shares; within "
       "a family they go by the one way of least cost. Computed, not counted on the spot.",
       "",
       {text("link_id", ""), text("mode", ""), text("goods", "", "the sector that ways were found for"),
        number("usd_before", "USD", "trade of the base's year"),
        number("usd_after", "USD", "of the scenario"),
        number("tonnes_before", "tonnes", "by class of goods; of a sector at its value per tonne"),
        number("tonnes_after", "tonnes")}},
      {"passage_flows",
       "Trade through each strait, canal and pipeline that some goes through, from `link_flows`, whether it "
       "can "
       "take that, and what canals take for it: "
       "the tonnes times the dues of `passages`. Goods income of the owner does not count them.",
       "",
       {text("passage", ""), text("kind", "", "`passage` or `pipeline`"), text("name", ""),
        text("iso3", "", "the country that may shut it; empty for nobody's"), number("usd_before", "USD"),
        number("usd_after", "USD"),
        number("tonnes_before", "tonnes", "of a pipeline those of its fullest link"),
        number("tonnes_after", "tonnes"),
        number("capacity_tonnes", "tonnes",
               "a pipeline's capacity, a passage's `headroom` times what it takes before; not below that. "
               "Empty where "
               "it is not known"),
        number("overfull", "", "1 = more than the capacity after"), number("dues_before_usd", "USD"),
        number("dues_after_usd", "USD")}},
      {"unreachable",
       "Pairs without a way.",
       "",
       {text("exporter", "iso3"), text("importer", "iso3"),
        text("state", "", "`before`, `after` or `both`")}},
      {"model",
       "What the model was computed with, a row each for `theta`, `value_of_time` and `pass_through`.",
       "",
       {text(
            "key", "",
            "`theta`: trade elasticity; `value_of_time`: fraction of the goods' value a day; `pass_through`"),
        number("value", "", "as used; of theta the middle one"),
        number("std_error", "", "of [an estimate](study.md#figures-of-an-estimate); empty otherwise"),
        number("low", "", "theta low as used; of an estimated value of time its interval"),
        number("high", "", "likewise"),
        text("estimate", "", "formula or name of the estimate; empty for none"),
        text("term", "", "whose coefficient it is"), text("file", "", "where the estimate was read")}},
      {"customs", "The pack's rows that name both countries of one of the study's pairs.", "customs", {}},
      {"pledges", "Likewise.", "pledges", {}},
      {"events", "Likewise.", "events", {}},
  };
}

const char* type_of(const Column& column) {
  static constexpr std::array<const char*, 3> kTypes{"number", "integer", "text"};
  return kTypes[column.data.index()];
}

// What is wrong with the table, empty where it is as it should be. The pack's columns come first, whatever
// they are.
std::string fault(const Table& table, const OutputTable& expected) {
  const std::size_t before =
      table.columns.size() < expected.columns.size() ? 0 : table.columns.size() - expected.columns.size();
  if (table.columns.size() < expected.columns.size() || (before > 0 && expected.pack_table.empty()))
    return fmt::format("it has {} columns and not {}", table.columns.size(), expected.columns.size());
  for (std::size_t k = 0; k < expected.columns.size(); ++k) {
    const Column& column = table.columns[before + k];
    const OutputColumn& wanted = expected.columns[k];
    if (column.name != wanted.name)
      return fmt::format("column {} is `{}` and not `{}`", before + k + 1, column.name, wanted.name);
    if (type_of(column) != wanted.type)
      return fmt::format("`{}` is {} and not {}", column.name, type_of(column), wanted.type);
  }
  return "";
}

}  // namespace

const std::vector<OutputTable>& run_schema() {
  static const std::vector<OutputTable> schema = run_tables();
  return schema;
}

const std::vector<OutputTable>& gravity_run_schema() {
  static const std::vector<OutputTable> schema = gravity_tables();
  return schema;
}

void require_schema(const Table& table, const std::vector<OutputTable>& schema) {
  const auto found = std::find_if(schema.begin(), schema.end(),
                                  [&](const OutputTable& known) { return known.name == table.name; });
  const std::string wrong = found == schema.end() ? "no such table is known" : fault(table, *found);
  if (!wrong.empty())
    throw Error(fmt::format("the table `{}` is not what the schema says: {}", table.name, wrong), "",
                "`sogdia data schema` prints it; this is a fault of Sogdia, please report it");
}

std::string description(const std::vector<OutputTable>& schema, const std::string& table,
                        const std::string& column) {
  for (const auto& known : schema) {
    if (known.name != table) continue;
    if (column.empty()) return known.meaning;
    for (const auto& each : known.columns) {
      if (each.name == column)
        return each.unit.empty() || each.meaning.empty() ? each.unit + each.meaning
                                                         : each.unit + "; " + each.meaning;
    }
  }
  return "";
}

std::string schema_markdown(const OutputTable& table) {
  std::string out = fmt::format("### {}\n\n{}", table.name, table.meaning);
  if (!table.pack_table.empty())
    out += fmt::format(" The columns of the pack's table `{}` ([data](data.md)){}", table.pack_table,
                       table.columns.empty() ? "." : " and");
  out += "\n\n";
  if (table.columns.empty()) return out;
  out += "| column | type | unit | meaning |\n|---|---|---|---|\n";
  for (const auto& column : table.columns)
    out += fmt::format("| `{}` | {} | {} | {} |\n", column.name, column.type, column.unit, column.meaning);
  return out + "\n";
}

}  // namespace sogdia
