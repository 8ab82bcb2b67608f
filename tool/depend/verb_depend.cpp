#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "depend/depend_goods.h"
#include "depend/depend_more.h"
#include "outputs.h"
#include "sogdia/core/error.h"
#include "sogdia/io/json_text.h"
#include "sogdia/io/table_io.h"
#include "sogdia/sql/table_files.h"
#include "sogdia/study/world/country.h"
#include "terminal.h"

namespace sogdia::tool {
namespace {

// Who loses more when the two are cut apart, and how many times as much.
std::string comparison(const LossRatio& ratio, const std::string& a, const std::string& b) {
  if (!std::isfinite(ratio.mid)) return "";
  const bool b_more = ratio.mid >= 1;
  const double mid = b_more ? ratio.mid : 1 / ratio.mid;
  std::string range;
  if (std::isfinite(ratio.low))
    range = fmt::format(" ({:.1f} to {:.1f}, over the horizons and the intervals of the two flows)",
                        b_more ? ratio.low : 1 / ratio.high, b_more ? ratio.high : 1 / ratio.low);
  return fmt::format("\nCut apart, {} loses {:.1f} times the share of its real income that {} does{}\n",
                     b_more ? b : a, mid, b_more ? a : b, range);
}

std::string flow_line(const PartyFlow& flow, const std::string& from, const std::string& to) {
  const std::string classes = classes_text(flow);
  return fmt::format("\n{} to {}: {} USD{}", from, to, flow_text(flow),
                     classes.empty() ? "" : ", reported by " + classes);
}

Json year_json(const PairYear& pair) {
  return {{"year", pair.year},
          {"a_on_b", side_json(pair.found.a_on_b, false)},
          {"b_on_a", side_json(pair.found.b_on_a, false)},
          {"loss_ratio", ratio_json(pair.found.loss_ratio)},
          {"trade", {{"a_to_b", flow_json(pair.a_to_b)}, {"b_to_a", flow_json(pair.b_to_a)}}}};
}

Json pair_json(const Depended& asked) {
  const PairYear& pair = asked.found[0];
  Json out = {{"a", asked.parties[0].id},
              {"b", asked.parties[1].id},
              {"year", asked.year},
              {"a_on_b", side_json(pair.found.a_on_b, true)},
              {"b_on_a", side_json(pair.found.b_on_a, true)},
              {"loss_ratio", ratio_json(pair.found.loss_ratio)},
              {"trade_elasticity", horizons_json(asked.horizons)},
              {"trade", {{"a_to_b", flow_json(pair.a_to_b)}, {"b_to_a", flow_json(pair.b_to_a)}}}};
  out["other_years"] = Json::array();
  for (const auto& other : asked.other_years) out["other_years"].push_back(year_json(other));
  return out;
}

// Both sides' shares and losses in every year of the trade table.
std::string years_text(const Depended& asked) {
  if (asked.other_years.empty()) return "";
  std::vector<const PairYear*> years{&asked.found[0]};
  for (const auto& other : asked.other_years) years.push_back(&other);
  std::sort(years.begin(), years.end(),
            [](const PairYear* x, const PairYear* y) { return x->year < y->year; });
  std::vector<std::vector<std::string>> rows;
  for (const bool first : {true, false}) {
    for (const PairYear* pair : years) {
      const OneSided& side = first ? pair->found.a_on_b : pair->found.b_on_a;
      const Party &on = asked.parties[first ? 0 : 1], &of = asked.parties[first ? 1 : 0];
      rows.push_back({pair == years.front() ? on.name + " on " + of.name : "", std::to_string(pair->year),
                      per_cent(side.export_share), per_cent(side.import_share),
                      losses_text(side.cutoff, true)});
    }
  }
  return "\n" + aligned({"", "year", "of its exports", "of its imports", "loss if cut, closed form"}, rows,
                        {false, true, true, true, true});
}

std::string pair_text(const Depended& asked) {
  const Party &a = asked.parties[0], &b = asked.parties[1];
  const PairYear& pair = asked.found[0];
  const OneSided &x = pair.found.a_on_b, &y = pair.found.b_on_a;
  const auto count = [](double partners) { return fmt::format("{:.1f}", partners); };
  return fmt::format("{} and {}, {}\n\n", a.name, b.name, asked.year) +
         aligned(
             {"", a.name + " on " + b.name, b.name + " on " + a.name},
             {{"share of its exports", per_cent(x.export_share), per_cent(y.export_share)},
              {"share of its imports", per_cent(x.import_share), per_cent(y.import_share)},
              {"exports over GDP", per_cent(x.exports_over_gdp), per_cent(y.exports_over_gdp)},
              {"imports over GDP", per_cent(x.imports_over_gdp), per_cent(y.imports_over_gdp)},
              {"loss if cut, closed form", losses_text(x.cutoff, true), losses_text(y.cutoff, true)},
              {"loss if cut, in equilibrium", losses_text(x.ge, false), losses_text(y.ge, false)},
              {"exports over what others buy", per_cent(x.over_other_buyers), per_cent(y.over_other_buyers)},
              {"exports that others would take", per_cent(x.exports_replaced), per_cent(y.exports_replaced)},
              {"imports over what others sell", per_cent(x.over_other_sellers),
               per_cent(y.over_other_sellers)},
              {"imports that others would deliver", per_cent(x.imports_replaced),
               per_cent(y.imports_replaced)},
              {"buyers in effect", count(x.effective_export_partners), count(y.effective_export_partners)},
              {"suppliers in effect", count(x.effective_import_partners),
               count(y.effective_import_partners)}},
             {false, true, true}) +
         comparison(pair.found.loss_ratio, a.name, b.name) + years_text(asked) +
         flow_line(pair.a_to_b, a.name, b.name) + flow_line(pair.b_to_a, b.name, a.name) +
         "\n(of a loss: the medium run, from the long run to the short; of a flow: its 80 % interval)\n";
}

Json openness_json(const Openness& o, const PartyTrade& flows) {
  return {{"exports_usd", o.exports_usd},
          {"imports_usd", o.imports_usd},
          {"exports_over_gdp", o.exports_over_gdp},
          {"imports_over_gdp", o.imports_over_gdp},
          {"home_share", o.home_share},
          {"autarky_loss", losses_json(o.autarky)},
          {"hhi_exports", o.hhi_exports},
          {"hhi_imports", o.hhi_imports},
          {"effective_export_partners", o.effective_export_partners},
          {"effective_import_partners", o.effective_import_partners},
          {"exports", flow_json(flows.exports)},
          {"imports", flow_json(flows.imports)}};
}

Json ranking_json(const Depended& asked) {
  Json out = {{"a", asked.parties[0].id}, {"year", asked.year}, {"partners", Json::array()}};
  for (const auto& pair : asked.found)
    out["partners"].push_back(
        {{"b", pair.found.b},
         {"a_on_b", side_json(pair.found.a_on_b, false)},
         {"b_on_a", side_json(pair.found.b_on_a, false)},
         {"loss_ratio", ratio_json(pair.found.loss_ratio)},
         {"trade", {{"a_to_b", flow_json(pair.a_to_b)}, {"b_to_a", flow_json(pair.b_to_a)}}}});
  out["world"] = openness_json(asked.openness, asked.flows);
  out["trade_elasticity"] = horizons_json(asked.horizons);
  return out;
}

// What one party has with the world, a measure a row.
Table openness_table(const Openness& o, const PartyTrade& flows) {
  std::vector<std::string> measure;
  std::vector<double> value;
  const Json json = openness_json(o, flows).flatten();
  for (const auto& [name, number] : json.items()) {
    if (!number.is_number()) continue;
    std::string words = name.substr(1);
    std::replace(words.begin(), words.end(), '/', '.');
    measure.push_back(words);
    value.push_back(number.get<double>());
  }
  Table table;
  table.name = "world";
  table.add("measure", measure).add("value", value);
  return table;
}

std::vector<ExposureRow> rows_of(const Depended& asked, const std::vector<RouteExposure>& exposure) {
  std::vector<ExposureRow> rows;
  for (const auto& each : exposure)
    rows.push_back({asked.parties[0].id, asked.parties.size() == 2 ? asked.parties[1].id : "", each});
  return rows;
}

// "out.csv" and the part "routes": "out-routes.csv".
std::string part_of(const std::string& out, const std::string& part) {
  if (part.empty()) return out;
  std::filesystem::path path(out);
  path.replace_filename(path.stem().string() + "-" + part + path.extension().string());
  return path.string();
}

// One party against the world, then on every country, from the largest loss to the smallest.
std::string ranking_text(const Common& common, const World& world, const Depended& asked, int most) {
  const auto& found = asked.found;
  const std::size_t shown = most > 0 ? std::min(found.size(), static_cast<std::size_t>(most)) : found.size();
  std::vector<std::vector<std::string>> rows;
  for (std::size_t k = 0; k < shown; ++k) {
    const OneSided &x = found[k].found.a_on_b, &y = found[k].found.b_on_a;
    rows.push_back({fmt::format("{}", k + 1), country_name(world, found[k].found.b), per_cent(x.export_share),
                    per_cent(x.import_share), losses_text(x.cutoff, true), losses_text(y.cutoff, true),
                    classes_text(found[k].b_to_a)});
  }
  if (shown < found.size())
    talk(common, fmt::format("{} of {} countries; --rows 0 shows all", shown, found.size()));
  const Openness& o = asked.openness;
  const std::string& name = asked.parties[0].name;
  return fmt::format(
             "{} and the world, {}\n\nexports {} USD, {} of GDP, {:.1f} buyers in effect; reported by {}\n"
             "imports {} USD, {} of GDP, {:.1f} suppliers in effect; reported by {}\n"
             "without any trade it would lose {}\n\non every country: by its loss if cut off from the "
             "other's "
             "goods\n\n",
             name, asked.year, flow_text(asked.flows.exports), per_cent(o.exports_over_gdp),
             o.effective_export_partners, classes_text(asked.flows.exports), flow_text(asked.flows.imports),
             per_cent(o.imports_over_gdp), o.effective_import_partners, classes_text(asked.flows.imports),
             losses_text(o.autarky, true)) +
         aligned({"", "partner", "of its exports", "of its imports", "its loss", "the other's loss",
                  "imports reported by"},
                 rows, {true, false, true, true, true, true, false});
}

}  // namespace

int verb_depend(const DependArgs& args, const Common& common) {
  if (!args.out.empty() &&
      (args.rank || !args.io.empty() || !args.goods.empty() || !args.sanctioned_by.empty()))
    throw Error("-o writes the tables of a pair or a party", args.out,
                "--rank, --io, --goods and --sanctioned-by print what they find with --json");
  if (!args.io.empty()) return depend_io(args, common);
  const World world = open_world(common);
  if (args.rank) {
    if (!args.a.empty())
      throw Error(fmt::format("--rank is of all countries, and `{}` is named", args.a), "",
                  "leave one of them out");
    return depend_rank(world, args, common);
  }
  if (args.a.empty()) throw Error("nobody is named", "", "depend RUS CHN, depend RUS, or depend --rank");
  if (!args.sanctioned_by.empty()) return depend_diverted(world, args, common);
  const std::vector<int> years = trade_years(world);
  DependArgs of = args;
  if (!args.goods.empty()) return depend_goods(world, of, common);
  if (of.year == 0) of.year = years.back();
  std::vector<std::string> outputs;
  if (!of.out.empty()) {
    outputs = {of.out, part_of(of.out, of.b.empty() ? "world" : "goods")};
    if (of.routes) outputs.push_back(part_of(of.out, "routes"));
    if (of.alignment) outputs.push_back(part_of(of.out, "alignment"));
  }
  require_outputs(outputs, {world.folder});
  const Depended asked = depend(world, {of.a, of.b, of.year, of.theta_low, of.theta_mid, of.theta_high});
  for (const auto& note : notes_of(asked)) talk(common, "note: " + note);
  const Party& a = asked.parties.front();
  const bool pair = asked.parties.size() == 2;
  std::vector<RouteExposure> exposure;
  if (of.routes)
    exposure = route_exposure(world, make_economy(world, asked.year), a.members,
                              pair ? asked.parties[1].members : std::vector<std::string>{}, common.threads,
                              terminal_monitor(common));
  const auto groups = of.alignment ? alignment(world, a) : std::vector<Aligned>{};
  if (!of.out.empty()) {
    std::vector<Direction> rows;
    for (const auto* list : {&asked.found, &asked.other_years})
      for (const auto& each : *list)
        for (auto& row : directions(each)) rows.push_back(std::move(row));
    const auto write = [&](const Table& table, const char* part) {
      write_table(table, part_of(of.out, part));
      talk(common, "wrote " + part_of(of.out, part));
    };
    write(directions_table(rows), "");
    if (pair)
      write(goods_table(world, a, asked.parties[1]), "goods");
    else
      write(openness_table(asked.openness, asked.flows), "world");
    if (of.routes) write(exposure_table(rows_of(asked, exposure)), "routes");
    if (of.alignment) write(alignment_table(groups), "alignment");
  }
  if (common.json) {
    Json out = pair ? pair_json(asked) : ranking_json(asked);
    if (pair) out["goods"] = goods_json(world, a, asked.parties[1]);
    if (of.routes) out["routes"] = exposure_json(exposure);
    if (of.alignment) out["alignment"] = alignment_json(groups);
    print(json_text(out, 2) + "\n");
    return 0;
  }
  print((pair ? pair_text(asked) + goods_text(world, a, asked.parties[1])
              : ranking_text(common, world, asked, of.rows)) +
        (of.routes ? exposure_text(exposure) : "") + (of.alignment ? alignment_text(groups) : ""));
  return 0;
}

}  // namespace sogdia::tool
