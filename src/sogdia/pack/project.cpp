#include "sogdia/pack/project.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "sogdia/core/error.h"
#include "sogdia/pack/columns.h"

namespace sogdia {
namespace {

LinkEffect effect_of(const std::string& word, const std::string& where) {
  if (word == "build") return LinkEffect::build;
  if (word == "upgrade") return LinkEffect::upgrade;
  if (word == "terminal") return LinkEffect::terminal;
  if (word == "crossing") return LinkEffect::crossing;
  throw Error(fmt::format("unknown effect `{}`", word), where, "one of build, upgrade, terminal, crossing");
}

}  // namespace

std::vector<Project> read_projects(const Table& table) {
  const TextColumn id(table, "project_id"), name(table, "name", Need::kOptional),
      iso3(table, "iso3", Need::kOptional), status(table, "project_status");
  return records_of(table, [&](std::size_t row) {
    return Project{id[row], name[row], iso3[row], status[row]};
  });
}

std::vector<ProjectLink> read_project_links(const Table& table) {
  const TextColumn project(table, "project_id"), link(table, "link_id"), effect(table, "effect");
  const NumberColumn hours(table, "hours_scale"), usd(table, "usd_scale");
  const auto scale = [](double value) { return std::isnan(value) ? 1.0 : value; };
  return records_of(table, [&](std::size_t row) {
    std::string where = table.place(row);
    const LinkEffect does = effect_of(effect[row], where);
    return ProjectLink{project[row], link[row], does, scale(hours[row]), scale(usd[row]), std::move(where)};
  });
}

std::vector<Corridor> read_corridors(const Table& table) {
  const TextColumn id(table, "corridor_id"), name(table, "name"), node(table, "node"),
      mode(table, "mode_to_next");
  const NumberColumn seq(table, "seq");
  std::vector<std::size_t> order(table.rows());
  for (std::size_t row = 0; row < order.size(); ++row) order[row] = row;
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return seq[a] < seq[b]; });
  // Corridors in the table's order, the stops of each in theirs.
  std::vector<Corridor> corridors;
  const auto corridor = [&](const std::string& wanted) {
    return std::find_if(corridors.begin(), corridors.end(),
                        [&](const Corridor& each) { return each.id == wanted; });
  };
  for (std::size_t row = 0; row < table.rows(); ++row) {
    if (corridor(id[row]) == corridors.end()) corridors.push_back({id[row], name[row], {}});
  }
  for (const std::size_t row : order) corridor(id[row])->stops.push_back({node[row], mode[row]});
  return corridors;
}

}  // namespace sogdia
