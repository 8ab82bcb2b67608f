#include "sogdia/report/facts/story.h"

#include <fmt/format.h>

#include <algorithm>

#include "sogdia/report/charts/format.h"

namespace sogdia::report {

namespace {

Topic topic_of(const Change& change) {
  return visit_kind(
      Overloaded{[](const Build&) { return Topic::project; }, [](const Upgrade&) { return Topic::project; },
                 [](const Close&) { return Topic::closure; }, [](const Open&) { return Topic::project; },
                 [](const Border&) { return Topic::project; }, [](const Dwell&) { return Topic::project; },
                 [](const Tariff&) { return Topic::tariff; }, [](const Embargo&) { return Topic::sanction; },
                 [](const Sanction&) { return Topic::sanction; },
                 [](const Decouple&) { return Topic::sanction; },
                 [](const Productivity&) { return Topic::economy; },
                 [](const Labour&) { return Topic::economy; }, [](const Deficit&) { return Topic::economy; }},
      change.what);
}

const Pairs* pairs_of(const AnyChange& what) {
  return visit_kind(
      [](const auto& kind) -> const Pairs* {
        if constexpr (requires { kind.pairs; }) {
          return &kind.pairs;
        } else {
          return nullptr;
        }
      },
      what);
}

void add(std::vector<std::string>& list, const std::vector<std::string>& more) {
  for (const auto& code : more) {
    if (std::find(list.begin(), list.end(), code) == list.end()) list.push_back(code);
  }
}

// Whether every flow of the tariff is between a target and a sender of the sanctions.
bool is_part_of(const Pairs& tariff, const Sides& sanction) {
  const auto in = [](const std::vector<std::string>& some, const std::vector<std::string>& all) {
    return std::all_of(some.begin(), some.end(), [&](const std::string& code) {
      return std::find(all.begin(), all.end(), code) != all.end();
    });
  };
  return (in(tariff.exporters, sanction.targets) && in(tariff.importers, sanction.senders)) ||
         (in(tariff.importers, sanction.targets) && in(tariff.exporters, sanction.senders));
}

}  // namespace

Sides sides_of(const Scenario& scenario, Topic topic) {
  Sides sides;
  for (const Change& change : scenario.changes) {
    const Pairs* pairs = pairs_of(change.what);
    if (!pairs || topic_of(change) != topic) continue;
    const bool exporters_are_targets =
        topic == Topic::tariff || pairs->exporters.size() < pairs->importers.size();
    add(sides.targets, exporters_are_targets ? pairs->exporters : pairs->importers);
    add(sides.senders, exporters_are_targets ? pairs->importers : pairs->exporters);
    // An embargo or a cut goes both ways where it says so, and an embargo always.
    const bool both = pairs->both_ways || std::string_view(kind_of(change.what)) == Embargo::kind;
    for (const auto& from : pairs->exporters) {
      for (const auto& to : pairs->importers) {
        if (from == to) continue;
        sides.flows.emplace(from, to);
        if (both) sides.flows.emplace(to, from);
      }
    }
  }
  std::erase_if(sides.senders, [&](const std::string& code) {
    return std::find(sides.targets.begin(), sides.targets.end(), code) != sides.targets.end();
  });
  return sides;
}

std::vector<Topic> topics_of(const Scenario& scenario) {
  const Sides sanction = sides_of(scenario, Topic::sanction);
  std::set<Topic> found;
  for (const Change& change : scenario.changes) {
    const Topic topic = topic_of(change);
    if (topic == Topic::tariff && is_part_of(*pairs_of(change.what), sanction)) continue;
    found.insert(topic);
  }
  return {found.begin(), found.end()};
}

bool changes_network(const Scenario& scenario) {
  return std::any_of(scenario.changes.begin(), scenario.changes.end(),
                     [](const Change& change) { return std::holds_alternative<NetworkChange>(change.what); });
}

std::string together_words(const Study& study) {
  return topics_of(study.scenario).size() > 1 ? "All figures are those of the study’s changes together." : "";
}

std::string deficit_words(const Study& study) {
  std::string out;
  for (const Change& change : study.scenario.changes) {
    const auto* country = std::get_if<CountryChange>(&change.what);
    const Deficit* deficit = country ? std::get_if<Deficit>(country) : nullptr;
    if (!deficit) continue;
    out += deficit->scale == 0
               ? "Trade is balanced"
               : fmt::format("Surpluses and deficits are scaled by {}", significant(deficit->scale));
    out += deficit->countries.empty() ? " everywhere. "
                                      : fmt::format(" in {} of the countries. ", deficit->countries.size());
  }
  const std::string whose = out.empty() ? "Surpluses and deficits" : "All other surpluses and deficits";
  switch (study.model.deficits) {
    case DeficitRule::scaled:
      return out + whose + " are scaled with what is left of each country’s trade.";
    case DeficitRule::zero:
      return out + "Trade is balanced before the changes and after them.";
    case DeficitRule::fixed:
      break;
  }
  return out + fmt::format("{} of {} are held fixed in dollars.", whose, study.base.year);
}

}  // namespace sogdia::report
