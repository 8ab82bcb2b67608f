#include "info/pair_info.h"

#include <fmt/format.h>

#include <cmath>
#include <map>

#include "depend/depend_parts.h"
#include "sogdia/pack/columns.h"
#include "sogdia/study/world/country.h"
#include "sogdia/study/world/energy.h"
#include "sogdia/study/world/trade_cell.h"
#include "terminal.h"

namespace sogdia::tool {
namespace {

std::vector<std::pair<std::string, std::string>> ways(const std::string& a, const std::string& b) {
  return {{a, b}, {b, a}};
}

void add_number(Json& out, const char* key, double value) {
  if (std::isfinite(value)) out[key] = value;
}

Json cell_json(const World& world, const TradeCell& cell) {
  Json out = {
      {"exporter", cell.exporter}, {"importer", cell.importer}, {"year", cell.year}, {"value_usd", cell.usd}};
  if (std::isfinite(cell.factor)) out["interval_80"] = {cell.low(), cell.high()};
  out["reported_by"] = cell.reported_by;
  add_number(out, "exporter_usd", cell.exporter_usd);
  add_number(out, "importer_usd", cell.importer_usd);
  out["source"] = TextColumn(world.table("trade"), "source", Need::kOptional)[cell.row];
  return out;
}

// Rows of a table whose two named columns hold the pair, either way round.
Json rows_between(const World& world, const char* name, const char* first, const char* second,
                  const std::string& a, const std::string& b) {
  Json out = Json::array();
  if (const Table* table = world.find(name)) {
    for (const auto& [from, to] : ways(a, b))
      for (const auto row : rows_with(*table, first, from))
        if (table->text(second)[row] == to) out.push_back(row_json(*table, row));
  }
  return out;
}

// Fuels, ores and metals of one direction by goods and year.
struct Flow {
  double usd = 0, tonnes = 0;
  bool hidden = false;
  std::string fault;
};
using Flows = std::map<std::string, std::map<int, Flow>>;

Flows flows_of(const World& world, const std::string& from, const std::string& to) {
  Flows flows;
  for (const auto& cell : energy_cells(world, {from, to, "", 0})) {
    Flow& flow = flows[cell.goods][cell.year];
    if (std::isfinite(cell.usd)) {
      flow.usd += cell.usd;
      flow.tonnes += cell.tonnes;
    } else {
      flow.hidden = true;
    }
    if (!cell.fault.empty() && flow.fault.find(cell.fault) == std::string::npos)
      flow.fault += (flow.fault.empty() ? "" : ";") + cell.fault;
  }
  return flows;
}

Json energy_json(const World& world, const std::string& a, const std::string& b) {
  Json out = Json::array();
  for (const auto& [from, to] : ways(a, b)) {
    for (const auto& cell : energy_cells(world, {from, to, "", 0})) {
      Json row = {{"exporter", from},
                  {"importer", to},
                  {"code", cell.code},
                  {"goods", cell.goods},
                  {"year", cell.year}};
      add_number(row, "value_usd", cell.usd);
      add_number(row, "tonnes", cell.tonnes);
      if (!cell.fault.empty()) row["fault"] = cell.fault;
      out.push_back(row);
    }
  }
  return out;
}

std::string bn(double usd) { return std::isfinite(usd) ? fmt::format("{:.2f}", usd / 1e9) : ""; }

constexpr int kYearsShown = 10;  // the rest is in --json

// Two lines for each kind of goods and direction, value and tonnes, over the last years.
void add_energy_rows(const World& world, const std::string& from, const std::string& to, int last,
                     std::vector<std::vector<std::string>>& rows, std::vector<std::string>& notes) {
  constexpr double kWorthALine = 1e8;  // USD in some year
  for (const auto& [goods, years] : flows_of(world, from, to)) {
    double most = 0;
    bool hidden = false;
    for (const auto& [year, flow] : years) {
      most = std::max(most, year > last - kYearsShown ? flow.usd : 0.0);
      hidden = hidden || flow.hidden;
    }
    if (hidden)
      notes.push_back(
          fmt::format("{} to {}, {}: customs hide this origin in some years; no figure there is not zero",
                      country_name(world, from), country_name(world, to), goods));
    if (most < kWorthALine && !hidden) continue;
    std::vector<std::string> value{fmt::format("{} to {}", from, to), goods, "bn USD"},
        tonnes{"", "", "tonnes"};
    for (int year = last - kYearsShown + 1; year <= last; ++year) {
      const auto found = years.find(year);
      const bool none = found == years.end();
      const bool no_figure = !none && found->second.hidden && found->second.usd == 0;
      value.push_back(none ? "" : no_figure ? "hidden" : bn(found->second.usd));
      const bool wrong = !none && found->second.fault.find("tonnes") != std::string::npos;
      tonnes.push_back(none || no_figure || !std::isfinite(found->second.tonnes)
                           ? ""
                           : tonnes_text(found->second.tonnes) + (wrong ? "?" : ""));
    }
    rows.push_back(value);
    rows.push_back(tonnes);
  }
}

int last_year(const World& world, const std::string& a, const std::string& b) {
  int last = 0;
  for (const auto& [from, to] : ways(a, b))
    for (const auto& cell : energy_cells(world, {from, to, "", 0})) last = std::max(last, cell.year);
  return last;
}

}  // namespace

Json pair_info(const World& world, const std::string& a, const std::string& b) {
  Json out = {{"a", a}, {"b", b}};
  out["trade"] = Json::array();
  for (const auto& [from, to] : ways(a, b))
    for (const int year : trade_years(world))
      if (const auto cell = trade_cell(world, from, to, year))
        out["trade"].push_back(cell_json(world, *cell));
  out["printed"] = rows_between(world, "flows_printed", "reporter", "partner", a, b);
  out["embargoes"] = rows_between(world, "embargoes", "exporter", "importer", a, b);
  out["conventions"] = Json::array();
  for (const auto& country : {a, b})
    for (auto& row : rows_json(world, "trade_conventions", "iso3", country))
      out["conventions"].push_back(row);
  out["energy"] = energy_json(world, a, b);
  return out;
}

std::string pair_text(const World& world, const std::string& a, const std::string& b,
                      std::vector<std::string>& notes) {
  std::string out = fmt::format("{} and {}\n", country_name(world, a), country_name(world, b));
  std::vector<std::vector<std::string>> rows;
  for (const auto& [from, to] : ways(a, b)) {
    for (const int year : trade_years(world)) {
      const auto cell = trade_cell(world, from, to, year);
      const std::string way = fmt::format("{} to {}", from, to);
      if (!cell) {
        rows.push_back({way, std::to_string(year), "none", "", "", "", ""});
        continue;
      }
      const bool known = std::isfinite(cell->factor);
      rows.push_back({way, std::to_string(year), bn(cell->usd),
                      known ? fmt::format("{} to {}", bn(cell->low()), bn(cell->high())) : "",
                      bn(cell->exporter_usd), bn(cell->importer_usd), class_words(cell->reported_by)});
    }
  }
  out += "\nbn USD, goods\n" + aligned({"", "year", "trade", "80 % interval", "by the exporter",
                                        "by the importer", "who reports it"},
                                       rows, {false, true, true, true, true, true, false});
  std::vector<std::vector<std::string>> printed;
  for (const auto& row : rows_between(world, "flows_printed", "reporter", "partner", a, b))
    printed.push_back({row["reporter"], row["flow"], std::to_string(row["year"].get<long>()),
                       bn(row["value_usd"].get<double>()), row["valuation"], row["source"]});
  if (!printed.empty())
    out += "\nas customs printed it, bn USD\n" +
           aligned({"reporter", "flow", "year", "value", "valued", "source"}, printed,
                   {false, false, true, true, false, false});
  for (const auto& row : rows_between(world, "embargoes", "exporter", "importer", a, b))
    notes.push_back(fmt::format("{} to {} is under an embargo since {}: {}",
                                row["exporter"].get<std::string>(), row["importer"].get<std::string>(),
                                row["from_year"].get<long>(), row["note"].get<std::string>()));
  for (const auto& country : {a, b})
    for (const auto& row : rows_json(world, "trade_conventions", "iso3", country))
      notes.push_back(fmt::format("{} books imports by {}, exports by {}, {}: {}",
                                  country_name(world, country), row["imports"].get<std::string>(),
                                  row["exports"].get<std::string>(), row["gross"].get<std::string>(),
                                  row["note"].get<std::string>()));
  const int last = last_year(world, a, b);
  std::vector<std::vector<std::string>> energy;
  for (const auto& [from, to] : ways(a, b)) add_energy_rows(world, from, to, last, energy, notes);
  if (!energy.empty()) {
    std::vector<std::string> head{"", "goods", ""};
    std::vector<bool> right{false, false, false};
    for (int year = last - kYearsShown + 1; year <= last; ++year)
      head.push_back(std::to_string(year)), right.push_back(true);
    out += "\nfuels, ores and metals (BACI); a question mark: tonnes that cannot be right\n" +
           aligned(head, energy, right);
    notes.push_back("--json has every year from 1995 and every commodity");
  }
  return out;
}

}  // namespace sogdia::tool
