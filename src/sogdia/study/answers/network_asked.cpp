#include "sogdia/study/answers/network_asked.h"

#include <algorithm>

#include "sogdia/core/names.h"
#include "sogdia/network/change.h"
#include "sogdia/network/target.h"
#include "sogdia/study/asked/study.h"
#include "sogdia/study/pipeline/base.h"
#include "sogdia/study/places/target_words.h"
#include "sogdia/study/world/country.h"

namespace sogdia {

namespace {

// Passages of the targets that no ship goes through as it is: closing them is no change, and no mistake.
void drop_closed_passages(const Network& network, const LinkCosts& costs, Site& site,
                          std::vector<std::string>& notes) {
  std::erase_if(site.targets, [&](const std::string& id) {
    if (target_kind(id, "") != TargetKind::passage) return false;
    const auto links = target_links(network, costs, id, "", {}, "");
    const bool shut = std::none_of(links.begin(), links.end(), [&](std::size_t l) { return costs.open(l); });
    if (shut) notes.push_back("`" + id + "` is closed as it is");
    return shut;
  });
}

// What is avoided, as words that can be closed: a country is all of its borders.
std::string as_closed(const World& world, const std::string& words) {
  return names_countries(world, words) ? "border:" + words : words;
}

}  // namespace

NetworkFound find_network(const World& world, const NetworkAsked& asked, std::vector<std::string>& notes) {
  Built built = base_network(world, asked.projects, asked.dashes + "projects");
  Network& network = built.network;
  LinkCosts& base = built.costs;
  const Gazetteer gazetteer(world, network);
  LinkCosts after = base;
  const auto change = [&](auto kind, const std::string& words, const char* option) {
    const std::string where = asked.dashes + option;
    kind.site.words = words;
    kind.site.targets = find_targets(world, network, gazetteer, kind, words, Study().base.year, where, notes);
    if (std::holds_alternative<Close>(NetworkChange(kind)))
      drop_closed_passages(network, after, kind.site, notes);
    if (kind.site.targets.empty()) return;
    const Change one{words, NetworkChange(std::move(kind)), where};
    after = apply_changes(network, after, {"", {one}}, world.records.works).costs;
  };
  for (const auto& words : asked.close) change(Close{}, words, "close");
  for (const auto& words : asked.avoid) {
    for (const auto& word : split_list(words, ',')) change(Close{}, as_closed(world, word), "avoid");
  }
  for (const auto& words : asked.open) change(Open{}, words, "open");
  return {std::move(network), std::move(base), std::move(after)};
}

}  // namespace sogdia
