#include "sogdia/network/projects.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "sogdia/core/error.h"
#include "sogdia/core/names.h"
#include "sogdia/network/edit.h"

namespace sogdia {
std::vector<std::string> select_projects(const std::vector<std::string>& words, const Works& works,
                                         const std::string& where) {
  std::vector<bool> chosen(works.projects.size(), false);
  for (const auto& word : words) {
    if (word == "none") continue;
    const bool planned = word == "planned" || word == "all", open = word == "open" || word == "all";
    bool found = planned || open;
    for (std::size_t k = 0; k < works.projects.size(); ++k) {
      const auto& [id, name, iso3, status] = works.projects[k];
      const bool to_come = status == "planned" || status == "construction";
      if (id == word || (open && status == "open") || (planned && to_come)) found = chosen[k] = true;
    }
    if (!found) {
      std::vector<std::string> known{"none", "open", "planned", "all"};
      for (const auto& project : works.projects) known.push_back(project.id);
      throw Error(fmt::format("unknown project `{}`", word), where, nearest_hint(word, known));
    }
  }
  std::vector<std::string> out;
  for (std::size_t k = 0; k < chosen.size(); ++k) {
    if (chosen[k]) out.push_back(works.projects[k].id);
  }
  return out;
}

bool has_links(const Network& network, const std::string& id, const Works& works) {
  return network.projects.contains(id) ||
         std::any_of(works.links.begin(), works.links.end(),
                     [&](const ProjectLink& link) { return link.project == id; });
}

void build_projects(const Network& network, LinkCosts& costs, const std::vector<std::string>& ids,
                    const Works& works) {
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
  for (const ProjectLink& does : works.links) {
    if (!fresh.contains(does.project)) continue;
    const auto link = network.links.find(does.link);
    if (!link)
      throw Error(fmt::format("unknown link `{}`", does.link), does.where,
                  nearest_hint(does.link, network.links.labels()));
    require_scale(does.hours_scale, "hours_scale", does.where);
    require_scale(does.usd_scale, "usd_scale", does.where);
    switch (does.effect) {
      case LinkEffect::build:
        open_link(costs, *link, kByProject);
        scale_moving(costs, *link, does.hours_scale, does.usd_scale);
        break;
      case LinkEffect::upgrade:
        scale_moving(costs, *link, does.hours_scale, does.usd_scale);
        break;
      case LinkEffect::terminal:
      case LinkEffect::crossing:
        scale_stop(costs, *link, does.hours_scale, does.usd_scale);
        break;
    }
  }
}

}  // namespace sogdia
