#include "sogdia/network/projects.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "sogdia/core/error.h"
#include "sogdia/core/names.h"
#include "sogdia/network/edit.h"

namespace sogdia {
namespace {

std::string cell(const Table& table, std::string_view column, std::size_t row) {
  return cell_text(table.column(column), row);
}

}  // namespace

std::vector<std::string> select_projects(const std::vector<std::string>& words, const ChangeTables& tables,
                                         const std::string& where) {
  std::vector<std::string> ids, status;
  if (tables.projects) {
    for (std::size_t row = 0; row < tables.projects->rows(); ++row) {
      ids.push_back(cell(*tables.projects, "project_id", row));
      status.push_back(cell(*tables.projects, "project_status", row));
    }
  }
  std::vector<bool> chosen(ids.size(), false);
  for (const auto& word : words) {
    if (word == "none") continue;
    const bool planned = word == "planned" || word == "all", open = word == "open" || word == "all";
    bool found = planned || open;
    for (std::size_t k = 0; k < ids.size(); ++k) {
      const bool in_use = status[k] == "open";
      const bool to_come = status[k] == "planned" || status[k] == "construction";
      if (ids[k] == word || (open && in_use) || (planned && to_come)) found = chosen[k] = true;
    }
    if (!found) {
      std::vector<std::string> known{"none", "open", "planned", "all"};
      known.insert(known.end(), ids.begin(), ids.end());
      throw Error(fmt::format("unknown project `{}`", word), where, nearest_hint(word, known));
    }
  }
  std::vector<std::string> out;
  for (std::size_t k = 0; k < ids.size(); ++k) {
    if (chosen[k]) out.push_back(ids[k]);
  }
  return out;
}

bool has_links(const Network& network, const std::string& id, const ChangeTables& tables) {
  if (network.projects.contains(id)) return true;
  if (!tables.project_links) return false;
  const auto& ids = tables.project_links->text("project_id");
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

void build_projects(const Network& network, LinkCosts& costs, const std::vector<std::string>& ids,
                    const ChangeTables& tables) {
  std::set<std::string> fresh;
  for (const auto& id : ids) {
    const auto& built = costs.built_projects;
    if (std::find(built.begin(), built.end(), id) != built.end()) continue;
    fresh.insert(id);
    costs.built_projects.push_back(id);
  }
  for (std::size_t l = 0; l < network.link_count(); ++l) {
    const auto project = network.project[l];
    if (project >= 0 && fresh.contains(network.projects[static_cast<std::size_t>(project)])) {
      open_link(costs, l, kByProject);
    }
  }
  if (!tables.project_links) return;
  const Table& table = *tables.project_links;
  const auto hours = table.numbers("hours_scale"), usd = table.numbers("usd_scale");
  for (std::size_t row = 0; row < table.rows(); ++row) {
    if (!fresh.contains(cell(table, "project_id", row))) continue;
    const std::string id = cell(table, "link_id", row), effect = cell(table, "effect", row);
    const auto link = network.links.find(id);
    if (!link)
      throw Error(fmt::format("unknown link `{}`", id), table.place(row),
                  nearest_hint(id, network.links.labels()));
    const double hours_scale = std::isnan(hours[row]) ? 1.0 : hours[row];
    const double usd_scale = std::isnan(usd[row]) ? 1.0 : usd[row];
    require_scale(hours_scale, "hours_scale", table.place(row));
    require_scale(usd_scale, "usd_scale", table.place(row));
    if (effect == "build" || effect == "upgrade") {
      if (effect == "build") open_link(costs, *link, kByProject);
      scale_moving(costs, *link, hours_scale, usd_scale);
    } else if (effect == "terminal" || effect == "crossing") {
      scale_stop(costs, *link, hours_scale, usd_scale);
    } else {
      throw Error(fmt::format("unknown effect `{}`", effect), table.place(row),
                  "one of build, upgrade, terminal, crossing");
    }
  }
}

}  // namespace sogdia
